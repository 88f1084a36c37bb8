"""Splitting an issue: parts of it become issues beside it."""

from collections.abc import Sequence

from django.db import transaction

from portal.audit import record
from portal.models import Member
from portal.notify import announce
from portal.operations.following import copy_followers
from portal.operations.screening import check_screened
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue
from roundtable.operations.issues import carried
from roundtable.operations.references import end_of_branch, make_room, next_ref, wait_for_turn
from roundtable.operations.shape_news import SPLIT
from roundtable.vocabulary.issues import WaitingOn

MOST_PARTS = 10
LONGEST_TITLE = 500


@transaction.atomic
def split_issue(*, issue_id: int, titles: Sequence[str], actor: Member) -> list[Issue]:
    """Adds an issue for each title right after this one, for the same people.

    They begin with its owner, helpers, staff lead, counterpart and priority, and with whoever
    follows it; what is written on it stays there.
    """
    wait_for_turn()
    issue = carried(issue_id=issue_id, permission="roundtable.shape", actor=actor)
    clean = _checked(titles)
    position = end_of_branch(issue)
    make_room(proposal_id=issue.proposal_id, position=position, places=len(clean))
    parts = [_part(issue, title, position + place, actor) for place, title in enumerate(clean)]
    for part in parts:
        copy_followers(kind=SubjectKind.ISSUE, from_id=issue.pk, to_id=part.pk)
        record(Verb.ISSUE_SPLIT, actor=actor, subject=part, after={"from": issue.ref})
    refs = [part.ref for part in parts]
    event = record(Verb.ISSUE_SPLIT, actor=actor, subject=issue, after={"into": refs})
    announce(
        SPLIT,
        subject_id=issue.pk,
        key=f"issue-split:{event.pk}",
        detail={"by": actor.pk, "into": refs},
    )
    return parts


def _checked(titles: Sequence[str]) -> list[str]:
    clean = [title.strip() for title in titles if title.strip()]
    if not clean:
        raise Refusal("Give each new issue a title, one on each line.")
    if len(clean) > MOST_PARTS:
        raise Refusal(f"At most {MOST_PARTS} at once. For more, paste an outline.")
    if any(len(title) > LONGEST_TITLE for title in clean):
        raise Refusal(f"A title has at most {LONGEST_TITLE} characters.")
    check_screened(texts={"titles": "\n".join(clean)})
    return clean


def _part(issue: Issue, title: str, position: int, actor: Member) -> Issue:
    part = Issue.objects.create(
        ref=next_ref(issue.parent),
        proposal_id=issue.proposal_id,
        parent=issue.parent,
        position=position,
        depth=issue.depth,
        title=title,
        closed_title=issue.closed_title,
        audience=issue.audience,
        owner=issue.owner,
        staff_lead=issue.staff_lead,
        counterpart=issue.counterpart,
        priority=issue.priority,
        waiting_on=WaitingOn.OWNER if issue.owner else WaitingOn.STAFF,
        split_from=issue,
        created_by=actor,
    )
    part.helpers.set(issue.helpers.all())
    part.readers.set(issue.readers.all())
    return part
