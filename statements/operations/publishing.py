"""Scheduling a release, undoing it while it has not come, withdrawing it afterwards.

Whatever decides is read after the statement's row is locked, by the database's clock. The instant
itself needs nobody: a release is visible when it is built, nothing holds it, and its time has come.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.jobs import enqueue
from portal.models import Member
from portal.notify import announce
from portal.operations.step_up import StepUp, require_own
from portal.queries.clock import database_now
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.documents.ordering import in_order
from statements.documents.publication import Release, release_snapshot
from statements.lifecycle import UNDO_SECONDS
from statements.models import ListedSignature, Publication, Statement
from statements.operations.lifecycle import clear_statement, locked, newest_revision, take_step
from statements.queries.about import about_texts
from statements.queries.publishing import (
    is_out,
    leading_signatures,
    release_holds,
    release_obstacles,
    signatures_for_release,
    standing_publication,
)
from statements.queries.unconfirmed import unconfirmed_offices, why_unconfirmed
from statements.vocabulary.signing import SignatoryOrder

PUBLICATION_JOB = "publication"
OUT = "It is published; only withdrawal is left."


@transaction.atomic
def publish_statement(
    *,
    statement_id: int,
    release_at: datetime | None,
    order: str,
    actor: Member,
    step_up: StepUp,
) -> Publication:
    """Freezes text and signatories and schedules their release; without an instant in a minute.

    The files are built at once, so that the release needs no worker.
    """
    require_own(step_up, actor=actor)
    return _schedule(
        statement_id=statement_id,
        release_at=release_at,
        order=order,
        actor=actor,
        facts=step_up.facts,
    )


@transaction.atomic
def clear_and_publish(
    *,
    statement_id: int,
    revision_id: int,
    release_at: datetime | None,
    order: str,
    actor: Member,
    step_up: StepUp,
) -> Publication:
    """The last association to clear the text shown may publish it under the same confirmation."""
    clear_statement(
        statement_id=statement_id, revision_id=revision_id, actor=actor, step_up=step_up
    )
    return publish_statement(
        statement_id=statement_id,
        release_at=release_at,
        order=order,
        actor=actor,
        step_up=step_up,
    )


def _schedule(
    *,
    statement_id: int,
    release_at: datetime | None,
    order: str,
    actor: Member,
    facts: dict[str, str],
) -> Publication:
    statement = locked(statement_id)
    revision = newest_revision(statement)
    if obstacles := release_obstacles(statement, revision):
        raise Refusal(" ".join(obstacles))
    take_step(statement=statement, name="publish", actor=actor)
    release = _release(statement, release_at, order)
    publication = Publication.objects.create(
        statement=statement,
        revision=revision,
        digest=revision.digest,
        snapshot=release_snapshot(statement, revision, release),
        signatory_order=order,
        release_at=release.release_at,
        scheduled_by=actor,
        job=enqueue(PUBLICATION_JOB),
    )
    ListedSignature.objects.bulk_create(
        ListedSignature(publication=publication, signature=signature, position=position)
        for position, signature in enumerate(release.signatures)
    )
    record(
        Verb.PUBLICATION_SCHEDULED,
        actor=actor,
        subject=statement,
        after={
            "publication": publication.pk,
            "release_at": release.release_at.isoformat(),
            "digest": revision.digest,
            "signatories": len(release.signatures),
            "about": {text.organization.name: text.number for text in release.about},
            **facts,
        },
    )
    announce(
        "published",
        subject_id=statement.pk,
        key=publication.told_key,
        not_before=release.release_at,
    )
    return publication


@transaction.atomic
def undo_publication(*, statement_id: int, actor: Member) -> None:
    """Takes a release back while its instant has not come."""
    statement = locked(statement_id)
    publication = _coming(statement)
    take_step(statement=statement, name="undo_publish", actor=actor)
    try:
        with transaction.atomic():
            Publication.objects.filter(pk=publication.pk).update(undone_at=Now())
    except IntegrityError as refused:  # its instant came between reading and writing
        raise Refusal(OUT) from refused
    record(
        Verb.PUBLICATION_UNDONE,
        actor=actor,
        subject=statement,
        before={
            "publication": publication.pk,
            "release_at": publication.release_at.isoformat(),
            "held": publication.held_reason,
        },
    )


@transaction.atomic
def rebuild_publication(*, statement_id: int, actor: Member, step_up: StepUp) -> Publication:
    """A held or failed release anew, from what stands now; at its instant if that lies ahead.

    Confirmed like the first one: it lists others, and somebody else may answer for it.
    """
    require_own(step_up, actor=actor)
    statement = locked(statement_id)
    publication = _coming(statement)
    if not release_holds(publication):
        raise Refusal("Nothing holds this release. Undo it if it should not happen.")
    undo_publication(statement_id=statement_id, actor=actor)
    lies_ahead = publication.release_at > database_now()
    return _schedule(
        statement_id=statement_id,
        release_at=publication.release_at if lies_ahead else None,
        order=publication.signatory_order,
        actor=actor,
        facts=step_up.facts,
    )


@transaction.atomic
def withdraw_publication(*, statement_id: int, explanation: str, actor: Member) -> None:
    """Takes a published statement back; its page stays, with the explanation on top."""
    if not explanation.strip():
        raise Refusal("Say in a sentence why the statement is withdrawn. The public reads it.")
    statement = locked(statement_id)
    publication = standing_publication(statement)
    if publication is None or not is_out(publication):
        raise Refusal("It is not published yet. Undo the release instead.")
    take_step(statement=statement, name="withdraw", actor=actor, reason=explanation.strip())
    Publication.objects.filter(pk=publication.pk).update(
        withdrawn_at=Now(), withdrawn_by=actor, withdrawal_explanation=explanation.strip()
    )
    record(
        Verb.PUBLICATION_WITHDRAWN,
        actor=actor,
        subject=statement,
        after={"publication": publication.pk},
        reason=explanation.strip(),
    )
    announce("withdrawn", subject_id=statement.pk, key=f"withdrawn:{publication.pk}")


def _coming(statement: Statement) -> Publication:
    publication = standing_publication(statement)
    if publication is None:
        raise Refusal("No release is scheduled. Open the page again.")
    if is_out(publication):
        raise Refusal(OUT)
    return publication


def _release(statement: Statement, release_at: datetime | None, order: str) -> Release:
    if order not in SignatoryOrder.values:
        raise Refusal("Choose one of the orders of signatories.")
    now = database_now()
    instant = now + timedelta(seconds=UNDO_SECONDS) if release_at is None else release_at
    if instant <= now:
        raise Refusal("This time has passed. Choose a later one, or publish in a minute.")
    if statement.embargo_until is not None and instant < statement.embargo_until:
        raise Refusal(
            "The text itself says that it is embargoed until a later time. Choose that time or a "
            "later one, or change the text."
        )
    found = list(signatures_for_release(statement, instant))
    if waiting := unconfirmed_offices(found):
        raise Refusal(why_unconfirmed(waiting))
    signatures = in_order(found, order, leaders=leading_signatures(statement))
    about = about_texts(statement).pinned
    return Release(release_at=instant, order=order, signatures=signatures, about=about)
