"""Moving a statement on: one function writes its state, every step asks table, rule and facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.models import AuditEvent, Member, Organization, Seat
from portal.notify import announce
from portal.operations.screening import check_screened
from portal.operations.seats import standing_now
from portal.operations.step_up import StepUp, require_own
from portal.queries.clock import database_now
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from statements.lifecycle import STEPS, UNDO_SECONDS
from statements.models import Clearance, Revision, SignOn, Statement
from statements.operations.city_notice import announce_to_cities
from statements.queries.publishing import OWN_LIST, has_own_list
from statements.vocabulary.states import StatementState

NOT_CLEARING = "Only a publisher of an issuing association can clear the text for it."


@dataclass(frozen=True, kw_only=True)
class SignOnTerms:
    """Who may co-sign and until when; empty lists mean all."""

    deadline_at: datetime
    deadline_zone: str
    kinds: Sequence[str] = ()
    countries: Sequence[str] = ()
    associations: Sequence[Organization] = ()
    named: Sequence[Organization] = ()
    planned_release: str = ""


def locked(statement_id: int) -> Statement:
    """The statement's row, held until the transaction ends: every change of it waits here."""
    return Statement.objects.select_for_update().get(pk=statement_id)


def newest_revision(statement: Statement) -> Revision:
    return statement.revisions.latest("number")


def take_step(*, statement: Statement, name: str, actor: Member, reason: str = "") -> AuditEvent:
    """Writes the state of a locked statement if table and rule allow it, else raises Refusal.

    By the actor's seats of this moment, not those that their page was opened with.
    """
    step, actor = STEPS[name], standing_now(actor)
    if not actor.has_perm(step.permission, statement):
        raise Refusal(f"{step.label}: this is for the staff of the issuing associations.")
    if statement.state not in step.sources:
        raise Refusal(
            f"{step.label}: not possible while it is {statement.get_state_display().lower()}."
        )
    before, statement.state = statement.state, step.target
    statement.save(update_fields=["state"])
    return record(
        Verb.STATEMENT_STEPPED,
        actor=actor,
        subject=statement,
        before={"state": before},
        after={"state": str(step.target), "step": name},
        reason=reason,
    )


@transaction.atomic
def hand_over(*, statement_id: int, actor: Member) -> Statement:
    """ "Send to staff": from now on the issuing associations' staff see and edit the draft."""
    statement = locked(statement_id)
    if statement.handed_over_at is not None:
        raise Refusal("The staff of the associations have this draft already.")
    actor = standing_now(actor)
    if not actor.has_perm("statements.draft", statement):
        raise Refusal("Only people of the drafting organization can send its draft to staff.")
    Statement.objects.filter(pk=statement.pk).update(handed_over_at=Now())
    statement.refresh_from_db()
    record(Verb.STATEMENT_HANDED_OVER, actor=actor, subject=statement)
    announce("handed_over", subject_id=statement.pk, key=f"handed-over:{statement.pk}")
    return statement


@transaction.atomic
def open_markup(*, statement_id: int, actor: Member) -> None:
    """The whole working group may read and comment; the staff go on editing."""
    take_step(statement=locked(statement_id), name="open_markup", actor=actor)


@transaction.atomic
def freeze(*, statement_id: int, actor: Member) -> None:
    """Fixes the text, for clearing, signing and releasing exactly it."""
    statement = locked(statement_id)
    _forbid_empty(newest_revision(statement))
    event = take_step(statement=statement, name="freeze", actor=actor)
    announce("frozen", subject_id=statement.pk, key=f"frozen:{event.pk}")


@transaction.atomic
def reopen(*, statement_id: int, actor: Member) -> None:
    """Back to drafting; clearances of the old text lose their object by themselves."""
    take_step(statement=locked(statement_id), name="reopen", actor=actor)


@transaction.atomic
def abandon(*, statement_id: int, reason: str, actor: Member) -> None:
    """Ends a statement that will not be; the reason stays on record."""
    if not reason.strip():
        raise Refusal("Say in a sentence why this statement is given up.")
    check_screened(texts={"reason": reason})
    take_step(statement=locked(statement_id), name="abandon", actor=actor, reason=reason)


@transaction.atomic
def open_sign_on(*, statement_id: int, terms: SignOnTerms, actor: Member) -> SignOn:
    """Asks for co-signers. Takes effect after a minute, in which it can be undone."""
    statement = locked(statement_id)
    if terms.deadline_at <= database_now():
        raise Refusal("The deadline has passed already. Choose a later one.")
    if has_own_list(newest_revision(statement)):
        raise Refusal(f"{OWN_LIST} Then open sign-on.")
    take_step(statement=statement, name="open_sign_on", actor=actor)
    sign_on, _ = SignOn.objects.update_or_create(
        statement=statement,
        defaults={
            "kinds": list(terms.kinds),
            "countries": list(terms.countries),
            "deadline_at": terms.deadline_at,
            "deadline_zone": terms.deadline_zone,
            "planned_release": terms.planned_release,
            "opened_by": actor,
            "opens_at": Now() + timedelta(seconds=UNDO_SECONDS),
        },
    )
    sign_on.refresh_from_db()
    sign_on.associations.set(terms.associations)
    sign_on.named.set(terms.named)
    announce(
        "sign_on_opened",
        subject_id=statement.pk,
        key=f"sign-on:{statement.pk}:{sign_on.opens_at}",
        not_before=sign_on.opens_at,
    )
    announce_to_cities(sign_on)
    return sign_on


@transaction.atomic
def undo_sign_on(*, statement_id: int, actor: Member) -> None:
    """Takes the opening back while it has not taken effect, by the database's clock."""
    statement = locked(statement_id)
    if not SignOn.objects.filter(statement=statement, opens_at__gt=Now()).exists():
        raise Refusal("Sign-on is open already. Nobody can be un-asked; change the text instead.")
    take_step(statement=statement, name="undo_sign_on", actor=actor)
    SignOn.objects.filter(statement=statement).update(opens_at=None)


@transaction.atomic
def move_deadline(*, statement_id: int, deadline_at: datetime, actor: Member) -> None:
    """Gives those who are asked more time; never less."""
    statement, actor = locked(statement_id), standing_now(actor)
    if not actor.has_perm("statements.publish", statement):
        raise Refusal("Only publishers of the issuing associations move the deadline.")
    moved = SignOn.objects.filter(statement=statement, deadline_at__lt=deadline_at)
    if not moved.update(deadline_at=deadline_at):
        raise Refusal("A deadline can only be moved to a later time.")
    record(
        Verb.STATEMENT_STEPPED,
        actor=actor,
        subject=statement,
        after={"deadline": deadline_at.isoformat()},
    )


@transaction.atomic
def clear_statement(
    *, statement_id: int, revision_id: int, actor: Member, step_up: StepUp
) -> Clearance:
    """An issuing association lets exactly the text shown out under its name.

    `revision_id` is that of the text on the page; another version meanwhile is refused.
    """
    require_own(step_up, actor=actor)
    statement, actor = locked(statement_id), standing_now(actor)
    if statement.state not in {StatementState.FROZEN, StatementState.SIGN_ON}:
        raise Refusal("Only a frozen text can be cleared. Freeze it first.")
    revision = newest_revision(statement)
    if revision.pk != revision_id:
        raise Refusal("The text has changed since you opened the page. Read it again, then clear.")
    seat = _issuing_publisher(statement, actor)
    try:
        clearance, created = Clearance.objects.get_or_create(
            statement=statement,
            organization=seat.organization,
            revision=revision,
            defaults={"seat": seat, "digest": revision.digest},
        )
    except IntegrityError as refused:  # the seat ended between reading and writing
        raise Refusal(NOT_CLEARING) from refused
    if created:
        record(
            Verb.STATEMENT_CLEARED,
            actor=actor,
            subject=statement,
            after={
                "organization": seat.organization_id,
                "version": revision.number,
                "digest": revision.digest,
                **step_up.facts,
            },
        )
        announce("cleared", subject_id=statement.pk, key=f"cleared:{clearance.pk}")
    return clearance


def _issuing_publisher(statement: Statement, actor: Member) -> Seat:
    """The seat by which the actor clears; its end waits for the clearance."""
    seats = Seat.objects.current().filter(
        member=actor,
        capacity=Capacity.PUBLISHER,
        organization__in=statement.issuings.values("organization"),
    )
    found = seats.select_for_update(of=("self",), no_key=True).select_related("organization")
    if (seat := found.first()) is None:
        raise Refusal(NOT_CLEARING)
    return seat


def _forbid_empty(revision: Revision) -> None:
    if not revision.blocks.exclude(html="").exists():
        raise Refusal("There is no text to freeze yet.")
