"""Whoever acts is read anew once the statement is held: as they stand then, not as they came."""

import pytest
from django.db.models.functions import Now

from portal.models import Member
from portal.operations.suspending import suspend_member
from portal.vocabulary.refusals import Refusal
from statements.models import Clearance, Signature
from statements.operations.lifecycle import freeze, hand_over, move_deadline, reopen
from statements.queries.recording import holders_of_authority
from tests.factories import SeatFactory
from tests.seats import moved
from tests.statements.publishing_data import ask_everybody, clear, frozen_statement, publishers
from tests.statements.recording_data import recorded
from tests.statements.signing_data import (
    ago,
    ahead,
    editor_of,
    joint_statement,
    organization_of,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


def as_they_came(member: Member) -> Member:
    """With the seats that they held when their request began."""
    held = Member.objects.get(pk=member.pk)
    assert held.current_seats
    return held


def leaves(member: Member) -> None:
    moved(member.seats.all(), since=ago(days=2), until=Now())


# --- who is suspended -------------------------------------------------------------------------


@pytest.mark.trust("B1")
def test_b1_who_is_suspended_meanwhile_signs_nothing(statement, ana, publisher):
    held = as_they_came(ana)
    suspend_member(member_id=ana.pk, reason="A lost phone.", actor=publisher)

    with pytest.raises(Refusal, match=r"^Your account was closed"):
        sign(statement, held)
    assert Signature.objects.count() == 0


@pytest.mark.trust("B1")
def test_b9_no_letter_is_recorded_of_who_could_not_say_that_it_is_not_theirs(
    statement, ana, publisher
):
    suspend_member(member_id=ana.pk, reason="A lost phone.", actor=publisher)

    assert holders_of_authority(organization_of(ana)) == []
    with pytest.raises(Refusal, match=r"^Ana Example is suspended here"):
        recorded(statement, ana, editor_of(statement))
    assert Signature.objects.count() == 0


def test_what_was_signed_before_a_suspension_stands(statement, ana, publisher):
    sign(statement, ana)
    suspend_member(member_id=ana.pk, reason="A lost phone.", actor=publisher)

    assert Signature.objects.get().ended_at is None


# --- whose seat has ended ---------------------------------------------------------------------


def test_b3_who_has_left_meanwhile_clears_nothing():
    two = publishers()
    statement = frozen_statement(two)
    held = as_they_came(two[1])
    leaves(two[1])

    with pytest.raises(Refusal, match=r"^Only a publisher of an issuing association"):
        clear(statement, [held])
    assert Clearance.objects.count() == 0


def test_b3_who_has_left_meanwhile_takes_no_step():
    [publisher] = publishers(1)
    statement = frozen_statement([publisher])
    held = as_they_came(publisher)
    leaves(publisher)

    with pytest.raises(Refusal, match="this is for the staff of the issuing associations"):
        reopen(statement_id=statement.pk, actor=held)
    ask_everybody(statement)
    with pytest.raises(Refusal, match=r"^Only publishers of the issuing associations move"):
        move_deadline(statement_id=statement.pk, deadline_at=ahead(days=9), actor=held)


def test_b3_who_is_suspended_meanwhile_takes_no_step():
    two = publishers()
    statement = frozen_statement(two)
    Member.objects.filter(pk=two[0].pk).update(is_active=False)

    for step in (reopen, freeze):
        with pytest.raises(Refusal, match=r"^Your account was closed"):
            step(statement_id=statement.pk, actor=two[0])


def test_b9_who_has_left_the_staff_meanwhile_records_nothing(statement, ana):
    staff = as_they_came(editor_of(statement))
    leaves(staff)

    with pytest.raises(Refusal, match=r"^Signatures from letters are recorded by the staff"):
        recorded(statement, ana, staff)
    assert Signature.objects.count() == 0


def test_who_has_left_the_drafters_meanwhile_hands_nothing_over():
    made = joint_statement()
    made.__class__.objects.filter(pk=made.pk).update(handed_over_at=None)
    drafter = as_they_came(SeatFactory(organization=made.organization, capacity="editor").member)
    leaves(drafter)

    with pytest.raises(Refusal, match=r"^Only people of the drafting organization"):
        hand_over(statement_id=made.pk, actor=drafter)


def test_nobody_of_another_city_is_named_by_the_refusal_of_a_letter(statement, ana):
    with pytest.raises(Refusal, match=r"^Who signed the letter holds no authority"):
        recorded(statement, ana, editor_of(statement), seat_id=signer().current_seats[0].pk)
