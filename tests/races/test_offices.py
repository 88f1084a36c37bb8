"""Offices and what is lent under them, given, confirmed and ended at once."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from portal.models import Mandate, Member
from portal.operations.mandates import confirm_mandates
from portal.operations.suspending import suspend_member
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from portal.vocabulary.refusals import Refusal
from tests.factories import OrganizationFactory, SeatFactory
from tests.proofs import step_up_of
from tests.races.conftest import ROUNDS
from tests.races.test_authority import deputy_of, lent, revoked
from tests.races.test_signing import staggered
from tests.statements.signing_data import delegated, mandate_for, signer

pytestmark = pytest.mark.usefixtures("cloned_database")


def publisher() -> Member:
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    return SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member


def test_b3_suspended_while_they_lend_authority_nothing_that_was_lent_goes_on(at_once):
    staff, won = publisher(), set()
    for number in range(ROUNDS):
        ana = signer()
        seat = deputy_of(ana).current_seats[0]
        pair = staggered(
            lambda: lent(ana, seat),  # noqa: B023 - run at once
            lambda: suspend_member(member_id=ana.pk, reason="A lost phone.", actor=staff),  # noqa: B023 - run at once
            number,
        )
        made, ended = at_once(*pair)

        assert (type(ended), type(made) in {Mandate, Refusal}) == (Member, True)
        lasting = Mandate.objects.valid().filter(instrument=Instrument.DELEGATION)
        assert not lasting.filter(granted_by=ana).exists()
        won.add(type(made))

    assert won == {Mandate, Refusal}


def test_an_office_is_ended_and_confirmed_at_once_and_neither_waits_for_the_other(at_once):
    """What an office takes along may have been entered before it."""
    staff, other = publisher(), publisher()
    for number in range(ROUNDS):
        ana = signer()
        first = Mandate.objects.get(seat__member=ana)
        lent_before = delegated(deputy_of(ana), by=ana)
        office = mandate_for(ana, confirmed_by=None, confirmed_at=None)
        Mandate.objects.filter(pk=first.pk).update(valid_until=Now() - timedelta(seconds=1))
        ticked = [office.pk, lent_before.pk]
        pair = staggered(
            lambda: revoked(office, staff),  # noqa: B023 - run at once
            lambda: confirm_mandates(mandate_ids=ticked, actor=other, step_up=step_up_of(other)),  # noqa: B023 - run at once
            number,
        )

        assert [type(result) for result in at_once(*pair)] == [Mandate, Refusal]
        assert not Mandate.objects.valid().filter(seat__organization=first.seat.organization)
