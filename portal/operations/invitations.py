"""What people on the page do about invitations: offer a seat, send again, take back."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.models import Invitation, Member, Organization
from portal.operations.members import (
    INVITATION_DAYS,
    invite_member,
    mail_invitation,
)
from portal.operations.seats import take_charge
from portal.queries.invitations import token_hash
from portal.queries.people import current_seats_of, pending_invitations
from portal.rules import capacities_given_by
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal


@transaction.atomic
def offer_seat(
    *,
    email: str,
    organization_id: int,
    capacity: str,
    title: str,
    site_url: str,
    actor: Member,
) -> str:
    """Invites on behalf of somebody who manages the organization's people; returns the link.

    Refused for a capacity that the actor does not give there, for what is offered or held, and
    for an address of the actor's own.
    """
    organization, actor = take_charge(organization_id=organization_id, actor=actor)
    if capacity not in capacities_given_by(actor, organization):
        raise Refusal(f"You cannot invite in this capacity for {organization.name}.")
    address = email.strip().lower()
    _refuse_own(address, actor)
    _check_offer(organization, address, capacity)
    return invite_member(
        email=address,
        organization=organization,
        capacity=capacity,
        title=title,
        site_url=site_url,
        actor=actor,
    )


def _refuse_own(address: str, actor: Member) -> None:
    """Nobody seats themselves: every seat is given by somebody else."""
    own = {actor.email.lower()}
    known = EmailAddress.objects.filter(user=actor).values_list("email", flat=True)
    own.update(one.lower() for one in known)
    if address.lower() in own:
        raise Refusal("Nobody invites themselves. Ask another member of staff to invite you.")


def _check_offer(organization: Organization, address: str, capacity: str) -> None:
    """Nothing is offered twice, and nothing to whom the door was closed."""
    held = current_seats_of(organization).filter(member__email__iexact=address, capacity=capacity)
    if held.exists():
        raise Refusal(f"{address} holds this seat already.")
    offered = pending_invitations().filter(
        organization=organization, email__iexact=address, capacity=capacity
    )
    if offered.exists():
        raise Refusal(f"{address} is invited already. Send that invitation again, or take it back.")
    if Member.objects.filter(email__iexact=address, is_active=False).exists():
        raise Refusal(
            f"{address} cannot be invited now. Association staff can let its owner in again."
        )


@transaction.atomic
def resend_invitation(*, invitation_id: int, site_url: str, actor: Member) -> str:
    """Mails a new link, which it returns, for another seven days; the old one is dead.

    Whoever sends it again is who invites from now on.
    """
    invitation, actor = _locked(invitation_id, actor)
    _refuse_own(invitation.email, actor)
    if Member.objects.filter(email__iexact=invitation.email, is_active=False).exists():
        raise Refusal("This address was closed meanwhile. Take the invitation back.")
    before = {"expires_at": invitation.expires_at.isoformat(), "invited_by": _inviter(invitation)}
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=invitation.pk).update(
        token_hash=token_hash(token),
        expires_at=Now() + timedelta(days=INVITATION_DAYS),
        invited_by=actor,
    )
    invitation.refresh_from_db(fields=["expires_at", "invited_by"])
    link = mail_invitation(invitation=invitation, token=token, site_url=site_url)
    after = {"expires_at": invitation.expires_at.isoformat(), "invited_by": _inviter(invitation)}
    record(Verb.INVITATION_RESENT, actor=actor, subject=invitation, before=before, after=after)
    return link


@transaction.atomic
def revoke_invitation(*, invitation_id: int, actor: Member) -> Invitation:
    """Takes an invitation back: its link is dead from now on."""
    invitation, actor = _locked(invitation_id, actor)
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=Now())
    record(Verb.INVITATION_REVOKED, actor=actor, subject=invitation)
    return invitation


def _locked(invitation_id: int, actor: Member) -> tuple[Invitation, Member]:
    """One that is still to be taken up, and that the actor may change."""
    wanted = Invitation.objects.get(pk=invitation_id)
    _, actor = take_charge(organization_id=wanted.organization_id, actor=actor)
    invitation = (
        pending_invitations()
        .select_for_update(of=("self",))
        .select_related("organization")
        .filter(pk=invitation_id)
        .first()
    )
    if invitation is None:
        raise Refusal("This invitation was accepted or taken back meanwhile. Look at the list.")
    if not actor.has_perm("portal.give_seat", invitation):
        raise Refusal("You cannot change this invitation. Ask whoever sent it.")
    return invitation, actor


def _inviter(invitation: Invitation) -> int | None:
    return invitation.invited_by_id
