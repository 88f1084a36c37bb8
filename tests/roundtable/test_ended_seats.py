"""What a seat leaves behind when it ends: association staff see it, and find it on the board."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from portal.models import Seat
from portal.queries.people import duties_of
from portal.queries.waiting import waiting_cards
from portal.vocabulary.audiences import Audience
from roundtable.models import Issue
from tests.roundtable.issue_data import Table, again, closed, manned, table
from tests.seats import moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Table:
    return table()


def end(seat: Seat) -> None:
    moved(
        Seat.objects.filter(pk=seat.pk),
        since=Now() - timedelta(days=9),
        until=Now() - timedelta(seconds=1),
    )


def ownerless(seat: Seat) -> list[tuple[str, str]]:
    """The cards that say so to the holder of a seat."""
    cards = waiting_cards(again(seat.member))
    return [(card.title, card.url) for card in cards if card.label == "Ended seats"]


def test_what_an_ended_seat_owned_needs_a_new_owner(found, signed_in):
    manned(found)
    assert ownerless(found.chiefs_staff) == []
    end(found.owner)

    assert ownerless(found.chiefs_staff) == [
        ("1 issue needs a new owner", "/roundtable/?owner=ended")
    ]
    assert ownerless(found.mayor) == []  # only staff
    page = signed_in(found.chiefs_staff.member).get("/roundtable/?owner=ended").text
    assert [f">{ref}<" in page for ref in ("R-1.1", "R-1.2", "R-2")] == [True, False, False]


def test_what_is_closed_to_the_staff_is_not_counted(found):
    manned(found)
    manned(found, "R-2")
    closed("R-2", Audience.MAYORS)
    end(found.owner)

    assert [ownerless(seat) for seat in (found.mayors_staff, found.chiefs_staff)] == [
        [("2 issues need a new owner", "/roundtable/?owner=ended")],
        [("1 issue needs a new owner", "/roundtable/?owner=ended")],
    ]


def test_an_issue_that_has_ended_needs_no_owner(found):
    manned(found)
    Issue.objects.filter(ref="R-1.1").update(state="resolved")
    end(found.owner)

    assert ownerless(found.chiefs_staff) == []


def test_before_a_seat_ends_everything_that_rests_with_it_is_named(found):
    manned(found)
    Issue.objects.filter(ref="R-2").update(waiting_on="member", waiting_seat=found.owner)

    def duties(seat: Seat, viewer: Seat) -> list[tuple[str, str]]:
        return [(row.title, row.detail) for row in duties_of(seat, again(viewer.member))]

    staff = found.chiefs_staff
    assert duties(found.owner, staff) == [
        ("R-1.1 Notice", "Owner"), ("R-2 Grants", "Waits on this seat"),
    ]  # fmt: skip
    assert duties(found.helper, staff) == [("R-1.1 Notice", "Helps")]
    assert duties(found.lead, staff) == [("R-1.1 Notice", "Staff lead")]
    closed("R-1.1", Audience.MAYORS)
    assert duties(found.helper, staff) == []
    assert duties(found.helper, found.mayors_staff) == [("R-1.1 Notice", "Helps")]
