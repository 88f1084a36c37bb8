"""Authority to sign: lent by principals, entered from letters by two people, ended at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.utils import timezone

from portal.models import Announcement, AuditEvent, Mandate, Member, Seat
from portal.operations.seats import end_seat
from portal.operations.suspending import restore_member, suspend_member
from portal.queries.authority import signing_sentence
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, Instrument
from portal.vocabulary.refusals import Refusal
from tests.factories import SeatFactory
from tests.portal.authority_data import lent, office_for, organization_of, revoked
from tests.proofs import step_up_of
from tests.seats import moved
from tests.statements.telling_data import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(mayor: Member) -> Mandate:
    return office_for(mayor)


@pytest.fixture
def deputy(mayor: Member) -> Member:
    return SeatFactory(organization=organization_of(mayor), capacity=Capacity.DESIGNEE).member


def valid() -> set[int]:
    return set(Mandate.objects.valid().values_list("pk", flat=True))


def in_days(days: float):
    return timezone.now() + timedelta(days=days)


# --- delegation ----------------------------------------------------------------------------------


def test_what_a_principal_lends_holds_at_once_and_is_recorded(mayor, deputy, office):
    made = lent(mayor, deputy)

    assert valid() == {office.pk, made.pk}
    event = AuditEvent.objects.get(verb=Verb.MANDATE_GRANTED)
    assert (event.actor, event.object_id) == (mayor, str(made.pk))
    assert (event.after["confirmed_with"], event.after["instrument"]) == ("passkey", "delegation")


def test_it_begins_when_the_principal_says(mayor, deputy, office):
    made = lent(mayor, deputy, begins=in_days(2), until=in_days(5))

    assert made.pk not in valid()
    assert "your authority to sign only begins" in signing_sentence(deputy, organization_of(mayor))


@pytest.mark.parametrize(
    ("begins", "until", "why"),
    [
        (None, 30.01, "at most 30 days"),
        (10, 41, "at most 30 days"),
        (None, -1, "lies ahead"),
        (5, 4, "after the beginning"),
    ],
)
def test_b3_a_delegation_lasts_at_most_30_days_and_ends_after_it_begins(
    mayor, deputy, office, begins, until, why
):
    start = begins and in_days(begins)

    with pytest.raises(Refusal, match=why):
        lent(mayor, deputy, begins=start, until=in_days(until))


def test_a_second_one_at_the_same_time_says_until_when_the_first_lasts(mayor, deputy, office):
    first = lent(mayor, deputy)
    with pytest.raises(Refusal, match=r"may sign in your place already until .* End that first"):
        lent(mayor, deputy)

    revoked(first, mayor)
    assert lent(mayor, deputy).pk in valid()


def test_b2_nobody_but_a_principal_in_office_lends_authority(
    mayor, deputy, aide, chief, publisher, office
):
    office_for(chief)
    for actor in (deputy, aide, chief, publisher):
        with pytest.raises(Refusal, match=r"^Only the principal of"):
            lent(actor, deputy if actor != deputy else aide)


def test_b2_a_principal_does_not_lend_to_themselves_or_to_strangers(mayor, chief, office):
    for somebody in (mayor, chief):
        with pytest.raises(Refusal, match="Choose somebody who works there"):
            lent(mayor, somebody, organization_id=organization_of(mayor).pk)


def test_b1_an_observers_seat_is_lent_nothing(mayor, office):
    watcher = SeatFactory(organization=organization_of(mayor), capacity=Capacity.OBSERVER).member

    with pytest.raises(Refusal, match="Choose somebody who works there"):
        lent(mayor, watcher)


def test_b2_nobody_lends_under_what_somebody_else_confirmed(mayor, deputy, office):
    with pytest.raises(PermissionDenied):
        lent(mayor, deputy, step_up=step_up_of(deputy))


def test_b3_after_the_office_has_ended_nothing_is_lent(mayor, deputy, office):
    Mandate.objects.filter(pk=office.pk).update(valid_until=Now() - timedelta(seconds=1))

    with pytest.raises(Refusal, match=r"^Only the principal of"):
        lent(mayor, deputy)


def test_the_delegate_and_the_staff_are_told_by_mail(mayor, deputy, aide, office):
    made = lent(mayor, deputy)
    told = run(Announcement.objects.get(key=f"authority_given:{made.pk}"))

    assert [(row.recipient, row.mail is not None) for row in told] == [(deputy, True), (aide, True)]
    assert told[0].title == f"You may sign for {organization_of(mayor).short_name}"
    assert f"{mayor.name} has given this authority" in told[0].mail.text


# --- ending --------------------------------------------------------------------------------------


def test_b3_what_is_revoked_ends_at_once_with_the_reason(mayor, deputy, office):
    made = revoked(lent(mayor, deputy), mayor)

    assert valid() == {office.pk}
    assert (made.revoked_by, made.revoked_reason) == (mayor, "Back in the office.")
    event = AuditEvent.objects.get(verb=Verb.MANDATE_REVOKED)
    assert (event.actor, event.reason) == (mayor, "Back in the office.")
    sentence = signing_sentence(deputy, organization_of(mayor))
    assert f"; {mayor.name} took it back (Back in the office). {mayor.name} can." in sentence


def test_who_ends_what(mayor, deputy, aide, chief, editor, office):
    """Staff of associations anything; a principal what is lent there; its holder a delegation."""
    for actor in (chief, aide):
        with pytest.raises(Refusal, match="You cannot end this authority"):
            revoked(lent_once(mayor, deputy), actor)
    for actor in (mayor, editor, deputy):
        assert revoked(lent_once(mayor, deputy), actor).revoked_by == actor
    for actor in (mayor, deputy):
        with pytest.raises(Refusal, match="You cannot end this authority"):
            revoked(office, actor)
    assert revoked(office, editor).revoked_by == editor


def lent_once(principal: Member, to: Member) -> Mandate:
    running = Mandate.objects.valid().filter(instrument=Instrument.DELEGATION)
    return running.first() or lent(principal, to)


def test_ending_needs_a_reason_and_happens_once(mayor, deputy, office):
    made = lent(mayor, deputy)
    with pytest.raises(Refusal, match="Say in a sentence why"):
        revoked(made, mayor, "  ")
    revoked(made, mayor)

    with pytest.raises(Refusal, match="has ended already"):
        revoked(made, mayor)


def test_the_holder_and_the_staff_are_told_once(mayor, deputy, aide, office):
    made = revoked(lent(mayor, deputy), mayor)
    told = run(Announcement.objects.get(key=f"authority_ended:{made.pk}"))

    assert [row.recipient for row in told] == [deputy, aide]
    assert told[0].title == f"You may no longer sign for {organization_of(mayor).short_name}"
    assert "Back in the office." in told[0].mail.text


def test_b3_with_the_principals_seat_ends_what_they_lent_there(mayor, deputy, publisher, office):
    now, later = lent(mayor, deputy), lent(mayor, deputy, begins=in_days(8), until=in_days(9))
    end_seat(seat_id=office.seat_id, reason="Term ended.", actor=publisher)

    assert valid() == set()
    for mandate in (now, later):
        mandate.refresh_from_db()
        assert mandate.revoked_reason == (
            f"The seat or the authority of {mayor.name}, who gave this, has ended."
        )
    assert AuditEvent.objects.filter(verb=Verb.MANDATE_REVOKED).count() == 2


def test_b3_with_the_office_ends_what_was_lent_by_it(mayor, deputy, editor, office):
    lent(mayor, deputy)
    revoked(office, editor, "The term is over.")

    assert valid() == set()


def test_another_seat_of_the_principal_ends_without_harm(mayor, deputy, publisher, office):
    made = lent(mayor, deputy)
    other = SeatFactory(
        member=mayor,
        organization=organization_of(mayor),
        capacity=Capacity.STAFF,
        since=in_days(-3),
    )
    end_seat(seat_id=other.pk, reason="", actor=publisher)

    assert made.pk in valid()


def test_b3_a_delegates_seat_ends_their_authority_with_it(mayor, deputy, publisher, office):
    made = lent(mayor, deputy)
    moved(Seat.objects.filter(member=deputy), since=in_days(-2))
    end_seat(seat_id=made.seat_id, reason="", actor=publisher)

    assert valid() == {office.pk}


def test_b3_a_suspension_ends_what_the_member_lent_and_not_their_own_office(
    mayor, deputy, publisher, office
):
    running = lent(mayor, deputy)
    coming = lent(mayor, deputy, begins=in_days(8), until=in_days(9))
    suspend_member(member_id=mayor.pk, reason="Lost phone.", actor=publisher)

    assert valid() == {office.pk}
    ended = AuditEvent.objects.filter(verb=Verb.MANDATE_REVOKED, actor=publisher)
    assert {event.object_id for event in ended} == {str(running.pk), str(coming.pk)}
    event = AuditEvent.objects.get(verb=Verb.MEMBER_SUSPENDED)
    assert event.after["delegations_ended"] == 2
    [news] = run(Announcement.objects.get(key=f"authority_ended:{running.pk}"))
    assert news.recipient == deputy
    assert f"The account of {mayor.name}, who gave this, was suspended." in news.mail.text
    restore_member(member_id=mayor.pk, actor=publisher)
    assert valid() == {office.pk}


def test_b3_a_suspension_of_the_delegate_leaves_the_delegation(mayor, deputy, publisher, office):
    made = lent(mayor, deputy)
    suspend_member(member_id=deputy.pk, reason="Lost phone.", actor=publisher)

    assert valid() == {office.pk, made.pk}


def test_b2_no_row_of_delegations_reaches_further_than_30_days_from_now(mayor, deputy, office):
    lent(mayor, deputy, until=in_days(20))

    with pytest.raises(Refusal, match="ends at most 30 days from now"):
        lent(mayor, deputy, begins=in_days(21), until=in_days(31))
    assert lent(mayor, deputy, begins=in_days(21), until=in_days(29)).seat.member == deputy
