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

COMPARE = "Compare the letter with what was entered, then confirm it."
KNOW = "Confirm that they hold the office. A text that they signed goes out only then."


def waiting_for(member: Member) -> tuple[int, int]:
    """How many letters and offices wait for the member as their second person."""
    if not is_association_staff(member):
        return 0, 0
    others = Q(granted_by__isnull=True) | ~Q(granted_by=member)
    mine = others & ~Q(seat__member=member)
    return letters_to_confirm().filter(mine).count(), offices_to_confirm().filter(mine).count()


def authority_cards(member: Member) -> list[Card]:
    """One for all letters and offices: whoever they name waits, or a text that they signed."""
    letters, offices = waiting_for(member)
    if not letters and not offices:
        return []
    parts = [
        _counted(letters, "A letter of authority", "letters of authority"),
        _counted(offices, "an office" if letters else "An office", "offices"),
    ]
    return [
        Card(
            label="A second person is needed",
            title=" and ".join(part for part in parts if part),
            detail=COMPARE if letters else KNOW,
            url=reverse("authority_confirm"),
            button="Read and confirm",
            is_named_in_mail=True,
        )
    ]


def _counted(number: int, one: str, many: str) -> str:
    return "" if not number else one if number == 1 else f"{number} {many}"


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
