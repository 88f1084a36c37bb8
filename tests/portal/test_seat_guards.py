"""What the database itself refuses of seats and of offices, whoever writes it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from portal.models import Mandate, Member, Seat
from portal.vocabulary.organizations import Capacity, Instrument
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory
from tests.seats import moved

pytestmark = pytest.mark.django_db

ENDS_ONLY = "a seat never changes hands or comes back; it only ends"


def written(seat: Seat, command: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"UPDATE portal_seat SET {command} WHERE id = %s", [seat.pk])  # noqa: S608 - our own words


@pytest.fixture
def ended(mayor) -> Seat:
    moved(mayor.seats.all(), since="2020-01-01T00:00Z", until="2020-02-01T00:00Z")
    return mayor.seats.get()


# --- seats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "member_id = (SELECT max(id) FROM portal_member)",
        "organization_id = (SELECT max(id) FROM portal_organization)",
        "capacity = 'staff'",
        "since = since - interval '1 day'",
        "since = since + interval '1 second'",
        "until = NULL",
        "until = until + interval '1 second'",
        "until = NULL, organization_id = (SELECT max(id) FROM portal_organization)",
    ],
)
def test_b1_b3_a_seat_is_neither_moved_nor_revived(ended, command):
    OrganizationFactory()
    MemberFactory()

    with pytest.raises(IntegrityError, match=ENDS_ONLY):
        written(ended, command)


def test_b3_a_seat_ends_and_its_end_only_becomes_earlier(mayor):
    seat = mayor.seats.get()
    written(seat, "until = clock_timestamp() + interval '2 days'")
    written(seat, "until = clock_timestamp() + interval '1 day', title = 'Mayor emerita'")
    written(seat, "until = clock_timestamp()")

    assert not Seat.objects.current().filter(pk=seat.pk).exists()


@pytest.mark.parametrize(
    "command", ["DELETE FROM portal_seat", "TRUNCATE portal_seat CASCADE"], ids=["one", "all"]
)
def test_no_seat_is_removed(mayor, command):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            cursor.execute(command)


def test_b3_the_guards_of_seats_hold_whatever_role_writes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger"
            " WHERE tgrelid = 'portal_seat'::regclass AND NOT tgisinternal ORDER BY tgname"
        )
        assert cursor.fetchall() == [
            ("append_only", "A"), ("append_only_truncate", "A"), ("guard", "A"),
        ]  # fmt: skip


# --- offices -------------------------------------------------------------------------------------


def office(seat: Seat, **facts: Member) -> Mandate:
    with transaction.atomic():
        return Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE, **facts)


@pytest.mark.parametrize("capacity", [one for one in Capacity if one != Capacity.PRINCIPAL])
def test_b2_only_a_principals_seat_is_an_office(capacity):
    with pytest.raises(IntegrityError, match="only the seat of a principal is an office"):
        office(SeatFactory(capacity=capacity), granted_by=MemberFactory())


def test_b2_nobody_gives_an_office_to_themselves_or_confirms_their_own(mayor, publisher):
    seat = mayor.current_seats[0]
    for facts in ({"granted_by": mayor}, {"confirmed_by": mayor}):
        with pytest.raises(IntegrityError, match="for themselves"):
            office(seat, **facts)
    made = office(seat, granted_by=publisher)

    with pytest.raises(IntegrityError, match="for themselves"), transaction.atomic():
        Mandate.objects.filter(pk=made.pk).update(confirmed_by=mayor, confirmed_at=timezone.now())


def test_b2_the_first_office_is_given_by_nobody_and_confirmed_by_somebody_else(mayor, publisher):
    made = office(mayor.current_seats[0])
    Mandate.objects.filter(pk=made.pk).update(confirmed_by=publisher, confirmed_at=timezone.now())

    assert not Mandate.objects.unconfirmed().exists()
