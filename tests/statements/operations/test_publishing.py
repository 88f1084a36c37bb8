"""Scheduling, undoing, holding and withdrawing a release; what it freezes stays frozen."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from portal.jobs import claim
from portal.models import AuditEvent, Job, Member
from portal.vocabulary.audit import Verb
from portal.vocabulary.jobs import JobState
from portal.vocabulary.refusals import Refusal
from statements.models import Publication, PublicationFile, SignOn, Statement
from statements.operations.building import make_publication
from statements.operations.publishing import (
    clear_and_publish,
    publish_statement,
    undo_publication,
    withdraw_publication,
)
from statements.queries.publishing import is_out
from statements.vocabulary.signing import SignatoryOrder
from statements.vocabulary.states import StatementState
from tests.proofs import step_up_of
from tests.statements.publishing_data import (
    ask_everybody,
    association_of,
    build,
    clear,
    frozen_statement,
    let_come,
    published,
    publishers,
    rebuilt,
    scheduled,
    signed_by,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


@pytest.fixture
def statement(staff) -> Statement:
    """Frozen and cleared by both."""
    made = frozen_statement(staff)
    clear(made, staff)
    return made


def publish(statement: Statement, actor: Member, **changes: object) -> Publication:
    given = {"release_at": None, "order": SignatoryOrder.LEADERS, **changes}
    return publish_statement(
        statement_id=statement.pk, actor=actor, step_up=step_up_of(actor), **given
    )


def state_of(statement: Statement) -> str:
    return Statement.objects.get(pk=statement.pk).state


def names(publication: Publication) -> list[str]:
    return [entry["name"] for entry in publication.snapshot["signatories"]["list"]]


def test_it_goes_out_sixty_seconds_later(statement, staff):
    publication = publish(statement, staff[0])

    assert state_of(statement) == StatementState.SCHEDULED
    ahead = Publication.objects.filter(
        release_at__gt=Now() + timedelta(seconds=58), release_at__lte=Now() + timedelta(seconds=60)
    )
    assert list(ahead) == [publication]
    assert AuditEvent.objects.filter(verb=Verb.PUBLICATION_SCHEDULED).count() == 1


def test_or_at_a_chosen_instant(statement, staff):
    instant = datetime(2099, 11, 1, 14, 0, tzinfo=UTC)

    assert publish(statement, staff[0], release_at=instant).release_at == instant


def test_an_instant_that_has_passed_is_refused(statement, staff):
    with pytest.raises(Refusal, match="passed"):
        publish(statement, staff[0], release_at=timezone.now() - timedelta(seconds=1))
    assert state_of(statement) == StatementState.FROZEN


def test_the_embargo_that_the_text_names_is_kept(statement, staff):
    Statement.objects.update(embargo_until=Now() + timedelta(hours=1))

    with pytest.raises(Refusal, match="embargoed until a later time"):
        publish(statement, staff[0])


@pytest.mark.trust("B15")
def test_every_issuing_association_has_to_clear_first(staff):
    statement = frozen_statement(staff)
    clear(statement, staff[:1])
    name = association_of(staff[1]).name

    with pytest.raises(Refusal) as refused:
        publish(statement, staff[0])
    assert str(refused.value) == (
        f"{name} has not cleared this text yet. Ask its publisher to clear it."
    )


def test_the_last_to_clear_may_publish_in_the_same_step(staff):
    statement = frozen_statement(staff)
    clear(statement, staff[:1])
    text = statement.revisions.latest("number")
    order = SignatoryOrder.LEADERS

    publication = clear_and_publish(
        statement_id=statement.pk,
        revision_id=text.pk,
        release_at=None,
        order=order,
        actor=staff[1],
        step_up=step_up_of(staff[1]),
    )
    assert (publication.digest, state_of(statement)) == (text.digest, StatementState.SCHEDULED)


def test_what_is_cleared_with_the_release_is_the_text_that_was_shown(staff):
    statement = frozen_statement(staff)
    clear(statement, staff[:1])

    with pytest.raises(Refusal, match="has changed"):
        clear_and_publish(
            statement_id=statement.pk, revision_id=0, release_at=None, order="place",
            actor=staff[1], step_up=step_up_of(staff[1]),
        )  # fmt: skip


@pytest.mark.parametrize("role", ["editor", "mayor", "aide", "chief", "observer", "liaison"])
def test_only_an_issuers_publisher_publishes(statement, request, role):
    with pytest.raises(Refusal, match="staff of the issuing associations"):
        publish(statement, request.getfixturevalue(role))


def test_it_is_published_once(statement, staff):
    publish(statement, staff[0])

    with pytest.raises(Refusal, match="Freeze the text first"):
        publish(statement, staff[1])
    assert Publication.objects.count() == 1


def test_sign_on_that_is_about_to_open_stops_it(staff):
    statement = frozen_statement(staff)
    ask_everybody(statement)
    clear(statement, staff)
    SignOn.objects.update(opens_at=Now() + timedelta(seconds=50))

    with pytest.raises(Refusal, match="less than a minute"):
        publish(statement, staff[0])


@pytest.fixture
def signing(staff) -> Statement:
    made = frozen_statement(staff)
    ask_everybody(made)
    return made


# --- building ------------------------------------------------------------------------------------


def test_all_files_are_built_before_the_instant(statement, staff):
    publication = scheduled(statement, staff[0])

    assert [file.format for file in publication.files.all()] == ["json", "pdf", "txt"]
    assert (publication.built_at is not None, is_out(publication)) == (True, False)
    assert Job.objects.get(pk=publication.job_id).state == JobState.DONE


def test_a_worker_that_lost_its_job_leaves_no_file(statement, staff, files):
    publication = publish(statement, staff[0])
    late = claim(publication.job_id)
    Job.objects.filter(pk=publication.job_id).update(lease_until=Now() - timedelta(seconds=1))
    build(publication)
    make_publication(late)

    stored = {path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file()}
    assert stored == set(PublicationFile.objects.values_list("path", flat=True))


def test_what_was_undone_is_not_built(statement, staff):
    publication = publish(statement, staff[0])
    undo_publication(statement_id=statement.pk, actor=staff[0])

    assert build(publication).built_at is None
    assert PublicationFile.objects.count() == 0


# --- undo, hold, withdraw ------------------------------------------------------------------------


def test_undo_until_the_instant(statement, staff):
    publication = scheduled(statement, staff[0])
    undo_publication(statement_id=statement.pk, actor=staff[1])

    publication.refresh_from_db()
    assert publication.undone_at is not None
    assert state_of(statement) == StatementState.FROZEN
    assert publish(statement, staff[1]).pk != publication.pk


@pytest.mark.trust("D1")
def test_afterwards_only_withdrawal_is_left(staff):
    publication = published(staff)

    with pytest.raises(Refusal, match="It is published; only withdrawal is left"):
        undo_publication(statement_id=publication.statement_id, actor=staff[0])


def test_the_instant_needs_nobody(statement, staff):
    soon = timezone.now() + timedelta(seconds=1.5)
    publication = build(publish(statement, staff[0], release_at=soon))
    before = is_out(publication)
    time.sleep(1.7)

    assert (before, is_out(publication)) == (False, True)


def hold(publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(
        held_at=Now(), held_reason="Somebody took a signature back."
    )


def test_what_is_held_does_not_go_out(statement, staff):
    publication = scheduled(statement, staff[0])
    hold(publication)
    let_come(publication)

    assert is_out(publication) is False


def test_a_held_release_is_built_anew_from_what_stands(signing, staff):
    kept, gone = signed_by(signing, 2)
    clear(signing, staff)
    at = timezone.now() + timedelta(hours=3)
    held = build(publish(signing, staff[0], release_at=at, order=SignatoryOrder.PLACE))
    kept.__class__.objects.filter(pk=gone.pk).update(ended_at=Now(), ended_as="withdrawn")
    hold(held)

    anew = rebuilt(signing, staff[1])
    held.refresh_from_db()
    assert (names(anew), anew.release_at, anew.signatory_order, held.undone_at is not None) == (
        [kept.printed_name], held.release_at, SignatoryOrder.PLACE, True,
    )  # fmt: skip


def test_a_release_that_nothing_holds_is_not_built_anew(statement, staff):
    scheduled(statement, staff[0])

    with pytest.raises(Refusal, match="Nothing holds this release"):
        rebuilt(statement, staff[0])


def test_withdrawing_says_why_and_keeps_what_was_published(staff):
    publication = published(staff)
    before = {file.format: file.sha256 for file in publication.files.all()}
    withdraw_publication(
        statement_id=publication.statement_id, explanation="A figure was wrong.", actor=staff[1]
    )

    publication.refresh_from_db()
    assert (publication.withdrawal_explanation, is_out(publication)) == (
        "A figure was wrong.", True,
    )  # fmt: skip
    assert {file.format: file.sha256 for file in publication.files.all()} == before
    assert state_of(publication.statement) == StatementState.WITHDRAWN


def test_withdrawing_needs_an_explanation_and_a_release(statement, staff):
    with pytest.raises(Refusal, match="Say in a sentence"):
        withdraw_publication(statement_id=statement.pk, explanation=" ", actor=staff[0])
    scheduled(statement, staff[0])
    with pytest.raises(Refusal, match="Undo the release instead"):
        withdraw_publication(statement_id=statement.pk, explanation="Wrong.", actor=staff[0])
