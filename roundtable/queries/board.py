"""The board: which issues of the trees are asked for, in which groups and order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.models import Member
from roundtable.models import Proposal
from roundtable.queries.issues import TEXTS_OF_PROPOSAL, proposals_visible_to
from roundtable.queries.tree import Node, TreeItem, trees_for
from roundtable.vocabulary.board import ALL, ENDED, ME, NOBODY, OPEN, Grouping, Order
from roundtable.vocabulary.issues import IssueState, WaitingOn


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the address asks for; empty means that it does not matter."""

    status: str = OPEN
    owner: str = ""
    waiting: str = ""
    counterpart: str = ""
    priority: str = ""
    unread: bool = False
    changed: date | None = None
    group: str = Grouping.TREE
    sort: str = Order.TREE

    @property
    def narrows(self) -> bool:
        """Whether it asks by something that a closed issue does not show."""
        told = (self.owner, self.waiting, self.counterpart, self.priority, self.unread)
        return self.status not in {OPEN, ALL} or any(told) or self.changed is not None

    @property
    def is_flat(self) -> bool:
        """Whether rows stand by themselves, without the topics above them."""
        return self.group != Grouping.TREE or self.sort != Order.TREE


@dataclass(frozen=True)
class Forest:
    """All trees that the member may see, with the seats that make an issue theirs."""

    proposals: Sequence[Proposal]
    trees: dict[int, list[TreeItem]]
    seats: frozenset[int]

    @property
    def issues(self) -> list[Node]:
        """What can be counted: no topics, and nothing that is closed to the member."""
        every = (item for tree in self.trees.values() for item in tree)
        return [item for item in every if isinstance(item, Node) and not item.is_heading]


@dataclass(frozen=True)
class Section:
    """Rows under one heading; `proposal` where they are its tree."""

    title: str
    rows: Sequence[TreeItem]
    count: int
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Board:
    """What is shown, and how many issues that is of how many."""

    sections: Sequence[Section]
    shown: int
    total: int


def forest(member: Member) -> Forest:
    proposals = list(proposals_visible_to(member).defer(*TEXTS_OF_PROPOSAL))
    trees = trees_for(member, [proposal.pk for proposal in proposals])
    return Forest(proposals, trees, frozenset(seat.pk for seat in member.current_seats))


def board(found: Forest, wanted: Wanted) -> Board:
    """Picks and groups; nothing more is read from the database."""
    issues = found.issues
    matches = [node for node in issues if _matches(node, wanted, found.seats)]
    if wanted.group == Grouping.TREE:
        sections = _by_proposal(found, matches, wanted)
    else:
        sections = _grouped(matches, wanted)
    return Board(sections, shown=len(matches), total=len(issues))


def _matches(node: Node, wanted: Wanted, seats: frozenset[int]) -> bool:
    return (
        _has_status(node, wanted.status)
        and _is_owned(node, wanted.owner, seats)
        and _waits_on(node, wanted.waiting, seats)
        and wanted.counterpart in {"", str(node.put_to_id)}
        and wanted.priority in {"", str(node.priority)}
        and (not wanted.unread or node.unread > 0)
        and (wanted.changed is None or timezone.localdate(node.active_at) >= wanted.changed)
    )


def _has_status(node: Node, status: str) -> bool:
    return status == ALL or (node.is_open if status == OPEN else node.state == status)


def _is_owned(node: Node, owner: str, seats: frozenset[int]) -> bool:
    match owner:
        case "":
            return True
        case str() if owner == ME:
            return node.owner_id in seats
        case str() if owner == NOBODY:
            return node.owner_id is None
        case str() if owner == ENDED:
            return node.owner is not None and node.owner.has_left
    return str(node.owner_id) == owner


def _waits_on(node: Node, waiting: str, seats: frozenset[int]) -> bool:
    if waiting != ME:
        return waiting in {"", node.waiting_on}
    is_mine = node.waiting_on == WaitingOn.OWNER and node.owner_id in seats
    return is_mine or node.waiting_seat_id in seats


def _by_proposal(found: Forest, matches: Iterable[Node], wanted: Wanted) -> list[Section]:
    chosen = {node.pk: node for node in matches}
    sections = []
    for proposal in found.proposals:
        tree = found.trees[proposal.pk]
        inside = [item for item in tree if item.pk in chosen]
        rows: Sequence[TreeItem] = (
            _in_order(inside, wanted.sort)
            if wanted.is_flat
            else _with_topics(tree, {item.pk for item in inside}, wanted)
        )
        if rows or not wanted.narrows:
            sections.append(Section(proposal.title, rows, len(inside), proposal))
    return sections


def _with_topics(tree: Sequence[TreeItem], chosen: set[int], wanted: Wanted) -> list[TreeItem]:
    """What was chosen with everything above it.

    Closed ones keep their place as long as nothing is asked that would tell something of them;
    topics without any issue then too.
    """
    kept = set(chosen)
    filled = {item.parent_id for item in tree}
    for item in reversed(tree):
        bare = not isinstance(item, Node) or (item.is_heading and item.pk not in filled)
        if item.pk in kept or (bare and not wanted.narrows):
            kept |= {item.pk, item.parent_id or item.pk}
    return [item for item in tree if item.pk in kept]


def _grouped(matches: Sequence[Node], wanted: Wanted) -> list[Section]:
    name, rank = GROUPS[Grouping(wanted.group)]
    groups: dict[str, list[Node]] = {}
    for node in sorted(matches, key=rank):
        groups.setdefault(name(node), []).append(node)
    return [
        Section(title, _in_order(rows, wanted.sort), len(rows)) for title, rows in groups.items()
    ]


def _in_order(rows: Iterable[TreeItem], sort: str) -> Sequence[Node]:
    """Topics and closed ones never come here: only what was chosen."""
    nodes = [row for row in rows if isinstance(row, Node)]
    match sort:
        case Order.WAITING:
            return sorted(nodes, key=_waiting_longest)
        case Order.ACTIVITY:
            return sorted(nodes, key=lambda node: node.active_at, reverse=True)
        case Order.PRIORITY:
            return sorted(nodes, key=lambda node: node.priority)
    return nodes


def _waiting_longest(node: Node) -> tuple[bool, int]:
    return node.waiting_on == WaitingOn.NOBODY, -node.waiting_days


def _owner(node: Node) -> str:
    return f"{node.owner.name}, {node.owner.body}" if node.owner else "Nobody yet"


def _counterpart(node: Node) -> str:
    return node.counterpart or "No counterpart"


STATES = list(IssueState.values)
GROUPS: dict[Grouping, tuple[Callable[[Node], str], Callable[[Node], tuple[object, ...]]]] = {
    Grouping.STATUS: (
        lambda node: node.state_label,
        lambda node: (STATES.index(node.state), node.proposal_id, node.position),
    ),
    Grouping.OWNER: (
        _owner,
        lambda node: (bool(node.owner_id), _owner(node), node.proposal_id, node.position),
    ),
    Grouping.COUNTERPART: (
        _counterpart,
        lambda node: (not node.put_to_id, _counterpart(node), node.proposal_id, node.position),
    ),
}
"""What each group is called, and the order of groups and of rows in them."""
