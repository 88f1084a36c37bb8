"""Making many issues at once from an outline that was written elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from portal.audit import record
from portal.models import Member
from portal.operations.screening import check_screened
from portal.vocabulary.audiences import Audience
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from roundtable.intake import AgendaText, Node, read_agenda
from roundtable.intake.records import DEEPEST
from roundtable.models import Issue
from roundtable.operations.issues import audience_under, check_may_add, locked
from roundtable.operations.references import (
    end_of_branch,
    end_of_proposal,
    make_room,
    next_ref,
    wait_for_turn,
)

LONGEST_REF = 20


@dataclass(frozen=True)
class Planned:
    """An issue that would be made, with the reference that it would take."""

    ref: str
    depth: int
    node: Node


@dataclass(frozen=True)
class Reading:
    """What an outline would become, and the words of it that would become nothing."""

    planned: Sequence[Planned]
    not_taken: Sequence[str]


def read_outline(*, parent: Issue | None, text: str) -> Reading:
    """What `paste_outline` would make of the text now; raises its refusals."""
    check_screened(texts={"text": text})
    read = read_agenda(text)
    return Reading(_planned(read, parent), _not_taken(read))


@transaction.atomic
def paste_outline(
    *, proposal_id: int, parent_id: int | None, text: str, actor: Member
) -> list[Issue]:
    """Adds every item of the outline at the end of an issue, or of the proposal, for life.

    They are for those who see what they stand under. Words around the outline are not kept.
    """
    wait_for_turn()
    parent = None if parent_id is None else locked(parent_id)
    check_may_add(parent, proposal_id=proposal_id, actor=actor)
    planned = read_outline(parent=parent, text=text).planned
    position = end_of_branch(parent) if parent else end_of_proposal(proposal_id)
    make_room(proposal_id=proposal_id, position=position, places=len(planned))
    line: dict[int, Issue | None] = {(parent.depth if parent else -1): parent}
    made: list[Issue] = []
    for place, plan in enumerate(planned, start=position):
        issue = Issue.objects.create(
            ref=plan.ref,
            proposal_id=proposal_id,
            parent=line[plan.depth - 1],
            position=place,
            depth=plan.depth,
            is_heading=plan.node.is_heading,
            title=plan.node.title,
            minutes=plan.node.minutes,
            presenter=plan.node.presenter[:200],
            audience=audience_under(parent),
            created_by=actor,
        )
        if parent and issue.audience == Audience.NAMED:
            issue.readers.set(parent.readers.all())
        line[plan.depth] = issue
        made.append(issue)
        _recorded(issue, line[plan.depth - 1], actor)
    return made


def _recorded(issue: Issue, above: Issue | None, actor: Member) -> None:
    after = {"under": above.ref if above else None, "pasted": True}
    record(Verb.ISSUE_CREATED, actor=actor, subject=issue, after=after)


def _planned(read: AgendaText, parent: Issue | None) -> list[Planned]:
    first = next_ref(parent)
    stem, number = first[: -len(_digits(first))], int(_digits(first))
    base = parent.depth + 1 if parent else 0
    planned = []
    for node in read.nodes:
        top, _, rest = node.number.partition(".")
        ref = f"{stem}{number + int(top) - 1}" + (f".{rest}" if rest else "")
        if base + node.depth > DEEPEST or len(ref) > LONGEST_REF:
            raise Refusal(
                f"The item on line {node.line} would stand too deep. "
                "Paste the outline further up, or move the item up in it."
            )
        planned.append(Planned(ref, base + node.depth, node))
    return planned


def _digits(ref: str) -> str:
    return ref[len(ref.rstrip("0123456789")) :]


def _not_taken(read: AgendaText) -> list[str]:
    around = (read.title, *read.background_before, *read.background_after)
    return [*(text for text in around if text), *(left.text for left in read.leftovers)]
