"""Every row of the lifecycle table for every role in every state; then what each step needs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Announcement, AuditEvent, Member, Organization
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal
from statements.lifecycle import STEPS
from statements.models import Clearance, SignOn, Statement
from statements.operations import lifecycle
from statements.operations.importing import Origin, import_statement
from statements.operations.lifecycle import SignOnTerms, take_step
from statements.queries.progress import progress_of
from statements.vocabulary.states import StatementState
from tests.factories import OrganizationFactory, SeatFactory
from tests.portal.samples import RELEASE
from tests.proofs import step_up_of

pytestmark = pytest.mark.django_db
ROLES = ("publisher", "editor", "mayor", "aide", "chief", "observer", "liaison", "nobody_yet")
STATES = [state for state in StatementState if state != StatementState.PUBLISHED]
MAY = {
    "statements.edit": {"publisher", "editor"},
    "statements.publish": {"publisher"},
}
"""Who holds each permission once the draft was sent to staff."""


@pytest.fixture
def other_publisher(db: None) -> Member:
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    return SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member


@pytest.fixture
def statement(mayor, publisher, other_publisher) -> Statement:
    """A city's draft that two associations issue, sent to their staff."""
    issuers = [member.current_seats[0].organization for member in (publisher, other_publisher)]
    city = mayor.current_seats[0].organization
    origin = Origin(file_name="a.txt", organization=city, issuers=issuers, actor=None)
    made = import_statement(text=RELEASE, origin=origin)
    Statement.objects.update(handed_over_at=Now())
    return Statement.objects.get(pk=made.pk)


def in_state(statement: Statement, state: str) -> Statement:
    Statement.objects.filter(pk=statement.pk).update(state=state)
    return Statement.objects.get(pk=statement.pk)


def terms(**changes: object) -> SignOnTerms:
    values = {"deadline_at": timezone.now() + timedelta(hours=48), "deadline_zone": "UTC"}
    return SignOnTerms(**{**values, **changes})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", STEPS)
@pytest.mark.trust("B15")
def test_a_step_is_for_its_holders_from_its_sources_only(statement, request, name, role):
    step, actor = STEPS[name], request.getfixturevalue(role)
    taken = []
    for state in STATES:
        current = in_state(statement, state)
        try:
            take_step(statement=current, name=name, actor=actor)
        except Refusal:
            continue
        taken.append(state)
        assert Statement.objects.get(pk=statement.pk).state == step.target

    allowed = role in MAY[step.permission]
    assert taken == ([state for state in STATES if state in step.sources] if allowed else [])


def test_a_draft_is_its_organizations_until_it_is_sent_to_staff(statement, mayor, publisher):
    Statement.objects.update(handed_over_at=None)
    fresh = Statement.objects.get()

    assert (
        mayor.has_perm("statements.draft", fresh),
        publisher.has_perm("statements.draft", fresh),
    ) == (True, False)
    with pytest.raises(Refusal):
        lifecycle.hand_over(statement_id=fresh.pk, actor=publisher)
    sent = lifecycle.hand_over(statement_id=fresh.pk, actor=mayor)
    assert (
        mayor.has_perm("statements.draft", sent),
        publisher.has_perm("statements.draft", sent),
    ) == (False, True)


def test_a_step_is_on_record(statement, publisher):
    lifecycle.freeze(statement_id=statement.pk, actor=publisher)

    entry = AuditEvent.objects.filter(verb=Verb.STATEMENT_STEPPED).get()
    assert (entry.before, entry.after) == (
        {"state": "drafting"},
        {"state": "frozen", "step": "freeze"},
    )


def test_sign_on_opens_after_a_minute_and_can_be_undone_until_then(statement, publisher):
    in_state(statement, StatementState.FROZEN)
    sign_on = lifecycle.open_sign_on(statement_id=statement.pk, terms=terms(), actor=publisher)

    assert SignOn.objects.filter(opens_at__gt=Now() + timedelta(seconds=55)).exists()
    assert progress_of(Statement.objects.get()).is_opening is True
    lifecycle.undo_sign_on(statement_id=statement.pk, actor=publisher)
    sign_on.refresh_from_db()
    assert (sign_on.opens_at, Statement.objects.get().state) == (None, StatementState.FROZEN)


def test_an_open_sign_on_cannot_be_undone(statement, publisher):
    in_state(statement, StatementState.FROZEN)
    lifecycle.open_sign_on(statement_id=statement.pk, terms=terms(), actor=publisher)
    SignOn.objects.update(opens_at=Now() - timedelta(seconds=1))

    with pytest.raises(Refusal, match="open already"):
        lifecycle.undo_sign_on(statement_id=statement.pk, actor=publisher)


def test_a_deadline_in_the_past_is_refused(statement, publisher):
    in_state(statement, StatementState.FROZEN)
    past = terms(deadline_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(Refusal, match="passed already"):
        lifecycle.open_sign_on(statement_id=statement.pk, terms=past, actor=publisher)


def test_a_deadline_is_judged_by_the_databases_clock(statement, publisher, monkeypatch):
    in_state(statement, StatementState.FROZEN)
    soon = terms(deadline_at=timezone.now() + timedelta(hours=1))
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=3))

    lifecycle.open_sign_on(statement_id=statement.pk, terms=soon, actor=publisher)
    assert SignOn.objects.get().deadline_at == soon.deadline_at


def test_a_deadline_moves_only_later(statement, publisher):
    in_state(statement, StatementState.FROZEN)
    sign_on = lifecycle.open_sign_on(statement_id=statement.pk, terms=terms(), actor=publisher)
    later = sign_on.deadline_at + timedelta(hours=1)
    lifecycle.move_deadline(statement_id=statement.pk, deadline_at=later, actor=publisher)

    sign_on.refresh_from_db()
    assert sign_on.deadline_at == later
    with pytest.raises(Refusal, match="later"):
        lifecycle.move_deadline(
            statement_id=statement.pk, deadline_at=later - timedelta(hours=2), actor=publisher
        )


def cleared(statement: Statement, actor: Member) -> Clearance:
    text = statement.revisions.latest("number").pk
    return lifecycle.clear_statement(
        statement_id=statement.pk, revision_id=text, actor=actor, step_up=step_up_of(actor)
    )


def test_each_issuing_association_clears_for_itself(statement, publisher, other_publisher):
    in_state(statement, StatementState.FROZEN)
    first, second = cleared(statement, publisher), cleared(statement, other_publisher)

    assert first.organization != second.organization
    assert progress_of(Statement.objects.get()).uncleared == []


def test_clearing_twice_is_clearing_once(statement, publisher):
    in_state(statement, StatementState.FROZEN)

    assert cleared(statement, publisher) == cleared(statement, publisher)
    assert Announcement.objects.filter(kind="cleared").count() == 1


def test_another_text_than_the_one_shown_is_not_cleared(statement, publisher):
    in_state(statement, StatementState.FROZEN)

    with pytest.raises(Refusal, match="has changed"):
        lifecycle.clear_statement(
            statement_id=statement.pk,
            revision_id=statement.revisions.latest("number").pk + 1,
            actor=publisher,
            step_up=step_up_of(publisher),
        )


@pytest.mark.parametrize("role", ["editor", "mayor", "chief", "observer"])
def test_only_an_issuers_publisher_clears(statement, request, role):
    in_state(statement, StatementState.FROZEN)

    with pytest.raises(Refusal, match="Only a publisher"):
        cleared(statement, request.getfixturevalue(role))


def test_a_draft_cannot_be_cleared(statement, publisher):
    with pytest.raises(Refusal, match="Freeze it first"):
        cleared(statement, publisher)


def test_giving_up_needs_a_sentence(statement, publisher):
    with pytest.raises(Refusal, match="in a sentence"):
        lifecycle.abandon(statement_id=statement.pk, reason=" ", actor=publisher)
    lifecycle.abandon(statement_id=statement.pk, reason="Overtaken by events.", actor=publisher)

    assert Statement.objects.get().state == StatementState.ABANDONED


def test_the_staff_page_asks_the_same_for_3_and_for_30_signers(statement, publisher, signed_in):
    in_state(statement, StatementState.FROZEN)
    lifecycle.open_sign_on(statement_id=statement.pk, terms=terms(), actor=publisher)
    client, address = signed_in(publisher), f"/statements/{statement.ref}/staff/"

    def queries(more: int) -> int:
        OrganizationFactory.create_batch(more)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    client.get(address)
    assert queries(3) == queries(27)
    assert Organization.objects.count() >= 30
