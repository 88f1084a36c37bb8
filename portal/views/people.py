"""The people of an organization, for those who manage them. To everybody else it is not there."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.forms.people import EndSeatForm, InviteForm, SuspendForm
from portal.http import MemberRequest
from portal.models import Invitation, Member, Organization, Seat
from portal.operations.invitations import offer_seat, resend_invitation, revoke_invitation
from portal.operations.members import INVITATION_DAYS
from portal.operations.seats import end_seat
from portal.operations.suspending import restore_member, suspend_member
from portal.queries.authority import authorities_left_by
from portal.queries.people import current_seats_of, duties_of, people_of
from portal.rules import capacities_given_by
from portal.vocabulary.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Seats, invitations, and the form that invites; `successor` fills it in from a seat."""
    organization = _managed_or_404(request, organization_id)
    capacities = capacities_given_by(request.user, organization)
    if request.method == "POST" and not capacities:
        raise PermissionDenied
    leaving = _succeeded(request, organization)
    initial = {"capacity": leaving.capacity, "title": leaving.title} if leaving else {}
    form = InviteForm(_sent(request), capacities=capacities, initial=initial, member=request.user)
    if form.is_valid() and _invite(request, organization, form):
        return redirect("people", organization.pk)
    context = {
        "organization": organization,
        "people": people_of(organization, request.user),
        "form": form if capacities else None,
        "leaving": leaving,
    }
    return render(request, "members/people.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def seat_end(request: MemberRequest, organization_id: int, seat_id: int) -> HttpResponse:
    """Asks first, and says what the seat leaves behind."""
    organization = _managed_or_404(request, organization_id)
    seat = get_object_or_404(
        organization.seats.select_related("member", "organization"), pk=seat_id
    )
    if not request.user.has_perm("portal.give_seat", seat):
        raise Http404
    if not current_seats_of(organization).filter(pk=seat.pk).exists():
        messages.info(request, f"The seat of {seat.member.name} has ended already.")
        return redirect("people", organization.pk)
    form = EndSeatForm(_sent(request), member=request.user)
    if form.is_valid() and _end(request, seat, form):
        return redirect("people", organization.pk)
    context = {
        "organization": organization,
        "seat": seat,
        "duties": duties_of(seat, request.user),
        "form": form,
    }
    return render(request, "members/seat_end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member_suspend(request: MemberRequest, organization_id: int, member_id: int) -> HttpResponse:
    """Asks first, and for a reason."""
    organization = _managed_or_404(request, organization_id)
    member = _suspendable_or_404(request, organization, member_id)
    form = SuspendForm(_sent(request), member=request.user)
    if form.is_valid() and _suspend(request, member, form):
        return redirect("people", organization.pk)
    found = authorities_left_by(member)
    context = {
        "organization": organization,
        "member": member,
        "form": form,
        "lent": [mandate for mandate in found if mandate.seat.member_id != member.pk],
        "kept": [mandate for mandate in found if mandate.seat.member_id == member.pk],
    }
    return render(request, "members/suspend.html", context, status=422 if form.errors else 200)


@require_POST
def member_restore(request: MemberRequest, organization_id: int, member_id: int) -> HttpResponse:
    organization = _managed_or_404(request, organization_id)
    member = _suspendable_or_404(request, organization, member_id)
    try:
        restore_member(member_id=member.pk, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{member.name} can sign in again.")
    return redirect("people", organization.pk)


@require_POST
def invitation_again(
    request: MemberRequest, organization_id: int, invitation_id: int
) -> HttpResponse:
    found = _invitation_or_404(request, organization_id, invitation_id)
    try:
        resend_invitation(invitation_id=found.pk, site_url=settings.SITE_URL, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"A new link is on its way to {found.email}. The one before no longer works."
        )
    return redirect("people", organization_id)


@require_POST
def invitation_back(
    request: MemberRequest, organization_id: int, invitation_id: int
) -> HttpResponse:
    found = _invitation_or_404(request, organization_id, invitation_id)
    try:
        revoke_invitation(invitation_id=found.pk, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The link that {found.email} got no longer works.")
    return redirect("people", organization_id)


def _sent(request: MemberRequest) -> QueryDict | None:
    """A form that was sent empty was sent: ending a seat needs no reason."""
    return request.POST if request.method == "POST" else None


def _managed_or_404(request: MemberRequest, organization_id: int) -> Organization:
    organization = get_object_or_404(Organization, pk=organization_id)
    if not request.user.has_perm("portal.manage_people", organization):
        raise Http404
    return organization


def _suspendable_or_404(
    request: MemberRequest, organization: Organization, member_id: int
) -> Member:
    """Somebody who holds a seat there or held one: who was suspended may come back later."""
    known = organization.seats.values("member")
    member = get_object_or_404(Member, pk=member_id, pk__in=known)
    if not request.user.has_perm("portal.suspend_member", member):
        raise Http404
    return member


def _invitation_or_404(
    request: MemberRequest, organization_id: int, invitation_id: int
) -> Invitation:
    """Also one that was accepted or taken back meanwhile: the operation says so."""
    organization = _managed_or_404(request, organization_id)
    offered = Invitation.objects.select_related("organization")
    found = get_object_or_404(offered, pk=invitation_id, organization=organization)
    if not request.user.has_perm("portal.give_seat", found):
        raise Http404
    return found


def _succeeded(request: MemberRequest, organization: Organization) -> Seat | None:
    """The seat whose successor is to be invited; anything else in the address is passed over."""
    wanted = request.GET.get("successor", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        return None
    seat = current_seats_of(organization).filter(pk=int(wanted)).first()
    return seat if request.user.has_perm("portal.give_seat", seat) else None


def _invite(request: MemberRequest, organization: Organization, form: InviteForm) -> bool:
    chosen = form.cleaned_data
    try:
        offer_seat(
            email=chosen["email"],
            organization_id=organization.pk,
            capacity=chosen["capacity"],
            title=chosen["title"],
            site_url=settings.SITE_URL,
            actor=request.user,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(
        request, f"{chosen['email']} is invited. The link works once, for {INVITATION_DAYS} days."
    )
    return True


def _end(request: MemberRequest, seat: Seat, form: EndSeatForm) -> bool:
    try:
        end_seat(seat_id=seat.pk, reason=form.cleaned_data["reason"], actor=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"The seat of {seat.member.name} has ended.")
    return True


def _suspend(request: MemberRequest, member: Member, form: SuspendForm) -> bool:
    try:
        suspend_member(member_id=member.pk, reason=form.cleaned_data["reason"], actor=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"{member.name} is suspended and signed out everywhere.")
    return True
