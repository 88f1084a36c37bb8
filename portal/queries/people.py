"""Who holds which seat of an organization, who did, and who is invited, for those who manage it."""

from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet
from django.db.models.functions import Now

from portal.models import Invitation, Member, Organization, Seat
from portal.registry import Row, registry
from portal.vocabulary.organizations import Capacity


class SeatRow(NamedTuple):
    """A seat, and what the member who looks may do about it and its holder.

    `may_suspend` also says who may let the holder in again, after the seat has ended too.
    """

    seat: Seat
    may_end: bool
    may_suspend: bool
    may_recover: bool


class InvitationRow(NamedTuple):
    """An invitation that was not taken up."""

    invitation: Invitation
    may_change: bool
    has_expired: bool


class People(NamedTuple):
    """Everybody of one organization."""

    current: list[SeatRow]
    past: list[SeatRow]
    pending: list[InvitationRow]


def people_of(organization: Organization, viewer: Member) -> People:
    """As the viewer, who manages them, sees them: as many queries for many as for one."""
    ended = organization.seats.filter(until__lte=Now()).select_related("member", "organization")
    return People(
        current=_rows(current_seats_of(organization), viewer),
        past=_rows(ended.order_by("-until"), viewer),
        pending=_pending(organization, viewer),
    )


def _rows(seats: QuerySet[Seat], viewer: Member) -> list[SeatRow]:
    held = Prefetch(
        "member__seats",
        queryset=Seat.objects.current().select_related("organization"),
        to_attr="current_seats",
    )
    return [
        SeatRow(
            seat=seat,
            may_end=viewer.has_perm("portal.give_seat", seat),
            may_suspend=viewer.has_perm("portal.suspend_member", seat.member),
            may_recover=viewer.has_perm("portal.recover_member", seat.member),
        )
        for seat in seats.prefetch_related(held)
    ]


def _pending(organization: Organization, viewer: Member) -> list[InvitationRow]:
    expired = ExpressionWrapper(Q(expires_at__lte=Now()), output_field=BooleanField())
    offered = pending_invitations().filter(organization=organization).annotate(has_expired=expired)
    return [
        InvitationRow(
            invitation=invitation,
            may_change=viewer.has_perm("portal.give_seat", invitation),
            has_expired=invitation.has_expired,
        )
        for invitation in offered.select_related("organization", "invited_by")
    ]


def current_seats_of(organization: Organization) -> QuerySet[Seat]:
    seats = Seat.objects.current().filter(organization=organization)
    return seats.select_related("member", "organization").order_by("capacity", "member__name")


def pending_invitations() -> QuerySet[Invitation]:
    """Neither taken up nor taken back; those that have expired can be sent again."""
    return Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)


def duties_of(seat: Seat, viewer: Member) -> list[Row]:
    """What the seat leaves behind when it ends, of that which the viewer may see."""
    found = [row for source in registry.duties for row in source(viewer, seat)]
    sent = pending_invitations().filter(
        organization=seat.organization_id, invited_by=seat.member_id, expires_at__gt=Now()
    )
    return found + [
        Row(title=f"Invitation of {one.email}", url="", detail=one.title) for one in sent
    ]


def has_other_publisher(organization: Organization, member: Member) -> bool:
    """Whether somebody else could publish for the association."""
    others = current_seats_of(organization).filter(
        capacity=Capacity.PUBLISHER, member__is_active=True
    )
    return others.exclude(member=member).exists()
