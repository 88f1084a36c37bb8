"""Two who change who is who at the same moment: an association never loses its last publisher."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from portal.models import Member, Seat
from portal.operations.seats import end_seat
from portal.operations.suspending import suspend_member
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal
from tests.factories import OrganizationFactory, SeatFactory
from tests.races.conftest import ROUNDS
from tests.seats import moved

pytestmark = [pytest.mark.usefixtures("cloned_database"), pytest.mark.trust("A10")]


def ending(seat: Seat, actor: Member) -> Callable[[], object]:
    return lambda: end_seat(seat_id=seat.pk, reason="", actor=actor)


def suspending(seat: Seat, actor: Member) -> Callable[[], object]:
    return lambda: suspend_member(member_id=seat.member_id, reason="-", actor=actor)


@pytest.mark.parametrize("first_does", [ending, suspending])
@pytest.mark.parametrize("second_does", [ending, suspending])
def test_two_publishers_who_end_one_another_do_not_both_succeed(at_once, first_does, second_does):
    for _ in range(ROUNDS):
        association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
        one, two = (
            SeatFactory(organization=association, capacity=Capacity.PUBLISHER) for _ in range(2)
        )
        moved(Seat.objects.all(), since=Now() - timedelta(days=1))
        results = at_once(first_does(one, two.member), second_does(two, one.member))

        assert [type(result) for result in results if isinstance(result, Exception)] == [Refusal]
        left = Seat.objects.current().filter(organization=association, member__is_active=True)
        assert left.count() == 1
