"""What happened to an issue, in sentences; for those who may see the issue now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.models import AuditEvent, Organization, Seat
from portal.vocabulary.audiences import Audience
from portal.vocabulary.audit import Verb
from roundtable.models import Issue
from roundtable.vocabulary.issues import FIELD_NAMES, IssueState, WaitingOn

SHOWN = 60
ROLES = {"owner": "owner", "staff_lead": "staff lead", "helpers": "helpers"}


@dataclass(frozen=True)
class Entry:
    """One line: who did what, and the sentence that was given with it."""

    at: datetime
    who: str
    what: str
    sentence: str


def history_of(issue: Issue) -> list[Entry]:
    """The newest entries, newest first."""
    events = list(
        AuditEvent.objects.filter(object_type=Issue._meta.label_lower, object_id=str(issue.pk))
        .select_related("actor")
        .order_by("-pk")[:SHOWN]
    )
    names = _names(events)
    return [
        Entry(
            at=event.at,
            who=event.actor.name if event.actor else event.actor_label,
            what=_what(event, names),
            sentence=event.reason,
        )
        for event in events
    ]


def _what(event: AuditEvent, names: Mapping[tuple[str, int], str]) -> str:
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


def _change(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[tuple[str, int], str]
) -> str:
    if "update" in after:
        return "posted an update" if after["update"] == "posted" else "said: still current"
    if "waiting_on" in after:
        return f"waiting on: {_waiting(after, names)}"
    if "owner" in after:
        changed = [key for key in ROLES if after[key] != before[key]]
        return "; ".join(f"{ROLES[key]}: {_people(after[key], names)}" for key in changed)
    fields = [FIELD_NAMES.get(name, name) for name in after.get("changed", ())]
    return f"changed the {', '.join(fields)}" if fields else Verb.ISSUE_CHANGED.label


def _waiting(after: Mapping[str, Any], names: Mapping[tuple[str, int], str]) -> str:
    if seat := after.get("waiting_seat"):
        return names["seat", seat]
    if body := after.get("waiting_body"):
        return names["body", body]
    return WaitingOn(after["waiting_on"]).label.lower()


def _people(found: Any, names: Mapping[tuple[str, int], str]) -> str:
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
