"""What of the statements waits on a member, or on a principal whose staff the member is."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from portal.models import Member, Seat
from portal.queries.organizations import HEADS
from portal.vocabulary.organizations import Capacity
from statements.models import Issuer, Statement
from statements.queries.clearing import clearances_that_count
from statements.queries.signing import WaitingSignOn, waiting_sign_ons
from statements.queries.statements import statements_visible_to
from statements.vocabulary.states import StatementState


@dataclass(frozen=True)
class WaitingOnPrincipal:
    """A text that waits for the answer of somebody whose staff the member is."""

    principal: Seat
    waiting: WaitingSignOn


def waiting_on_principals(member: Member) -> list[WaitingOnPrincipal]:
    """What the principals of the member's organizations are asked to sign."""
    served = [s.organization_id for s in member.current_seats if s.capacity == Capacity.STAFF]
    principals = (
        Seat.objects.current()
        .filter(organization__in=served, capacity__in=HEADS)
        .exclude(member=member)
        .select_related("member", "organization")
    )
    return [
        WaitingOnPrincipal(seat, waiting)
        for seat in principals
        for waiting in waiting_sign_ons(seat.member)
        if waiting.organization == seat.organization
    ]


def texts_to_clear(member: Member) -> QuerySet[Statement]:
    """Frozen texts that an association for which the member publishes has not cleared."""
    bodies = [seat.organization_id for seat in member.current_seats if seat.is_publisher]
    cleared = clearances_that_count().filter(
        statement=OuterRef("statement"), organization=OuterRef("organization")
    )
    waiting = Issuer.objects.filter(
        ~Exists(cleared),
        organization__in=bodies,
        statement__handed_over_at__isnull=False,
        statement__state__in={StatementState.FROZEN, StatementState.SIGN_ON},
    )
    return statements_visible_to(member).filter(pk__in=waiting.values("statement"))


def drafts_in_markup(member: Member) -> QuerySet[Statement]:
    """What the member began and others are commenting on."""
    return statements_visible_to(member).filter(created_by=member, state=StatementState.MARKUP)
