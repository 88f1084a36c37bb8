"""Moving an issue, with everything below it, to another place in its outline."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, IntegerField, Max, Min, When

from portal.audit import record
from portal.models import Member
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from roundtable.intake.records import DEEPEST
from roundtable.models import Issue
from roundtable.operations.audiences import change_audience
from roundtable.operations.issues import changeable
from roundtable.operations.references import end_of_branch, end_of_proposal, wait_for_turn
from roundtable.queries.issues import branch_of
from roundtable.queries.shaping import narrowing_under


@dataclass(frozen=True, kw_only=True)
class Place:
    """Under which issue (none: at the top) and where there: after one, first, or at the end."""

    parent_id: int | None
    after_id: int | None = None
    is_first: bool = False


class Narrows(Refusal):
    """The issue would be seen by fewer people there: to be asked for on purpose."""


@transaction.atomic
def move_issue(*, issue_id: int, place: Place, actor: Member, narrow: bool = False) -> Issue:
    """Puts the issue elsewhere in its outline; its reference stays what it is.

    Under an issue that fewer people see, it and everything below it is narrowed, if that was
    asked for (`narrow`); else that is refused with Narrows.
    """
    wait_for_turn()
    issue = changeable(issue_id=issue_id, permission="roundtable.shape", actor=actor)
    parent = _parent(issue, place.parent_id, actor)
    start, end = issue.position, end_of_branch(issue)
    position = _position(issue, parent, place)
    deeper = (parent.depth + 1 if parent else 0) - issue.depth
    _check_depth(issue, deeper)
    if place.parent_id == issue.parent_id and position in {start, end}:
        raise Refusal(f"{issue.ref} stands there already.")
    _narrow(issue, parent, actor=actor, narrow=narrow)
    _shift(issue, end=end, to=position, deeper=deeper)
    before = issue.parent.ref if issue.parent else None
    Issue.objects.filter(pk=issue.pk).update(parent=parent)
    issue.refresh_from_db()
    record(
        Verb.ISSUE_MOVED,
        actor=actor,
        subject=issue,
        before={"under": before, "position": start},
        after={"under": parent.ref if parent else None, "position": issue.position},
    )
    return issue


def _parent(issue: Issue, parent_id: int | None, actor: Member) -> Issue | None:
    if parent_id is None:
        return None
    parent = Issue.objects.get(pk=parent_id)
    if not actor.has_perm("roundtable.see_issue", parent):
        raise PermissionDenied
    if parent.proposal_id != issue.proposal_id:
        raise Refusal(f"{parent.ref} is of another proposal. Merge the two, or add an issue there.")
    if branch_of(issue).filter(pk=parent.pk).exists():
        raise Refusal(f"{issue.ref} cannot stand under itself or under what is below it.")
    if parent.merged_into is not None:
        raise Refusal(f"{parent.ref} was merged into {parent.merged_into.ref}. Choose that one.")
    return parent


def _position(issue: Issue, parent: Issue | None, place: Place) -> int:
    """Where the branch is to begin, counted as the outline stands now."""
    if place.after_id is not None:
        sibling = Issue.objects.filter(pk=place.after_id, proposal=issue.proposal_id).first()
        if sibling is None or sibling.parent_id != place.parent_id:
            where = f"directly under {parent.ref}" if parent else "at the top"
            raise Refusal(f"What you chose does not stand {where}. Choose one that does.")
        return end_of_branch(sibling)
    if place.is_first:
        if parent:
            return parent.position + 1
        first = Issue.objects.filter(proposal=issue.proposal_id).aggregate(at=Min("position"))
        return int(first["at"])
    return end_of_branch(parent) if parent else end_of_proposal(issue.proposal_id)


def _check_depth(issue: Issue, deeper: int) -> None:
    deepest: int = branch_of(issue).aggregate(deepest=Max("depth"))["deepest"]
    if deepest + deeper > DEEPEST:
        raise Refusal(f"Below {DEEPEST + 1} levels an outline is hard to read. Choose one higher.")


def _narrow(issue: Issue, parent: Issue | None, *, actor: Member, narrow: bool) -> None:
    narrowing = narrowing_under(issue, parent)
    if narrowing is None or parent is None:
        return
    whom = str(parent.get_audience_display()).lower()
    if not narrowing.is_possible:
        own = str(issue.get_audience_display()).lower()
        raise Refusal(
            f"{parent.ref} is for {whom} and {issue.ref} for {own}. Choose another place."
        )
    if not narrow:
        raise Narrows(
            f"{parent.ref} is for {whom}; {issue.ref} would be narrowed. Tick “Narrow it” if that "
            "is meant."
        )
    change_audience(
        issue_id=issue.pk,
        audience=narrowing.audience,
        readers=narrowing.readers,
        closed_title=issue.closed_title,
        actor=actor,
    )


def _shift(issue: Issue, *, end: int, to: int, deeper: int) -> None:
    """Writes positions and depths in one statement; they are checked when it is committed."""
    start, length = issue.position, end - issue.position
    own: Any = {"position__gte": start, "position__lt": end}
    if to >= end:
        passed: Any = {"position__gte": end, "position__lt": to}
        ahead, back = to - end, -length
    else:
        passed = {"position__gte": to, "position__lt": start}
        ahead, back = to - start, length
    Issue.objects.filter(proposal=issue.proposal_id).update(
        position=Case(
            When(**own, then=F("position") + ahead),
            When(**passed, then=F("position") + back),
            default=F("position"),
            output_field=IntegerField(),
        ),
        depth=Case(
            When(**own, then=F("depth") + deeper),
            default=F("depth"),
            output_field=IntegerField(),
        ),
    )
