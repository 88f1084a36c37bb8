"""Moving an issue on: one function writes its state, by the table, the rule and the facts."""

from django.db import transaction
from django.db.models.functions import Now
from django.template.defaultfilters import pluralize

from portal.audit import record
from portal.models import Member
from portal.notify import announce
from portal.operations.screening import check_screened
from portal.queries.threads import open_question_count
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import SubjectKind
from roundtable.lifecycle import MISSING, STEPS, Need, Step
from roundtable.models import Issue
from roundtable.operations.issues import carried
from roundtable.operations.responsibility import WAITING, wait_on
from roundtable.vocabulary.issues import LONGEST_NOTE, WaitingOn


@transaction.atomic
def step_issue(*, issue_id: int, step: str, actor: Member, note: str = "") -> Issue:
    """Takes a step of the table; what is missing for it is refused in a sentence.

    Who follows the issue is told.
    """
    taken = STEPS[step]
    issue = carried(issue_id=issue_id, permission=taken.permission, actor=actor)
    note = note.strip()
    _check_possible(issue, taken, note)
    before = issue.state
    issue.state, issue.state_since = taken.target, Now()
    issue.state_reason = note if taken.note else ""
    _wait(issue, taken)
    issue.save(update_fields=["state", "state_since", "state_reason", "counterpart", *WAITING])
    issue.refresh_from_db()
    event = record(
        Verb.ISSUE_STEPPED,
        actor=actor,
        subject=issue,
        before={"state": before},
        after={"state": str(taken.target), "step": step},
        reason=issue.state_reason,
    )
    announce(
        "issue_stepped",
        subject_id=issue.pk,
        key=f"issue-stepped:{event.pk}",
        detail={"by": actor.pk},
    )
    return issue


def _check_possible(issue: Issue, step: Step, note: str) -> None:
    if issue.state not in step.sources:
        state = str(issue.get_state_display()).lower()
        raise Refusal(f"{step.label}: not possible while {issue.ref} is {state}.")
    for need in step.needs:
        if not _has(issue, need):
            raise Refusal(MISSING[need])
    if step.note is not None:
        if not note:
            raise Refusal(step.note.refusal)
        if len(note) > LONGEST_NOTE:
            raise Refusal(f"Say it in at most {LONGEST_NOTE} characters.")
        check_screened(texts={"note": note})
    if step.ends and (count := open_question_count(SubjectKind.ISSUE, issue.pk)):
        raise Refusal(
            f"{count} question{pluralize(count)} {pluralize(count, 'is,are')} still open. "
            f"Resolve {pluralize(count, 'it,them')} with a sentence, then try again."
        )


def _has(issue: Issue, need: Need) -> bool:
    match need:
        case Need.OWNER:
            return issue.owner is not None
        case Need.CONTENT:
            return bool(issue.background or issue.talking_points)
        case Need.COUNTERPART:
            return (issue.counterpart or issue.proposal.counterpart) is not None


def _wait(issue: Issue, step: Step) -> None:
    """Who moves next by the step; an issue that nobody owns then waits on staff."""
    match step.waits_on:
        case None:
            return
        case WaitingOn.FEDERAL_BODY:
            issue.counterpart = issue.counterpart or issue.proposal.counterpart
            wait_on(issue, kind=WaitingOn.FEDERAL_BODY, body=issue.counterpart)
        case WaitingOn.OWNER if issue.owner is None:
            wait_on(issue, kind=WaitingOn.STAFF)
        case _:
            wait_on(issue, kind=step.waits_on)
