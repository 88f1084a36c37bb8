"""Putting threads on an issue."""

from portal.models import Thread
from portal.registry import ThreadHolder
from portal.vocabulary.audiences import Audience, is_within
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import SubjectKind, ThreadKind
from roundtable.models import IssueThread
from roundtable.operations.issues import locked
from roundtable.queries import discussion
from roundtable.vocabulary.issues import FINAL_STATES


def admit(thread_kind: str, audience: str, issue_id: int) -> None:
    """Holds the issue's row, so that it is neither narrowed nor ended meanwhile."""
    issue = locked(issue_id)
    if issue.merged_into is not None:
        raise Refusal(f"{issue.ref} was merged into {issue.merged_into.ref}. Go on there.")
    if not is_within(audience, issue.audience):
        raise Refusal(
            f"{issue.ref} is for {Audience(issue.audience).label.lower()}: "
            "choose the same people or fewer."
        )
    if thread_kind == ThreadKind.QUESTION and issue.state in FINAL_STATES:
        raise Refusal(
            f"{issue.ref} has ended, so that no question can be open on it. "
            "Take the issue up again first."
        )


def hold(thread: Thread, issue_id: int) -> None:
    IssueThread.objects.create(thread=thread, issue_id=issue_id)


ISSUES = ThreadHolder(
    kind=SubjectKind.ISSUE,
    lookup=discussion.LOOKUP,
    thread_ids=discussion.thread_ids,
    find=discussion.find,
    of_threads=discussion.of_threads,
    may_see=discussion.may_see,
    concerned=discussion.concerned,
    may_steer=discussion.may_steer,
    admit=admit,
    hold=hold,
)
