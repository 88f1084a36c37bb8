"""Lending authority to sign, entering it from a letter, ending it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms.authority import DelegateForm, EndAuthorityForm, LetterForm
from portal.http import MemberRequest, confirmed, spend
from portal.models import Mandate, Organization
from portal.operations.letters import enter_letter
from portal.operations.mandates import delegate_authority, revoke_mandate
from portal.operations.screening import ScreeningStop
from portal.operations.step_up import NotConfirmed
from portal.queries.authority import (
    authorities,
    office_of,
    seats_for_letters,
    seats_to_delegate_to,
)
from portal.queries.clock import in_words
from portal.views.authority import authority_or_404
from portal.vocabulary.authority import AuthorityState
from portal.vocabulary.bodies import takes_files
from portal.vocabulary.limits import Limit
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.step_up import binds

LASTING = frozenset({AuthorityState.IN_FORCE, AuthorityState.COMING, AuthorityState.WAITING})


@require_http_methods(["GET", "HEAD", "POST"])
@binds()
def authority_delegate(request: MemberRequest, organization_id: int) -> HttpResponse:
    """A principal lets somebody sign; `who` fills the seat in. One press, confirmed in it."""
    organization = authority_or_404(request, organization_id)
    if office_of(request.user, organization) is None:
        raise Http404
    seats = list(seats_to_delegate_to(organization))
    initial = {"seat": request.GET.get("who", "")} if "who" in request.GET else {}
    form = DelegateForm(_sent(request), seats=seats, initial=initial, member=request.user)
    not_confirmed = ""
    try:
        if form.is_valid() and _delegate(request, organization, form):
            return redirect("authority_of", organization.pk)
    except NotConfirmed as refused:
        not_confirmed = str(refused)
    context = {
        "organization": organization,
        "form": form,
        "seats": seats,
        "not_confirmed": not_confirmed,
    }
    status = 403 if not_confirmed else 422 if form.errors else 200
    return render(request, "authority/delegate.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files()
def authority_letter(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Staff enter what a letter says."""
    organization = authority_or_404(request, organization_id)
    if not request.user.has_perm("portal.enter_authority", organization):
        raise PermissionDenied
    seats = list(seats_for_letters(organization, request.user))
    form = LetterForm(_sent(request), request.FILES or None, seats=seats, member=request.user)
    if form.is_valid() and _enter(request, organization, form):
        return redirect("authority_of", organization.pk)
    context = {"organization": organization, "form": form, "seats": seats}
    return render(request, "authority/letter.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def authority_end(request: MemberRequest, organization_id: int, mandate_id: int) -> HttpResponse:
    """Asks for the reason, and says what the ending does."""
    organization = authority_or_404(request, organization_id)
    lasting = authorities().filter(seat__organization=organization, state__in=LASTING)
    mandate = lasting.filter(pk=mandate_id).first()
    if mandate is None or not request.user.has_perm("portal.end_authority", mandate):
        raise Http404
    form = EndAuthorityForm(_sent(request), member=request.user)
    if form.is_valid() and _end(request, mandate, form):
        return redirect("authority_of", organization.pk)
    context = {"organization": organization, "mandate": mandate, "form": form}
    return render(request, "authority/end.html", context, status=422 if form.errors else 200)


def _sent(request: MemberRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _delegate(request: MemberRequest, organization: Organization, form: DelegateForm) -> bool:
    try:
        made = delegate_authority(
            organization_id=organization.pk,
            seat_id=int(form.cleaned_data["seat"]),
            begins=form.begins,
            until=form.ends,
            actor=request.user,
            step_up=confirmed(request, to="let them sign"),
        )
    except NotConfirmed:
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    until = in_words(form.ends)
    messages.success(request, f"{made.seat.member.name} may sign in your place until {until}.")
    return True


def _enter(request: MemberRequest, organization: Organization, form: LetterForm) -> bool:
    try:
        spend(request, Limit.UPLOAD)
        enter_letter(
            organization_id=organization.pk,
            seat_id=int(form.cleaned_data["seat"]),
            evidence=form.cleaned_data["evidence"],
            begins=form.begins,
            until=form.ends,
            file=form.cleaned_data["file"],
            actor=request.user,
            release_reason=form.cleaned_data.get("release_reason", ""),
        )
    except ScreeningStop as stop:
        form.show_stop(stop)
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Entered. It counts once a second member of staff has confirmed it.")
    return True


def _end(request: MemberRequest, mandate: Mandate, form: EndAuthorityForm) -> bool:
    try:
        revoke_mandate(
            mandate_id=mandate.pk, reason=form.cleaned_data["reason"], actor=request.user
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"The authority of {mandate.seat.member.name} to sign has ended.")
    return True
