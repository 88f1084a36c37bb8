"""Who may sign for an organization, for its people and for association staff."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.http import MemberRequest, confirmed
from portal.intake.numbers import whole_number
from portal.models import Mandate, Member, Organization
from portal.operations.mandates import confirm_mandates
from portal.operations.step_up import NotConfirmed
from portal.queries.authority import (
    authorities_of,
    can_sign,
    letters_to_confirm,
    may_confirm,
    my_organizations,
    office_of,
    offices_to_confirm,
    seats_to_delegate_to,
    signing_sentence,
)
from portal.rules import works_for
from portal.vocabulary.authority import AuthorityState
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.repeated import takes_lists
from portal.vocabulary.step_up import binds

if TYPE_CHECKING:
    from portal.queries.authority import Authority

OFFERED = 4


class AuthorityRow(NamedTuple):
    """An authority, and what the member who looks may do about it."""

    mandate: "Authority"
    may_end: bool
    may_confirm: bool


class OwnAuthority(NamedTuple):
    """Whether I can sign for one of my organizations, in a sentence."""

    organization: Organization
    mandate: Mandate | None
    sentence: str
    may_delegate: bool


@require_safe
@permission_required("portal.see_directory", raise_exception=True)
def authority(request: MemberRequest) -> HttpResponse:
    """For each of my organizations whether I can sign for it, and why."""
    own = [_own(request.user, body) for body in my_organizations(request.user)]
    return render(request, "authority/mine.html", {"own": own})


@require_safe
def authority_of(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Every authority there is or was, and what the reader can do about it."""
    organization = authority_or_404(request, organization_id)
    rows = _rows(authorities_of(organization), request.user)
    own = _own(request.user, organization) if works_for(request.user, organization) else None
    seats = seats_to_delegate_to(organization) if own and own.may_delegate else None
    past = (AuthorityState.ENDED, AuthorityState.REVOKED)
    context = {
        "organization": organization,
        "own": own,
        "in_force": [row for row in rows if row.mandate.state == AuthorityState.IN_FORCE],
        "waiting": [row for row in rows if row.mandate.state == AuthorityState.WAITING],
        "coming": [row for row in rows if row.mandate.state == AuthorityState.COMING],
        "past": [row for row in rows if row.mandate.state in past],
        "seats": seats[:OFFERED] if seats is not None else [],
        "may_enter": request.user.has_perm("portal.enter_authority", organization),
    }
    return render(request, "authority/organization.html", context)


@takes_lists("mandate")
@binds()
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("portal.enter_authority", raise_exception=True)
def authority_confirm(request: MemberRequest) -> HttpResponse:
    """Everything that waits for a second member of staff, of all organizations; many at once."""
    offices = _rows(offices_to_confirm(), request.user)
    ticked = {row.mandate.pk for row in offices} if "all" in request.GET else set()
    refusal = not_confirmed = ""
    if request.method == "POST":
        ticked = set(_ticked(request))
        try:
            step_up = confirmed(request, to="confirm them")
            count = confirm_mandates(mandate_ids=ticked, actor=request.user, step_up=step_up)
        except NotConfirmed as refused:
            not_confirmed = str(refused)
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"Confirmed: {count}.")
            return redirect("authority_confirm")
    context = {
        "letters": _rows(letters_to_confirm(), request.user),
        "offices": offices,
        "ticked": ticked,
        "refusal": refusal,
        "not_confirmed": not_confirmed,
    }
    status = 403 if not_confirmed else 409 if refusal else 200
    return render(request, "authority/confirm.html", context, status=status)


def authority_or_404(request: MemberRequest, organization_id: int) -> Organization:
    organization = get_object_or_404(Organization, pk=organization_id)
    if not request.user.has_perm("portal.see_authority", organization):
        raise Http404
    return organization


def _own(member: Member, organization: Organization) -> OwnAuthority:
    return OwnAuthority(
        organization=organization,
        mandate=can_sign(member, organization),
        sentence=signing_sentence(member, organization),
        may_delegate=office_of(member, organization) is not None,
    )


def _rows(mandates: "Iterable[Authority]", viewer: Member) -> list[AuthorityRow]:
    return [
        AuthorityRow(
            mandate=mandate,
            may_end=viewer.has_perm("portal.end_authority", mandate),
            may_confirm=mandate.confirmed_by_id is None and may_confirm(viewer, mandate),
        )
        for mandate in mandates
    ]


def _ticked(request: MemberRequest) -> list[int]:
    sent = request.POST.getlist("mandate")
    return [number for one in sent if (number := whole_number(one)) is not None]
