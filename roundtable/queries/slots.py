"""What is on a meeting's agenda, as somebody may see it, and what is missing on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.models import Member
from portal.vocabulary.audiences import CLOSED
from roundtable.models import AgendaSlot, Issue, Meeting
from roundtable.queries.issues import issues_visible_to
from roundtable.queries.meetings import time_of
from roundtable.queries.places import CLOSED_LABEL
from roundtable.vocabulary.issues import OPEN_STATES
from roundtable.vocabulary.meetings import Purpose

if TYPE_CHECKING:
    from roundtable.queries.issues import WaitingIssue


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """A slot as a member may see it: of a closed issue no word that is not open to all members.

    `issue` is there only for who may read it; `ref` says that the slot is an issue. `over_by`
    stands at the one item at which the agenda begins to be longer than the meeting.
    """

    pk: int
    number: int
    title: str
    purpose: str
    minutes: int
    presenter: str
    starts_at: datetime | None
    over_by: int
    ref: str = ""
    is_closed: bool = False
    issue: "WaitingIssue | None" = None

    @property
    def purpose_label(self) -> str:
        return str(Purpose(self.purpose).label)


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """The slots in order, their minutes, and the meeting's length if it is known."""

    items: Sequence[AgendaItem]
    minutes: int
    length: int | None

    @property
    def over_by(self) -> int:
        return max(0, self.minutes - self.length) if self.length is not None else 0

    @property
    def left(self) -> int:
        return max(0, self.length - self.minutes) if self.length is not None else 0


def agenda_of(member: Member, meeting: Meeting) -> Agenda:
    """Three queries, however many slots there are; the title of an issue that the member may not
    read never leaves the database."""
    slots = list(meeting.slots.all())
    placed = [slot.issue_id for slot in slots if slot.issue_id is not None]
    readable = issues_visible_to(member).in_bulk(placed)
    shut = Issue.objects.exclude(pk__in=readable).defer("title").in_bulk(placed)
    time = time_of(meeting)
    length = time.minutes if time else None
    minutes = sum(slot.minutes for slot in slots)
    items: list[AgendaItem] = []
    before = 0
    for number, slot in enumerate(slots, start=1):
        after = before + slot.minutes
        tips = length is not None and before <= length < after
        plain = AgendaItem(
            pk=slot.pk,
            number=number,
            title=slot.title,
            purpose=slot.purpose,
            minutes=slot.minutes,
            presenter=slot.presenter,
            starts_at=time.starts_at + timedelta(minutes=before) if time else None,
            over_by=minutes - length if tips and length is not None else 0,
        )
        items.append(_with_issue(plain, slot, readable, shut))
        before = after
    return Agenda(items=items, minutes=minutes, length=length)


def _with_issue(
    item: AgendaItem,
    slot: AgendaSlot,
    readable: "Mapping[int, WaitingIssue]",
    shut: Mapping[int, Issue],
) -> AgendaItem:
    if slot.issue_id is None:
        return item
    if issue := readable.get(slot.issue_id):
        closed = issue.audience in CLOSED
        return replace(item, title=issue.title, ref=issue.ref, is_closed=closed, issue=issue)
    hidden = shut[slot.issue_id]
    label = hidden.closed_title or CLOSED_LABEL
    return replace(item, title=label, ref=hidden.ref, is_closed=True, presenter="")


def _matching(meeting: Meeting) -> Q:
    """Open ones of the meeting's proposal, or of all; a topic only with nothing open under it."""
    below = Issue.objects.filter(parent=OuterRef("pk"), state__in=OPEN_STATES)
    matching = Q(Q(is_heading=False) | ~Exists(below), state__in=OPEN_STATES)
    return matching & Q(proposal=meeting.proposal_id) if meeting.proposal_id else matching


def missing_issues(member: Member, meeting: Meeting) -> "QuerySet[WaitingIssue]":
    """Matching issues that the member may see and that are not on the agenda, in tree order."""
    placed = meeting.slots.filter(issue__isnull=False).values("issue")
    return issues_visible_to(member).filter(_matching(meeting)).exclude(pk__in=placed)


def issues_to_build_from(member: Member, meeting: Meeting) -> "QuerySet[WaitingIssue]":
    """Those of the missing that are open to the whole working group."""
    return missing_issues(member, meeting).exclude(audience__in=CLOSED)
