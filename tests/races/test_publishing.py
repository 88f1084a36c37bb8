"""Publishing against publishing and against leaving: one after the other, never mixed."""

import pytest
from django.db.models import F

from portal.models import Member
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from statements.models import ListedSignature, Publication, Signature, Statement
from statements.operations.lifecycle import clear_statement
from statements.operations.publishing import publish_statement
from statements.operations.signing import withdraw_signature
from statements.vocabulary.signing import SignatoryOrder
from tests.factories import SeatFactory
from tests.proofs import step_up_of
from tests.races.conftest import ROUNDS
from tests.races.test_signing import asked, staggered
from tests.statements.signing_data import newest, sign, signer

pytestmark = pytest.mark.usefixtures("cloned_database")


def publisher_of(statement: Statement) -> Member:
    seat = SeatFactory(organization=statement.issuers.get(), capacity=Capacity.PUBLISHER)
    return seat.member


def cleared() -> tuple[Statement, Member, Member]:
    """A statement that may go out, and two who may press the button."""
    statement = asked()
    first, second = publisher_of(statement), publisher_of(statement)
    text = newest(statement).pk
    clear_statement(
        statement_id=statement.pk, revision_id=text, actor=first, step_up=step_up_of(first)
    )
    return statement, first, second


def publish(statement: Statement, actor: Member) -> Publication:
    return publish_statement(
        statement_id=statement.pk,
        release_at=None,
        order=SignatoryOrder.LEADERS,
        actor=actor,
        step_up=step_up_of(actor),
    )


@pytest.mark.trust("B14")
def test_two_publishers_make_one_publication(at_once):
    won = set()
    for number in range(ROUNDS):
        statement, *pressing = cleared()
        one, other = pressing
        pair = staggered(
            lambda: publish(statement, one),  # noqa: B023 - run at once
            lambda: publish(statement, other),  # noqa: B023 - run at once
            number,
        )
        results = at_once(*pair)

        assert sorted(type(result).__name__ for result in results) == ["Publication", "Refusal"]
        assert Publication.objects.standing().filter(statement=statement).count() == 1
        won.add(type(results[0]))

    assert won == {Publication, Refusal}


@pytest.mark.trust("B14")
def test_whoever_leaves_while_it_is_published_is_never_listed_in_a_release(at_once):
    ana, won = signer(), set()
    for number in range(ROUNDS):
        statement, actor, _ = cleared()
        signature = sign(statement, ana)
        pair = staggered(
            lambda: publish(statement, actor),  # noqa: B023 - run at once
            lambda: withdraw_signature(signature_id=signature.pk, reason="Doubts.", actor=ana),  # noqa: B023 - run at once
            number,
        )
        published, withdrawn = at_once(*pair)

        assert (type(published), type(withdrawn)) == (Publication, Signature)
        listed = ListedSignature.objects.filter(publication=published)
        held = Publication.objects.filter(pk=published.pk, held_at__isnull=False).exists()
        assert listed.exists() is held
        won.add(held)

    gone = {"signature__ended_at__isnull": False, "publication__held_at__isnull": True}
    assert (
        not ListedSignature.objects.filter(**gone)
        .exclude(signature__ended_at__gt=F("publication__release_at"))
        .exists()
    )
    assert won == {True, False}
