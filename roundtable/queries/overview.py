"""What a principal reads in five seconds: where each topic stands, and whom it all waits on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from roundtable.queries.board import Forest
from roundtable.queries.tree import Node, TreeItem
from roundtable.vocabulary.board import PHASES, Phase
from roundtable.vocabulary.issues import IssueState, WaitingOn

MOST_TOPICS = 5
MOST_WAITED_FOR = 6
WITHOUT_TOPIC = "Issues without a topic"
OTHERS = "Other topics"
WHOM = {
    WaitingOn.OWNER: "Their owners",
    WaitingOn.MEMBER: "Other members",
    WaitingOn.STAFF: "Association staff",
    WaitingOn.FEDERAL_BODY: "A federal body",
    WaitingOn.COURT: "A court",
}


@dataclass(frozen=True)
class Topic:
    """How many issues of a topic are in which phase."""

    title: str
    counts: Mapping[Phase, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def figures(self) -> list[int]:
        """One number for each phase, in their order."""
        return [self.counts.get(phase, 0) for phase in Phase]


@dataclass(frozen=True)
class Waiting:
    """How many open issues wait on somebody, and the longest wait in days."""

    whom: str
    count: int
    longest: int


def topics(found: Forest) -> list[Topic]:
    """In the order of the outlines; what is left over by a long list counts together."""
    counted: dict[str, Counter[Phase]] = {}
    for tree in found.trees.values():
        tops = _tops(tree)
        for item in tree:
            if isinstance(item, Node) and not item.is_heading and item.merged_into_id is None:
                phase = PHASES[IssueState(item.state)]
                counted.setdefault(tops[item.pk], Counter())[phase] += 1
    loose = counted.pop(WITHOUT_TOPIC, None)
    rows = [Topic(title, counts) for title, counts in counted.items()]
    rows = _shortened(rows)
    return [*rows, Topic(WITHOUT_TOPIC, loose)] if loose else rows


def waits(issues: Iterable[Node]) -> list[Waiting]:
    """Longest first."""
    days: dict[str, list[int]] = {}
    for node in issues:
        if node.is_open and node.waiting_on != WaitingOn.NOBODY:
            days.setdefault(_whom(node), []).append(node.waiting_days)
    rows = [Waiting(whom, len(several), max(several)) for whom, several in days.items()]
    return sorted(rows, key=lambda row: (-row.longest, row.whom))[:MOST_WAITED_FOR]


def _tops(tree: Sequence[TreeItem]) -> dict[int, str]:
    """The topic of each item by its number: what stands at the top above it."""
    tops: dict[int, str] = {}
    for item in tree:
        if item.parent_id is not None:
            tops[item.pk] = tops[item.parent_id]
        elif isinstance(item, Node):
            tops[item.pk] = item.title if item.is_heading else WITHOUT_TOPIC
        else:
            tops[item.pk] = item.label
    return tops


def _shortened(rows: list[Topic]) -> list[Topic]:
    if len(rows) <= MOST_TOPICS + 1:
        return rows
    ranked = sorted(rows, key=lambda row: -row.total)
    left: Counter[Phase] = Counter()
    for row in ranked[MOST_TOPICS:]:
        left.update(row.counts)
    return [*(row for row in rows if row in ranked[:MOST_TOPICS]), Topic(OTHERS, left)]


def _whom(node: Node) -> str:
    return node.waiting_name if node.waiting_body_id else WHOM[WaitingOn(node.waiting_on)]
