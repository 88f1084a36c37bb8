"""Somebody is suspended while they sign, clear, or a letter of theirs is recorded."""

import pytest

from portal.models import AuditEvent, Member, Seat
from portal.operations.seats import end_seat
from portal.operations.suspending import suspend_member
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal
from statements.models import Clearance, Signature
from statements.operations.lifecycle import clear_statement
from tests.factories import OrganizationFactory, SeatFactory
from tests.proofs import step_up_of
from tests.races.conftest import ROUNDS
from tests.races.test_signing import asked, staggered
from tests.statements.publishing_data import frozen_statement
from tests.statements.recording_data import recorded
from tests.statements.signing_data import editor_of, sign, signer

pytestmark = pytest.mark.usefixtures("cloned_database")

BUSY = 0.3
"""Seconds that recording a letter may take until it has come to its locks."""


def publisher() -> Member:
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    return SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member


def suspended(member: Member, actor: Member) -> Member:
    return suspend_member(member_id=member.pk, reason="A lost phone.", actor=actor)


@pytest.mark.trust("B1")
@pytest.mark.parametrize("how", ["signed", "recorded"])
def test_b1_suspended_and_bound_at_once_no_signature_is_younger_than_the_suspension(how, at_once):
    staff, won = publisher(), set()
    for number in range(ROUNDS):
        statement, ana = asked(), signer()
        editor = editor_of(statement)
        bound = {
            "signed": lambda: sign(statement, ana),  # noqa: B023 - run at once
            "recorded": lambda: recorded(statement, ana, editor),  # noqa: B023 - run at once
        }[how]
        pair = staggered(bound, lambda: suspended(ana, staff), number, most=BUSY)  # noqa: B023 - run at once
        signed, ended = at_once(*pair)

        assert (type(ended), type(signed) in {Signature, Refusal}) == (Member, True)
        entry = AuditEvent.objects.get(verb=Verb.MEMBER_SUSPENDED, object_id=str(ana.pk))
        found = Signature.objects.filter(statement=statement)
        assert [row.signed_at < entry.at for row in found] == [True] * found.count()
        assert found.exists() == (type(signed) is Signature)
        won.add(type(signed))

    assert won == {Signature, Refusal}


def test_b3_a_publishers_seat_ends_while_they_clear_and_nothing_is_cleared_after_its_end(at_once):
    won = set()
    for number in range(ROUNDS):
        staff, other = publisher(), publisher()
        seat = staff.seats.get()
        SeatFactory(organization=seat.organization, capacity=Capacity.PUBLISHER)
        colleague = SeatFactory(organization=seat.organization, capacity=Capacity.PUBLISHER).member
        statement = frozen_statement([staff, other])
        text = statement.revisions.latest("number").pk
        pair = staggered(
            lambda: clear_statement(
                statement_id=statement.pk,  # noqa: B023 - run at once
                revision_id=text,  # noqa: B023 - run at once
                actor=staff,  # noqa: B023 - run at once
                step_up=step_up_of(staff),  # noqa: B023 - run at once
            ),
            lambda: end_seat(seat_id=seat.pk, reason="Left.", actor=colleague),  # noqa: B023 - run at once
            number,
        )
        cleared, ended = at_once(*pair)

        assert (type(ended), type(cleared) in {Clearance, Refusal}) == (Seat, True)
        found = Clearance.objects.filter(statement=statement)
        assert [row.cleared_at < ended.until for row in found] == [True] * found.count()
        assert found.exists() == (type(cleared) is Clearance)
        won.add(type(cleared))

    assert won == {Clearance, Refusal}
