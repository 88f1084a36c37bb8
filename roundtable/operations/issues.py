"""Adding an issue, and saving what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.audit import record
from portal.models import Member, Organization
from portal.operations.screening import check_screened
from portal.vocabulary.audiences import Audience
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.references import (
    end_of_branch,
    end_of_proposal,
    make_room,
    next_ref,
    wait_for_turn,
)
from roundtable.vocabulary.issues import LONGEST_TALKING_POINT, MOST_TALKING_POINTS, Priority

TOPIC = "A topic only groups what is under it. Choose one of its issues."


class StaleIssue(Refusal):
    """Somebody saved the issue meanwhile; `current` is how it stands."""

    def __init__(self, current: Issue) -> None:
        self.current = current
        super().__init__(
            "Somebody saved this issue while you wrote. Nothing you typed is lost: compare both, "
            "take over what you want to keep, and save again."
        )


@dataclass(frozen=True, kw_only=True)
class IssueText:
    """What an issue says, apart from where it stands and who answers for it."""

    title: str
    priority: int = Priority.NORMAL
    counterpart: Organization | None = None
    minutes: int | None = None
    presenter: str = ""
    background: str = ""
    talking_points: Sequence[str] = ()


def locked(issue_id: int) -> Issue:
    """The issue's row, held until the transaction ends: every change of it waits here."""
    return Issue.objects.select_for_update().get(pk=issue_id)


def changeable(*, issue_id: int, permission: str, actor: Member) -> Issue:
    """The locked issue, for whoever may change it; raises Refusal for one that went elsewhere."""
    issue = locked(issue_id)
    if not actor.has_perm(permission, issue):
        raise PermissionDenied
    if issue.merged_into is not None:
        raise Refusal(f"{issue.ref} was merged into {issue.merged_into.ref}. Go on there.")
    return issue


def carried(*, issue_id: int, permission: str, actor: Member) -> Issue:
    """The same for what only an issue has: topics have no owner, state or update of their own."""
    issue = changeable(issue_id=issue_id, permission=permission, actor=actor)
    if issue.is_heading:
        raise Refusal(TOPIC)
    return issue


@transaction.atomic
def create_issue(
    *,
    proposal_id: int,
    parent_id: int | None,
    title: str,
    actor: Member,
    is_heading: bool = False,
    background: str = "",
) -> Issue:
    """Adds an issue at the end of its topic, or a new one at the end of everything.

    It takes the next reference there, for life, and is for those who see what it stands under;
    nothing becomes public by being added.
    """
    check_screened(texts={"title": title, "background": background})
    wait_for_turn()
    parent = None if parent_id is None else locked(parent_id)
    check_may_add(parent, proposal_id=proposal_id, actor=actor)
    position = end_of_branch(parent) if parent else end_of_proposal(proposal_id)
    make_room(proposal_id=proposal_id, position=position)
    issue = Issue.objects.create(
        ref=next_ref(parent),
        proposal_id=proposal_id,
        parent=parent,
        position=position,
        depth=parent.depth + 1 if parent else 0,
        is_heading=is_heading,
        title=title.strip(),
        background=background.strip(),
        audience=audience_under(parent),
        created_by=actor,
    )
    if parent and issue.audience == Audience.NAMED:
        issue.readers.set(parent.readers.all())
    record(Verb.ISSUE_CREATED, actor=actor, subject=issue, after={"under": parent and parent.ref})
    return issue


@transaction.atomic
def save_issue(*, issue_id: int, edition: int, text: IssueText, actor: Member) -> Issue:
    """Saves what the issue says over `edition`; over another one it raises StaleIssue."""
    issue = changeable(issue_id=issue_id, permission="roundtable.edit", actor=actor)
    if issue.edition != edition:
        raise StaleIssue(issue)
    clean = _checked(text)
    changed = [name for name, value in clean.items() if getattr(issue, name) != value]
    if not changed:
        return issue
    for name in changed:
        setattr(issue, name, clean[name])
    issue.edition += 1
    issue.save(update_fields=[*changed, "edition"])
    record(
        Verb.ISSUE_CHANGED,
        actor=actor,
        subject=issue,
        before={"edition": edition},
        after={"edition": issue.edition, "changed": changed},
    )
    return issue


def check_may_add(parent: Issue | None, *, proposal_id: int, actor: Member) -> None:
    if not actor.has_perm("roundtable.add_issue"):
        raise PermissionDenied
    if parent is None:
        return
    if not actor.has_perm("roundtable.see_issue", parent) or parent.proposal_id != proposal_id:
        raise PermissionDenied
    if parent.merged_into is not None:
        raise Refusal(f"{parent.ref} was merged into {parent.merged_into.ref}. Add it there.")


def audience_under(parent: Issue | None) -> str:
    """Whom a new issue is for: who sees what it stands under; never public by being added."""
    if parent is None or parent.audience == Audience.PUBLIC:
        return Audience.WORKING_GROUP
    return parent.audience


def _checked(text: IssueText) -> dict[str, Any]:
    """The fields as they are stored; refuses what does not fit or is never stored."""
    points = [point.strip() for point in text.talking_points if point.strip()]
    if len(points) > MOST_TALKING_POINTS:
        raise Refusal(f"An issue has at most {MOST_TALKING_POINTS} talking points. Join some.")
    if any(len(point) > LONGEST_TALKING_POINT for point in points):
        raise Refusal(f"A talking point has at most {LONGEST_TALKING_POINT} characters.")
    clean = {field.name: getattr(text, field.name) for field in fields(text)}
    words = {name: clean[name].strip() for name in ("title", "presenter", "background")}
    if not words["title"]:
        raise Refusal("Give the issue a title.")
    check_screened(texts={**words, "talking_points": "\n".join(points)})
    return {**clean, **words, "talking_points": points}
