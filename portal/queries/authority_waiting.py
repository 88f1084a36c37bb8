"""What of authority to sign waits on a member, and what a seat leaves behind of it."""

from django.db.models import Q
from django.urls import reverse

from portal.models import Member, Seat
from portal.queries.authority import (
    authorities,
    letters_to_confirm,
    mandates_visible_to,
    offices_to_confirm,
)
from portal.registry import Card, Row
from portal.rules import is_association_staff
from portal.vocabulary.authority import AuthorityState
from portal.vocabulary.organizations import Instrument


def waiting_for(member: Member) -> tuple[int, int]:
    """How many letters and offices wait for the member as their second person."""
    if not is_association_staff(member):
        return 0, 0
    others = Q(granted_by__isnull=True) | ~Q(granted_by=member)
    mine = others & ~Q(seat__member=member)
    return letters_to_confirm().filter(mine).count(), offices_to_confirm().filter(mine).count()


def authority_cards(member: Member) -> list[Card]:
    """One for all letters: whoever they name waits. Offices count already and make no card."""
    letters, _ = waiting_for(member)
    if not letters:
        return []
    title = "A letter of authority" if letters == 1 else f"{letters} letters of authority"
    return [
        Card(
            label="A second person is needed",
            title=title,
            detail="Compare the letter with what was entered, then confirm it.",
            url=reverse("authority_confirm"),
            button="Read and confirm",
            is_named_in_mail=True,
        )
    ]


def delegations_given(viewer: Member, seat: Seat) -> list[Row]:
    """What the holder of a principal's seat lets others do there: it ends with the seat."""
    given = authorities().filter(
        instrument=Instrument.DELEGATION,
        granted_by=seat.member_id,
        seat__organization=seat.organization_id,
        state__in=(AuthorityState.IN_FORCE, AuthorityState.COMING),
        pk__in=mandates_visible_to(viewer).values("pk"),
    )
    return [
        Row(
            title=f"{mandate.seat.member.name} signs in their place",
            url=reverse("authority_of", args=[seat.organization_id]),
            detail="Ends with the seat, at once.",
        )
        for mandate in given
    ]
