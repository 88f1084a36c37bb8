"""What the database itself refuses of authority to sign, whoever writes it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.db.utils import DatabaseError
from django.utils import timezone

from portal.models import Mandate, Member, Seat
from portal.vocabulary.organizations import Capacity, Instrument
from tests.factories import MemberFactory, SeatFactory
from tests.seats import moved

pytestmark = pytest.mark.django_db

ONCE = "only its confirmation, revocation or earlier end is written later"
PRINCIPALS_ONLY = "only a principal in office delegates, and to somebody else"


@pytest.fixture
def office(mayor) -> Mandate:
    """The mayor's, since some days."""
    long_ago = timezone.now() - timedelta(days=9)
    moved(Seat.objects.filter(member=mayor), since=long_ago)
    return Mandate.objects.create(
        seat=mayor.current_seats[0], instrument=Instrument.OFFICE, valid_from=long_ago
    )


def delegation(aide: Member, giver: Member | None, **terms: object) -> Mandate:
    given = {"valid_until": timezone.now() + timedelta(days=7), "granted_by": giver, **terms}
    return Mandate.objects.create(
        seat=aide.current_seats[0], instrument=Instrument.DELEGATION, **given
    )


def letter(holder: Member, **terms: object) -> Mandate:
    given = {"evidence": "Letter of Nov 3", "granted_by": MemberFactory(), **terms}
    return Mandate.objects.create(
        seat=holder.current_seats[0], instrument=Instrument.LETTER, **given
    )


def written(mandate: Mandate, command: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"UPDATE portal_mandate SET {command} WHERE id = %s", [mandate.pk])  # noqa: S608 - our own words


# --- what is written later -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "seat_id = (SELECT max(id) FROM portal_seat)",
        "instrument = 'office'",
        "scope = 'Everything'",
        "valid_from = valid_from - interval '1 day'",
        "valid_from = clock_timestamp()",
        "evidence = 'Another letter.'",
        "granted_by_id = (SELECT max(id) FROM portal_member)",
        "granted_at = clock_timestamp()",
        "valid_until = NULL",
        "valid_until = valid_until + interval '1 second'",
    ],
)
def test_an_authority_is_neither_moved_nor_lengthened(mayor, aide, office, command):
    SeatFactory(organization=mayor.current_seats[0].organization)
    given = delegation(aide, mayor)

    with pytest.raises(IntegrityError, match=ONCE):
        written(given, command)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("confirmed_by_id = {someone}, confirmed_at = now()", "confirmed_by_id = NULL"),
        ("confirmed_by_id = {someone}, confirmed_at = now()", "confirmed_by_id = {other}"),
        ("revoked_at = now()", "revoked_at = NULL"),
        ("revoked_at = now(), revoked_reason = 'Left.'", "revoked_reason = 'Otherwise.'"),
        ("revoked_at = now()", "revoked_at = now() + interval '1 day'"),
    ],
)
def test_confirmation_and_revocation_are_written_once(office, first, second):
    people = {"someone": MemberFactory().pk, "other": MemberFactory().pk}
    written(office, first.format(**people))

    with pytest.raises(IntegrityError, match=ONCE):
        written(office, second.format(**people))


def test_b3_what_can_still_happen_is_an_earlier_end_a_confirmation_and_a_revocation(office):
    written(office, "valid_until = clock_timestamp() + interval '2 days'")
    written(office, "valid_until = clock_timestamp() + interval '1 day'")
    written(office, f"confirmed_by_id = {MemberFactory().pk}, confirmed_at = now()")
    written(office, "revoked_at = clock_timestamp()")

    assert Mandate.objects.valid().count() == 0


def test_nothing_of_it_is_removed(office):
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Mandate.objects.filter(pk=office.pk).delete()


# --- letters: two people, neither of them the holder ---------------------------------------------


def test_b2_whoever_entered_it_does_not_confirm_it(aide, publisher):
    made = letter(aide, granted_by=publisher)

    with pytest.raises(IntegrityError, match="mandate_needs_two_people"):
        written(made, f"confirmed_by_id = {publisher.pk}, confirmed_at = now()")


def test_b2_an_office_too_is_confirmed_by_somebody_else(mayor, publisher):
    made = Mandate.objects.create(
        seat=mayor.current_seats[0], instrument=Instrument.OFFICE, granted_by=publisher
    )

    with pytest.raises(IntegrityError, match="mandate_needs_two_people"):
        written(made, f"confirmed_by_id = {publisher.pk}, confirmed_at = now()")


def test_b2_nobody_enters_or_confirms_a_letter_for_themselves(publisher):
    with pytest.raises(IntegrityError, match="for themselves"), transaction.atomic():
        letter(publisher, granted_by=publisher)
    made = letter(publisher)

    with pytest.raises(IntegrityError, match="for themselves"):
        written(made, f"confirmed_by_id = {publisher.pk}, confirmed_at = now()")


@pytest.mark.parametrize("missing", [{"granted_by": None}, {"evidence": ""}])
def test_a_letter_says_who_entered_it_and_what_it_says(aide, missing):
    with pytest.raises(IntegrityError, match="mandate_letter_has_evidence"):
        letter(aide, **missing)


def test_a_letter_counts_once_it_is_confirmed(aide, publisher):
    made = letter(aide)
    assert Mandate.objects.valid().count() == 0

    written(made, f"confirmed_by_id = {publisher.pk}, confirmed_at = now()")
    assert Mandate.objects.valid().get() == made


# --- delegations: by a principal in office, to somebody else, for 30 days ------------------------


@pytest.mark.parametrize(
    "until", [None, timedelta(days=30, seconds=5)], ids=["for ever", "longer than 30 days"]
)
def test_a_delegation_lasts_at_most_30_days(mayor, aide, office, until):
    end = until and timezone.now() + until

    with pytest.raises(IntegrityError, match="at most 30 days"):
        delegation(aide, mayor, valid_until=end)


def test_b2_a_delegation_that_begins_later_ends_within_30_days_too(mayor, aide, office):
    later = timezone.now() + timedelta(days=10)

    with pytest.raises(IntegrityError, match="at most 30 days"), transaction.atomic():
        delegation(aide, mayor, valid_from=later, valid_until=later + timedelta(days=21))
    assert delegation(aide, mayor, valid_from=later, valid_until=later + timedelta(days=19)).pk


@pytest.mark.parametrize("giver", ["nobody", "publisher", "chief", "aide", "deputy"])
def test_b2_only_the_principal_of_the_organization_delegates(
    giver, mayor, aide, office, publisher, chief
):
    """Not staff of associations, another organization's principal, the holder, a designee."""
    Mandate.objects.create(seat=chief.current_seats[0], instrument=Instrument.OFFICE)
    city = mayor.current_seats[0].organization
    deputy = SeatFactory(organization=city, capacity=Capacity.DESIGNEE).member
    people = {"publisher": publisher, "chief": chief, "aide": aide, "deputy": deputy}

    with pytest.raises(IntegrityError, match=PRINCIPALS_ONLY):
        delegation(aide, people.get(giver))


def test_b2_nobody_delegates_to_themselves(mayor, office):
    with pytest.raises(IntegrityError, match=PRINCIPALS_ONLY):
        delegation(mayor, mayor)


@pytest.mark.parametrize("ending", ["revoked", "over", "seat"])
def test_who_left_the_office_delegates_no_more(ending, mayor, aide, office):
    just_now = timezone.now() - timedelta(seconds=1)
    if ending == "revoked":
        Mandate.objects.update(revoked_at=just_now)
    elif ending == "over":
        Mandate.objects.update(valid_until=just_now)
    else:
        Seat.objects.filter(member=mayor).update(until=just_now)

    with pytest.raises(IntegrityError, match=PRINCIPALS_ONLY):
        delegation(aide, mayor)


def test_one_delegation_at_a_time_for_a_seat(mayor, aide, office):
    first = delegation(aide, mayor)
    once = pytest.raises(IntegrityError, match="mandate_delegated_once_at_a_time")
    with once, transaction.atomic():
        delegation(aide, mayor)

    Mandate.objects.filter(pk=first.pk).update(revoked_at=Now())
    assert delegation(aide, mayor).pk != first.pk
