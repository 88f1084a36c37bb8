"""An agenda frozen for one audience: everything that the document shows, as JSON."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone

from portal.queries.organizations import associations
from portal.vocabulary.audiences import Audience
from roundtable.documents.changes import changes_between
from roundtable.documents.entries import (
    Lens,
    issue_entry,
    placed,
    slot_entry,
)
from roundtable.documents.numbering import numbers_of
from roundtable.models import AgendaSlot, Attendee, Issue, Meeting, Proposal
from roundtable.queries.agendas import issue_lineage, slots_of
from roundtable.vocabulary.meetings import AttendeeRole

SEEN_BY_ALL = frozenset({AttendeeRole.PRINCIPAL, AttendeeRole.FEDERAL})
DAY = "l, F j, Y"


@dataclass(frozen=True)
class FrozenAgenda:
    """`content` is cut to its audience; `issues` are those of which it shows anything but that
    they are closed."""

    content: dict[str, Any]
    issues: frozenset[int]


def agenda_snapshot(
    meeting: Meeting, audience: str, *, made_on: date | None = None
) -> FrozenAgenda:
    """The agenda as it stands, for everybody or for the working group.

    Without `made_on` it is made today: days of waiting are counted to that day.
    """
    zone = ZoneInfo(meeting.time_zone)
    lens = Lens(audience, made_on or timezone.localdate(timezone=zone), zone)
    slots = list(slots_of(meeting))
    lineage = issue_lineage(slot.issue for slot in slots if slot.issue)
    places = list(placed(slots, lineage, lens))
    entries = [slot_entry(place, lens) for place in places]
    if not lens.is_public:
        starts = _running_times(meeting, slots)
        for place, entry in zip(places, entries, strict=True):
            entry["starts"] = starts.get(place.slot.pk, "") if place.slot else ""
    content = {
        **_head(audience, made_on=lens.day, is_sample=meeting.is_sample),
        "ref": meeting.ref,
        "title": meeting.title,
        "issuers": [body.name for body in associations()],
        "counterpart": meeting.counterpart.name if meeting.counterpart else "",
        "meeting": _facts(meeting, lens),
        "attendees": [_attendee(person, lens) for person in _attendees(meeting, lens)],
        "items": _numbered(entries, levels=[place.level for place in places]),
    }
    shown = [place.issue for place in places if place.issue and lens.shows(place.issue)]
    return FrozenAgenda(content, frozenset(issue.pk for issue in shown))


def numbered_agenda(
    content: Mapping[str, Any], *, number: int, note: str, previous: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The same as version `number`, with what changed since the audience's previous version.

    The note is for the working group: what somebody types is not cut to an audience.
    """
    changes = None
    if previous is not None:
        changes = {"since": previous["number"], "sentences": changes_between(previous, content)}
    is_public = content["audience"] == Audience.PUBLIC
    return {**content, "number": number, "note": "" if is_public else note, "changes": changes}


def proposal_snapshot(
    proposal: Proposal, issues: Iterable[Issue], *, made_on: date | None = None
) -> dict[str, Any]:
    """A proposal's whole tree for the working group; reads only the instances it is given."""
    zone = ZoneInfo(timezone.get_current_timezone_name())
    lens = Lens(Audience.WORKING_GROUP, made_on or timezone.localdate(), zone)
    listed = list(issues)
    issuer = proposal.issuer.name if proposal.issuer else proposal.issuer_named
    return {
        **_head(lens.audience, made_on=lens.day, is_sample=proposal.is_sample),
        "ref": proposal.ref,
        "title": proposal.title,
        "issuers": [issuer] if issuer else [],
        "counterpart": proposal.counterpart.name if proposal.counterpart else "",
        "background_before": list(proposal.background_before),
        "background_after": list(proposal.background_after),
        "items": _numbered(
            [_node(issue, lens) for issue in listed], levels=[issue.depth for issue in listed]
        ),
    }


def document_title(snapshot: Mapping[str, Any]) -> str:
    """`Agenda v2: Winter meeting`: the document's name in lists and in its metadata."""
    edition = f" v{snapshot['number']}" if snapshot["number"] else ""
    return f"Agenda{edition}: {snapshot['title']}"


def agenda_filename(snapshot: Mapping[str, Any]) -> str:
    """Names what it is of and the version or the day, in letters that every file system takes."""
    ref = re.sub(r"[^A-Za-z0-9-]+", "-", snapshot["ref"])
    edition = f"v{snapshot['number']}" if snapshot["number"] else snapshot["made_on"]
    return f"{ref}-agenda-{edition}.pdf"


def _head(audience: str, *, made_on: date, is_sample: bool) -> dict[str, Any]:
    return {
        "audience": str(audience),
        "made_on": made_on.isoformat(),
        "is_sample": is_sample,
        "number": None,
        "note": "",
        "changes": None,
        "meeting": None,
        "attendees": [],
        "background_before": [],
        "background_after": [],
    }


def _node(issue: Issue, lens: Lens) -> dict[str, Any]:
    entry = issue_entry(issue, lens)
    if entry["kind"] == "closed":
        return {**entry, "minutes": issue.minutes}
    kind = "topic" if issue.is_heading else "item"
    return {**entry, "kind": kind, "minutes": issue.minutes, "presenter": issue.presenter}


def _numbered(entries: list[dict[str, Any]], *, levels: list[int]) -> list[dict[str, Any]]:
    pairs = zip(numbers_of(levels), entries, strict=True)
    return [{"number": number, **entry} for number, entry in pairs]


def _running_times(meeting: Meeting, slots: Iterable[AgendaSlot]) -> dict[int, str]:
    """When each slot begins, by its number; over all slots, so only for who may know of all."""
    if meeting.starts_at is None:
        return {}
    zone, passed, starts = ZoneInfo(meeting.time_zone), 0, {}
    for slot in slots:
        begins = meeting.starts_at + timedelta(minutes=passed)
        starts[slot.pk] = dateformat.format(begins.astimezone(zone), "g:i A")
        passed += slot.minutes
    return starts


def _facts(meeting: Meeting, lens: Lens) -> dict[str, Any]:
    """Who is not of the working group gets neither the link to join nor the objective."""
    starts = meeting.starts_at
    return {
        "when": when_words(meeting.starts_at, meeting.ends_at, zone=lens.zone),
        "starts_at": starts.isoformat() if starts else "",
        "place": meeting.place,
        "link": "" if lens.is_public else meeting.link,
        "press": str(meeting.get_press_status_display()),
        "objective": "" if lens.is_public else meeting.objective,
    }


def when_words(starts: datetime | None, ends: datetime | None, *, zone: ZoneInfo) -> str:
    """`Tuesday, January 12, 2027, 10:00 AM to 12:00 PM EST`; nothing when it is not set."""
    if starts is None:
        return ""
    begins = starts.astimezone(zone)
    words = dateformat.format(begins, f"{DAY}, g:i A")
    if ends is not None:
        end = ends.astimezone(zone)
        style = "g:i A" if end.date() == begins.date() else f"{DAY}, g:i A"
        words += f" to {dateformat.format(end, style)}"
    return f"{words} {dateformat.format(begins, 'T')}"


def _attendees(meeting: Meeting, lens: Lens) -> list[Attendee]:
    """In the order of the roles, then by name."""
    seen = [who for who in meeting.attendees.all() if not lens.is_public or who.role in SEEN_BY_ALL]
    roles = list(AttendeeRole)
    return sorted(seen, key=lambda who: (roles.index(AttendeeRole(who.role)), who.name))


def _attendee(person: Attendee, lens: Lens) -> dict[str, str]:
    """By name and office; the footing on which somebody attends stays with the staff."""
    return {
        "name": person.name,
        "office": ", ".join(part for part in (person.title, person.organization) if part),
        "role": str(person.get_role_display()),
        "capacity": "" if lens.is_public else person.capacity,
    }
