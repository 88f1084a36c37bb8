"""Saying how an issue stands, and asking for it."""

from django.db import transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.models import Member
from portal.notify import announce
from portal.operations.screening import check_screened
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.issues import carried
from roundtable.rules import is_owner
from roundtable.vocabulary.issues import LONGEST_UPDATE

UPDATE = ("last_update", "last_update_at", "last_update_by", "update_asked_at", "update_asked_by")


@transaction.atomic
def post_update(*, issue_id: int, text: str, actor: Member) -> Issue:
    """Says how the issue stands now; earlier updates stay in its history."""
    issue = carried(issue_id=issue_id, permission="roundtable.edit", actor=actor)
    text = text.strip()
    if not text:
        raise Refusal("Say in a sentence or two how it stands.")
    if len(text) > LONGEST_UPDATE:
        raise Refusal(f"Say it in at most {LONGEST_UPDATE} characters. Details go into a thread.")
    check_screened(texts={"text": text})
    issue.last_update = text
    _date(issue, actor)
    event = record(
        Verb.ISSUE_CHANGED, actor=actor, subject=issue, after={"update": "posted"}, reason=text
    )
    announce(
        "issue_updated",
        subject_id=issue.pk,
        key=f"issue-updated:{event.pk}",
        detail={"by": actor.pk},
    )
    return issue


@transaction.atomic
def confirm_current(*, issue_id: int, actor: Member) -> Issue:
    """ "Still current": the last update holds today too."""
    issue = carried(issue_id=issue_id, permission="roundtable.edit", actor=actor)
    if not issue.last_update:
        raise Refusal("There is no update yet. Post one.")
    _date(issue, actor)
    record(Verb.ISSUE_CHANGED, actor=actor, subject=issue, after={"update": "still current"})
    return issue


@transaction.atomic
def ask_for_update(*, issue_id: int, actor: Member) -> Issue:
    """Asks the owner how it stands: once, until the owner has answered."""
    issue = carried(issue_id=issue_id, permission="roundtable.see_issue", actor=actor)
    if issue.owner is None:
        raise Refusal("Nobody owns this issue, so there is nobody to ask. Choose an owner first.")
    if is_owner(actor, issue):
        raise Refusal("You own this issue: post the update yourself.")
    if issue.update_asked_by is not None:
        asker = issue.update_asked_by.name
        raise Refusal(f"{asker} has asked {issue.owner.member.name} already. Wait for the answer.")
    issue.update_asked_at, issue.update_asked_by = Now(), actor
    issue.save(update_fields=["update_asked_at", "update_asked_by"])
    issue.refresh_from_db()
    event = record(Verb.UPDATE_ASKED, actor=actor, subject=issue, after={"owner": issue.owner_id})
    announce(
        "issue_update_asked",
        subject_id=issue.pk,
        key=f"issue-update-asked:{event.pk}",
        detail={"by": actor.pk},
    )
    return issue


def _date(issue: Issue, actor: Member) -> None:
    """Whoever asked for it has the answer."""
    issue.last_update_at, issue.last_update_by = Now(), actor
    issue.update_asked_at = issue.update_asked_by = None
    issue.save(update_fields=UPDATE)
    issue.refresh_from_db()
