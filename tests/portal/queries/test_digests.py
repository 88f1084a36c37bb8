"""Whose digest is due at a moment: on their days, from seven until midnight where they are."""

from datetime import UTC, date, datetime

import pytest

from portal.models import MailSettings, Member
from portal.operations.digests import begin_due_digests
from portal.queries.digests import due_digests
from tests.seats import moved

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 22)
JOINED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def due(mayor: Member):
    """What is due to the mayor, living in a zone, at an instant of UTC."""

    def found(zone: str, year: int, month: int, day: int, hour: int, minute: int = 0) -> list[date]:
        Member.objects.filter(pk=mayor.pk).update(time_zone=zone, date_joined=JOINED)
        moment = datetime(year, month, day, hour, minute, tzinfo=UTC)
        return [day for pk, day in due_digests(moment) if pk == mayor.pk]

    return found


@pytest.mark.parametrize(
    ("zone", "instant", "days"),
    [
        # Monday, seven in the morning: New York is five hours behind, Honolulu ten.
        ("America/New_York", (2026, 11, 23, 11, 59), []),
        ("America/New_York", (2026, 11, 23, 12, 0), [MONDAY]),
        ("Pacific/Honolulu", (2026, 11, 23, 12, 0), []),
        ("Pacific/Honolulu", (2026, 11, 23, 16, 59), []),
        ("Pacific/Honolulu", (2026, 11, 23, 17, 0), [MONDAY]),
        # Until midnight it is made up for; then it is Tuesday in New York, and Monday in Honolulu.
        ("America/New_York", (2026, 11, 24, 4, 59), [MONDAY]),
        ("America/New_York", (2026, 11, 24, 5, 0), []),
        ("Pacific/Honolulu", (2026, 11, 24, 5, 0), [MONDAY]),
        ("Pacific/Honolulu", (2026, 11, 24, 9, 59), [MONDAY]),
        # It is Monday in UTC and still Sunday in Honolulu.
        ("Pacific/Honolulu", (2026, 11, 23, 8, 0), []),
        # Tuesday is no day of the default; Thursday is.
        ("America/New_York", (2026, 11, 24, 15, 0), []),
        ("America/New_York", (2026, 11, 26, 12, 0), [date(2026, 11, 26)]),
        # A zone that nobody knows counts as Eastern time and spoils nobody else's digest.
        ("Mars/Olympus", (2026, 11, 23, 12, 0), [MONDAY]),
    ],
)
def test_it_is_due_from_seven_until_midnight_where_the_member_is(due, zone, instant, days):
    assert due(zone, *instant) == days


@pytest.mark.parametrize(
    ("instant", "days"),
    [
        ((2026, 3, 5, 11, 59), []),  # Thursday, standard time
        ((2026, 3, 5, 12, 0), [date(2026, 3, 5)]),
        ((2026, 3, 9, 10, 59), []),  # the Monday after clocks went forward
        ((2026, 3, 9, 11, 0), [date(2026, 3, 9)]),
        ((2026, 11, 2, 11, 59), []),  # the Monday after they went back
        ((2026, 11, 2, 12, 0), [date(2026, 11, 2)]),
    ],
)
def test_seven_stays_seven_when_the_clocks_change(due, instant, days):
    assert due("America/New_York", *instant) == days


@pytest.mark.parametrize(
    ("chosen", "day", "days"),
    [
        ([7], 22, [SUNDAY]),
        ([7], 23, []),
        ([2, 7], 24, [TUESDAY]),
        ([], 23, []),
        ([1], 23, [MONDAY]),
    ],
)
def test_each_member_has_days_of_their_own(due, mayor, chosen, day, days):
    MailSettings.objects.create(member=mayor, digest_days=chosen)

    assert due("America/New_York", 2026, 11, day, 15) == days


@pytest.mark.parametrize("change", ["account", "seat"])
def test_who_left_gets_none(due, mayor, change):
    if change == "account":
        Member.objects.update(is_active=False)
    else:
        moved(mayor.seats.all(), capacity="observer")

    assert due("America/New_York", 2026, 11, 23, 15) == []


def test_who_joins_after_seven_gets_the_next_one(mayor):
    moment = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    joined = datetime(2026, 11, 23, 12, 1, tzinfo=UTC)
    Member.objects.filter(pk=mayor.pk).update(date_joined=joined)

    assert due_digests(moment) == []


def test_a_day_is_begun_once(due, mayor):
    due("America/New_York", 2026, 11, 23, 12)
    begun = [
        begin_due_digests(moment=datetime(2026, 11, day, hour, tzinfo=UTC))
        for day, hour in ((23, 12), (23, 13), (24, 4), (26, 12), (26, 23))
    ]

    assert begun == [1, 0, 0, 1, 0]
