"""Who is told on an organization's page what it has signed, before the release and after it."""

import pytest

from portal.models import Member, Organization
from statements.contributions import statements_of
from statements.models import Signature, Statement
from statements.operations.signing import withdraw_signature
from tests.factories import OrganizationFactory, SeatFactory
from tests.statements.signing_data import (
    ago,
    ahead,
    editor_of,
    joint_statement,
    open_sign_on,
    organization_of,
    publish,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db: None) -> Member:
    return signer()


@pytest.fixture
def statement(db: None) -> Statement:
    """Open for signing, and sent to the association's staff."""
    found = joint_statement()
    Statement.objects.filter(pk=found.pk).update(handed_over_at=ago(days=1))
    open_sign_on(found)
    return found


@pytest.fixture
def signature(statement: Statement, ana: Member) -> Signature:
    return sign(statement, ana)


def told(member: Member, organization: Organization) -> list[tuple[str, str]]:
    seen = Member.objects.get(pk=member.pk)
    panel = statements_of(seen, Organization.objects.get(pk=organization.pk))
    return [(row.url, row.state_label) for row in panel.rows]


def readers(statement: Statement, ana: Member) -> list[Member]:
    """Its own people, the issuer's staff, another who is asked, and staff of another body."""
    other = SeatFactory(organization=OrganizationFactory(kind="association"), capacity="publisher")
    return [ana, editor_of(statement), signer("Ben Example"), other.member]


def test_before_the_release_only_the_organization_and_the_issuers_are_told(
    statement, ana, signature
):
    here = (f"/statements/{statement.ref}/", "Not released yet")
    found = [told(member, organization_of(ana)) for member in readers(statement, ana)]

    assert found == [[here], [here], [], []]


def test_afterwards_everybody_is(statement, ana, signature):
    publish(statement, signature)
    found = [told(member, organization_of(ana)) for member in readers(statement, ana)]

    assert found == [[(f"/statements/{statement.ref}/", "")]] * 4


@pytest.mark.parametrize("facts", [{"built_at": None}, {"held_at": ago()}, {"undone_at": ago()}])
def test_a_release_that_does_not_go_out_tells_nobody(facts, statement, ana, signature):
    publish(statement, signature, **facts)

    assert told(signer("Ben Example"), organization_of(ana)) == []


def test_a_release_to_come_tells_nobody(statement, ana, signature):
    publish(statement, signature, release_at=ahead(hours=1))

    assert told(signer("Ben Example"), organization_of(ana)) == []


def test_who_signed_after_the_release_is_told(statement, ana, signature):
    publish(statement)

    here = (f"/statements/{statement.ref}/", "")
    assert told(signer("Ben Example"), organization_of(ana)) == [here]


def test_what_became_of_it_afterwards_is_told(statement, ana, signature):
    publish(statement, signature)
    withdraw_signature(signature_id=signature.pk, reason="We changed our mind.", actor=ana)

    here = (f"/statements/{statement.ref}/", "Signature ended")
    assert told(signer("Ben Example"), organization_of(ana)) == [here]


def test_a_statement_that_was_withdrawn_is_told_as_such(statement, ana, signature):
    explained = {"withdrawn_at": ago(), "withdrawn_by": ana, "withdrawal_explanation": "An error."}
    publish(statement, signature, **explained)

    here = (f"/statements/{statement.ref}/", "Statement withdrawn")
    assert told(ana, organization_of(ana)) == [here]


def test_a_signature_that_ended_before_the_release_is_told_to_nobody(statement, ana, signature):
    withdraw_signature(signature_id=signature.pk, reason="We changed our mind.", actor=ana)

    found = [told(member, organization_of(ana)) for member in readers(statement, ana)]
    assert found == [[], [], [], []]
