"""What the record says of issues, meetings and proposals, in sentences."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from portal.models import AuditEvent, Member, Organization, Seat
from portal.queries.history import instant
from portal.registry import Row
from portal.vocabulary.audiences import Audience
from portal.vocabulary.audit import Verb
from portal.vocabulary.record import Became, RecordKind, Told
from roundtable.models import Issue, Meeting, Proposal
from roundtable.queries.issues import issues_seen_by, proposals_visible_to
from roundtable.queries.meetings import meetings_visible_to
from roundtable.vocabulary.issues import FIELD_NAMES, IssueState, WaitingOn
from roundtable.vocabulary.meetings import MeetingState, PressStatus

Names = Mapping[tuple[str, int], str]
ROLES = {"owner": "owner", "staff_lead": "staff lead", "helpers": "helpers"}
MEETING_FACTS = {
    "title": "Title",
    "starts_at": "From",
    "ends_at": "Until",
    "time_zone": "Time zone",
    "place": "Where",
    "link": "Video",
    "press_status": "Press",
    "objective": "Objective",
}


def tell_issues(events: Sequence[AuditEvent]) -> list[Told]:
    names = _names(events)
    return [Told(what=_what(event, names), sentence=event.reason) for event in events]


def _what(event: AuditEvent, names: Names) -> str:
    before, after = event.before or {}, event.after or {}
    match event.verb:
        case Verb.ISSUE_STEPPED:
            return f"{IssueState(before['state']).label} to {IssueState(after['state']).label}"
        case Verb.ISSUE_AUDIENCE_CHANGED:
            old, new = Audience(before["audience"]).label, Audience(after["audience"]).label
            return f"changed who sees it: {old} to {new}" if old != new else "changed who is named"
        case Verb.ATTACHMENT_ADDED:
            return f"added the file {after['name']}"
        case Verb.ISSUE_CHANGED:
            return _change(before, after, names)
    return Verb(event.verb).label


def _change(before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> str:
    if "update" in after:
        return "posted an update" if after["update"] == "posted" else "said: still current"
    if "waiting_on" in after:
        return f"waiting on: {_waiting(after, names)}"
    if "owner" in after:
        changed = [key for key in ROLES if after[key] != before[key]]
        return "; ".join(f"{ROLES[key]}: {_people(after[key], names)}" for key in changed)
    fields = [FIELD_NAMES.get(name, name) for name in after.get("changed", ())]
    return f"changed the {', '.join(fields)}" if fields else Verb.ISSUE_CHANGED.label


def _waiting(after: Mapping[str, Any], names: Names) -> str:
    if seat := after.get("waiting_seat"):
        return names["seat", seat]
    if body := after.get("waiting_body"):
        return names["body", body]
    return WaitingOn(after["waiting_on"]).label.lower()


def _people(found: Any, names: Names) -> str:
    ids = found if isinstance(found, list) else [found] if found else []
    return ", ".join(names["seat", pk] for pk in ids) or "nobody"


def _names(events: Iterable[AuditEvent]) -> dict[tuple[str, int], str]:
    """Names of all seats and bodies that the entries mention, in two queries."""
    seats: set[int] = set()
    bodies: set[int] = set()
    for event in events:
        after = event.after or {}
        single = (after.get(key) for key in ("owner", "staff_lead", "waiting_seat"))
        seats.update(pk for pk in (*single, *after.get("helpers", ())) if pk)
        bodies.update(pk for pk in [after.get("waiting_body")] if pk)
    found = Seat.objects.filter(pk__in=seats).values_list("pk", "member__name")
    named = Organization.objects.filter(pk__in=bodies).values_list("pk", "short_name")
    return {("seat", pk): name for pk, name in found} | {("body", pk): name for pk, name in named}


def tell_meetings(events: Sequence[AuditEvent]) -> list[Told]:
    return [_of_meeting(event, event.before or {}, event.after or {}) for event in events]


def _of_meeting(event: AuditEvent, before: Mapping[str, Any], after: Mapping[str, Any]) -> Told:
    words = Verb(event.verb).label
    match event.verb:
        case Verb.MEETING_STEPPED:
            old, new = MeetingState(before["state"]).label, MeetingState(after["state"]).label
            return Told(what=f"{old} to {new}", sentence=event.reason)
        case Verb.MEETING_CHANGED if "attendee" in {**before, **after}:
            done = "put on the list" if after else "took off the list"
            return Told(what=f"{done}: {(after or before)['attendee']}")
        case Verb.MEETING_CHANGED:
            return Told(what=words, changes=_changes(before, after))
        case Verb.AGENDA_PUBLISHED:
            return Told(what=f"{words}, version {after['number']}", sentence=event.reason)
        case Verb.ATTACHMENT_ADDED:
            return Told(what=f"added the file {after['name']}")
    return Told(what=words)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Became]:
    return [
        Became(label=label, before=_said(name, before[name]), after=_said(name, after[name]))
        for name, label in MEETING_FACTS.items()
        if name in before and name in after
    ]


def _said(name: str, value: Any) -> Any:
    if name in {"starts_at", "ends_at"}:
        return instant(value)
    return PressStatus(value).label if name == "press_status" else value


def tell_proposals(events: Sequence[AuditEvent]) -> list[Told]:
    return [Told(what=Verb(event.verb).label) for event in events]


def seen_issues(member: Member, keys: Collection[str]) -> dict[str, Row]:
    found = issues_seen_by(member).filter(pk__in=list(keys))
    return {
        str(one.pk): Row(title=f"{one.ref} {one.title}", url=reverse("issue", args=[one.ref]))
        for one in found.only("ref", "title")
    }


def seen_meetings(member: Member, keys: Collection[str]) -> dict[str, Row]:
    found = meetings_visible_to(member).filter(pk__in=list(keys))
    return {
        str(one.pk): Row(title=one.title, url=reverse("meeting", args=[one.ref])) for one in found
    }


def seen_proposals(member: Member, keys: Collection[str]) -> dict[str, Row]:
    found = proposals_visible_to(member).filter(pk__in=list(keys))
    return {
        str(one.pk): Row(title=one.title, url=reverse("proposal", args=[one.ref])) for one in found
    }


def _files(key: str) -> list[str]:
    found = Issue.attachments.through.objects.filter(issue=int(key))
    return [str(pk) for pk in found.values_list("attachment", flat=True)]


def _refs(model: Any, keys: Collection[str]) -> dict[str, str]:
    found = model.objects.filter(pk__in=list(keys)).values_list("pk", "ref")
    return {str(pk): ref for pk, ref in found}


KINDS = [
    RecordKind(
        object_type=Issue._meta.label_lower,
        label="Issue",
        seen=seen_issues,
        refs=lambda keys: _refs(Issue, keys),
        tell=tell_issues,
        files=_files,
    ),
    RecordKind(
        object_type=Meeting._meta.label_lower,
        label="Meeting",
        seen=seen_meetings,
        refs=lambda keys: _refs(Meeting, keys),
        tell=tell_meetings,
    ),
    RecordKind(
        object_type=Proposal._meta.label_lower,
        label="Proposal",
        seen=seen_proposals,
        refs=lambda keys: _refs(Proposal, keys),
        tell=tell_proposals,
    ),
]
