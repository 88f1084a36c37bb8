"""The tree of issues as a member may see it: whole rows, and bare places of what is closed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Max, Q
from django.db.models.functions import Coalesce, Greatest, Now

from portal.models import Comment, Member, Organization, Seat, Thread
from portal.queries import threads
from portal.vocabulary.audiences import Audience
from roundtable.models import Issue, Proposal
from roundtable.queries.issues import in_audience, issues_visible_to, proposals_visible_to
from roundtable.queries.places import CLOSED_LABEL
from roundtable.vocabulary.issues import OPEN_STATES, IssueState, Priority, WaitingOn


class Person(NamedTuple):
    """Who holds a seat."""

    name: str
    title: str
    body: str
    has_left: bool


class Node(NamedTuple):
    """An issue that the member may read, as lists show it.

    `active_at` is the newest of its last step, its last update and the last comment that the
    member may read; `unread` counts comments in threads that the member may see. The
    counterpart (`put_to_id`) is the proposal's where the issue names none.
    """

    pk: int
    ref: str
    proposal_id: int
    parent_id: int | None
    position: int
    depth: int
    is_heading: bool
    title: str
    audience: str
    priority: int
    minutes: int | None
    state: str
    owner_id: int | None
    put_to_id: int | None
    waiting_on: str
    waiting_seat_id: int | None
    waiting_body_id: int | None
    waiting_days: int
    update_asked_at: datetime | None
    merged_into_id: int | None
    active_at: datetime
    unread: int
    owner: Person | None
    counterpart: str
    waiting_name: str

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def state_label(self) -> str:
        return str(IssueState(self.state).label)

    @property
    def is_urgent(self) -> bool:
        return self.priority == Priority.HIGH

    @property
    def waits_on(self) -> str:
        """Whom it waits on, by name where one is known."""
        return self.waiting_name or str(WaitingOn(self.waiting_on).label)


class ClosedNode(NamedTuple):
    """The place of an issue that the member may not read, and nothing else of it."""

    ref: str
    pk: int
    proposal_id: int
    parent_id: int | None
    position: int
    depth: int
    closed_title: str
    audience: str

    @property
    def label(self) -> str:
        return self.closed_title or CLOSED_LABEL

    @property
    def audience_label(self) -> str:
        return str(Audience(self.audience).label)


TreeItem = Node | ClosedNode
HAS_ENDED = ExpressionWrapper(Q(until__isnull=False, until__lte=Now()), output_field=BooleanField())
COLUMNS = Node._fields[: Node._fields.index("unread")]
"""What is read with the row itself; the rest is found by number."""


def tree_for(member: Member, proposal: Proposal) -> list[TreeItem]:
    """Every node of a proposal in tree order; of closed ones only that they are there."""
    return trees_for(member, [proposal.pk])[proposal.pk]


def trees_for(member: Member, proposal_ids: Collection[int]) -> dict[int, list[TreeItem]]:
    """The trees of several proposals, in as many queries as that of one."""
    seen = Q(proposal__in=proposals_visible_to(member).filter(pk__in=proposal_ids))
    news = _news(member, proposal_ids)
    rows = list(_readable(member, seen))
    people, bodies = _people(rows), _bodies(rows)
    found: dict[int, list[TreeItem]] = {pk: [] for pk in proposal_ids}
    for row in rows:
        newest, unread = news.get(row.pk, (row.active_at, 0))
        owner = people.get(row.owner_id)
        waited_for = people.get(row.waiting_seat_id)
        waiting_name = waited_for.name if waited_for else bodies.get(row.waiting_body_id, "")
        put_to = bodies.get(row.put_to_id, "")
        active_at = max(row.active_at, newest)
        node = Node._make([*row[:-1], active_at, unread, owner, put_to, waiting_name])
        found[node.proposal_id].append(node)
    closed = Issue.objects.filter(seen).exclude(in_audience(member)).order_by("position")
    for place in closed.values_list(*ClosedNode._fields):
        shut = ClosedNode(*place)
        found[shut.proposal_id].append(shut)
    for tree in found.values():
        tree.sort(key=_place)
    return found


def _readable(member: Member, wanted: Q) -> Iterable[Any]:
    last_step = F("state_since")
    dated = issues_visible_to(member).annotate(
        put_to_id=Coalesce("counterpart_id", "proposal__counterpart_id"),
        active_at=Greatest(last_step, Coalesce("last_update_at", last_step)),
    )
    return dated.filter(wanted).values_list(*COLUMNS, named=True)


def _people(rows: Iterable[Any]) -> Mapping[int | None, Person]:
    """Seats by number. Apart from the rows: with all these joins the database plans too long."""
    seats = {pk for row in rows for pk in (row.owner_id, row.waiting_seat_id)}
    known = Seat.objects.filter(pk__in=seats - {None}).order_by().annotate(has_left=HAS_ENDED)
    columns = known.values_list(
        "pk", "member__name", "title", "organization__short_name", "has_left"
    )
    return {pk: Person(*person) for pk, *person in columns}


def _bodies(rows: Iterable[Any]) -> Mapping[int | None, str]:
    bodies = {pk for row in rows for pk in (row.put_to_id, row.waiting_body_id)}
    known = Organization.objects.filter(pk__in=bodies - {None}).order_by()
    return dict(known.values_list("pk", "short_name"))


def _news(member: Member, proposal_ids: Collection[int]) -> Mapping[int, tuple[datetime, int]]:
    """By issue: when the newest comment was written that the member may read, how many are unread.

    One query for both. It knows of threads for the member; whether they may read the issue itself
    is decided where its row is read, and what is not wanted there is dropped.
    """
    about = "thread__issue_holding__issue"
    heard = Thread.objects.filter(
        threads.in_audience(member), issue_holding__issue__proposal__in=proposal_ids
    )
    comments = Comment.objects.filter(removed_at__isnull=True, thread__in=heard.values("pk"))
    new = Q(pk__in=threads.unread_comments(member).order_by().values("pk"))
    rows = comments.order_by().values_list(about)
    counted = rows.annotate(newest=Max("created_at"), unread=Count("pk", filter=new))
    return {issue: (newest, unread) for issue, newest, unread in counted}


def _place(item: TreeItem) -> int:
    return item.position
