"""One line of an agenda as one audience gets it: what it may not see is not written at all."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.utils import timezone

from portal.models import Seat
from portal.vocabulary.audiences import Audience, is_within
from roundtable.models import AgendaSlot, Issue
from roundtable.vocabulary.issues import WaitingOn

Kind = Literal["topic", "item", "closed", "other"]


@dataclass(frozen=True)
class Lens:
    """For whom an agenda is written, and on which day in which zone."""

    audience: str
    day: date
    zone: ZoneInfo

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC

    def shows(self, issue: Issue) -> bool:
        """Whether everybody in the audience may see the issue."""
        return is_within(self.audience, issue.audience)


@dataclass(frozen=True)
class Place:
    """Where something stands: a slot, or a topic above the slots that follow."""

    level: int
    slot: AgendaSlot | None
    issue: Issue | None


def placed(
    slots: Iterable[AgendaSlot], lineage: Mapping[int, Issue], lens: Lens
) -> Iterator[Place]:
    """The slots in their order under the topics that the audience may see.

    The public gets no place at all for what is closed to it; the working group gets one.
    """
    path: list[int] = []
    for slot in slots:
        if slot.issue is None:
            path = []
            yield Place(0, slot, None)
        elif lens.shows(slot.issue) or not lens.is_public:
            topics = [above for above in line_of(slot.issue, lineage) if lens.shows(above)]
            known = _shared([above.pk for above in topics], path)
            for level, above in enumerate(topics[known:], start=known):
                yield Place(level, None, above)
            yield Place(len(topics), slot, slot.issue)
            path = [*(above.pk for above in topics), slot.issue.pk]


def line_of(issue: Issue, lineage: Mapping[int, Issue]) -> list[Issue]:
    """The issues above this one, topmost first."""
    line: list[Issue] = []
    above = issue.parent_id
    while above is not None:
        line.insert(0, lineage[above])
        above = lineage[above].parent_id
    return line


def issue_entry(issue: Issue, lens: Lens) -> dict[str, Any]:
    """What the audience reads of an issue; of a closed one that it is closed, and to whom."""
    if not lens.shows(issue):
        return closed_entry(issue)
    entry = {
        **blank_entry("item", key_of("issue", issue.pk)),
        "title": issue.title,
        "state_label": str(issue.get_state_display()),
        "owner": _owner(issue.owner, lens),
        "background": issue.background,
        **_waiting(issue, lens),
    }
    if lens.is_public:
        return entry
    updated = issue.last_update_at if issue.last_update else None
    return entry | {
        "ref": issue.ref,
        "talking_points": list(issue.talking_points),
        "last_update": issue.last_update,
        "last_update_on": timezone.localdate(updated, lens.zone).isoformat() if updated else "",
    }


def closed_entry(issue: Issue) -> dict[str, Any]:
    """Its reference, and the title that stands for the title."""
    closed_to = Audience(issue.audience).label
    return {
        **blank_entry("closed", key_of("issue", issue.pk)),
        "ref": issue.ref,
        "title": f"{issue.closed_title or 'Closed item'}: {closed_to[:1].lower()}{closed_to[1:]}",
    }


def topic_entry(issue: Issue, lens: Lens) -> dict[str, Any]:
    """A heading; only of an issue that the audience may see."""
    ref = "" if lens.is_public else issue.ref
    return {**blank_entry("topic", key_of("issue", issue.pk)), "ref": ref, "title": issue.title}


def slot_entry(place: Place, lens: Lens) -> dict[str, Any]:
    """What stands at a place, with the minutes and the purpose of its slot."""
    slot, issue = place.slot, place.issue
    if slot is None:
        return topic_entry(issue, lens) if issue else blank_entry("topic", "")
    if issue is None:
        entry = {**blank_entry("other", key_of("slot", slot.pk)), "title": slot.title}
    else:
        entry = issue_entry(issue, lens)
    entry["minutes"] = slot.minutes
    if entry["kind"] != "closed":
        entry["purpose"] = str(slot.get_purpose_display())
        entry["presenter"] = _presenter(slot, lens)
    return entry


def _presenter(slot: AgendaSlot, lens: Lens) -> str:
    """The public reads of owners by their office, also of one who presents."""
    issue = slot.issue
    named = slot.presenter or (issue.presenter if issue else "")
    owner = issue.owner.member.name if issue and issue.owner else ""
    return "" if lens.is_public and named == owner else named


def blank_entry(kind: Kind, key: str) -> dict[str, Any]:
    """Every field that the pages know, empty."""
    texts = ("ref", "title", "purpose", "starts", "presenter", "owner", "state_label")
    more = ("waiting_on", "background", "last_update", "last_update_on")
    return {
        "kind": kind,
        "key": key,
        **dict.fromkeys((*texts, *more), ""),
        "waiting_days": 0,
        "minutes": None,
        "talking_points": [],
    }


def key_of(kind: str, number: int) -> str:
    """Tells from version to version that an entry is about the same thing, and nothing else."""
    return hashlib.sha256(f"{kind} {number}".encode()).hexdigest()[:12]


def _shared(line: Sequence[int], path: Sequence[int]) -> int:
    count = 0
    for one, other in zip(line, path, strict=False):
        if one != other:
            break
        count += 1
    return count


def _waiting(issue: Issue, lens: Lens) -> dict[str, Any]:
    """Whom an open issue waits on, by office, and for how many days."""
    if not issue.is_open or issue.waiting_on == WaitingOn.NOBODY:
        return {"waiting_on": "", "waiting_days": 0}
    seat, body = issue.waiting_seat, issue.waiting_body
    named = _owner(seat, lens) if seat else body.name if body else ""
    days = (lens.day - timezone.localdate(issue.waiting_since, lens.zone)).days
    return {
        "waiting_on": named or str(issue.get_waiting_on_display()),
        "waiting_days": max(days, 0),
    }


def _owner(seat: Seat | None, lens: Lens) -> str:
    """The public reads the office, members also who holds it."""
    if seat is None:
        return ""
    office = f"{seat.title}, {seat.organization.short_name}"
    return office if lens.is_public else f"{seat.member.name}, {office}"
