"""Searching the record, and who opened something, for association staff.

What the reader may not see is a reference here, without reasons, facts and files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import Q, QuerySet

from portal.models import Attachment, AuditEvent, Member, ReadEvent
from portal.queries.history import Entry, entry_of, who_did
from portal.queries.search import Pages
from portal.registry import Row, registry
from portal.vocabulary.audit import Verb
from portal.vocabulary.record import Told

PER_PAGE = 50
COUNTED = 1000
DEEPEST = 2000
"""The last page that is shown: who looks for something older narrows it by days."""
READS_SHOWN = 200
OTHER_LABELS = {
    "portal.export": "Document",
    "portal.screeningrelease": "Screened passage",
    "portal.recovery": "Recovery",
}
"""Things that nobody looks up but by this name."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for; what is empty narrows nothing."""

    who: str = ""
    verb: str = ""
    kind: str = ""
    ref: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Line:
    """An entry as the search shows it; without an address where there is nothing to open."""

    entry: Entry
    kind: str
    title: str
    url: str = ""


@dataclass(frozen=True)
class Found:
    """One page of what was found: `count` entries, or more where it `is_cut`."""

    count: int
    is_cut: bool
    lines: Sequence[Line]
    pages: Pages

    @property
    def amount(self) -> str:
        if self.is_cut:
            return f"More than {self.count:,} entries"
        return f"{self.count:,} {'entry' if self.count == 1 else 'entries'}"


@dataclass(frozen=True)
class Reading:
    """Somebody opened a thing, a version of it, or a file on it."""

    at: datetime
    who: str
    what: str


def kind_labels() -> dict[str, str]:
    known = {kind.object_type: kind.label for kind in registry.record_kinds.values()}
    return dict(sorted((known | OTHER_LABELS).items(), key=lambda pair: pair[1]))


def search_record(viewer: Member, asked: Asked, *, number: int) -> Found:
    """Newest first: as many queries for one entry as for a page of many.

    Beyond `COUNTED` nobody counts: that takes longer than reading a page.
    """
    events = _matching(asked)
    count = events.order_by()[: COUNTED + 1].count()
    is_cut = count > COUNTED
    counted = max(1, ceil(min(count, COUNTED) / PER_PAGE))
    number = min(number, DEEPEST if is_cut else counted)
    rows = _from_page(events, number)
    if is_cut and not rows:
        number, rows = counted, _from_page(events, counted)
    last = number + (len(rows) > PER_PAGE and number < DEEPEST) if is_cut else counted
    return Found(
        count=min(count, COUNTED),
        is_cut=is_cut,
        lines=_lines(viewer, rows[:PER_PAGE]),
        pages=Pages(number, last),
    )


def _from_page(events: QuerySet[AuditEvent], number: int) -> list[AuditEvent]:
    """The entries of a page, and one more where another follows."""
    start = (number - 1) * PER_PAGE
    return list(events.select_related("actor").order_by("-pk")[start : start + PER_PAGE + 1])


def _matching(asked: Asked) -> QuerySet[AuditEvent]:
    events = AuditEvent.objects.all()
    for kind in registry.record_kinds.values():
        if kind.private:
            events = events.exclude(object_type=kind.object_type, verb__in=list(kind.private))
    if asked.who:
        of_member = Q(object_type="portal.member", object_label__icontains=asked.who)
        events = events.filter(Q(actor_label__icontains=asked.who) | of_member)
    if asked.verb:
        events = events.filter(verb=asked.verb)
    if asked.kind:
        events = events.filter(object_type=asked.kind)
    if asked.ref:
        events = events.filter(object_label__iexact=asked.ref)
    if asked.since:
        events = events.filter(at__gte=asked.since)
    if asked.until:
        events = events.filter(at__lt=asked.until)
    return events


def _lines(viewer: Member, events: Sequence[AuditEvent]) -> list[Line]:
    """Those of every kind at once, each kind with its own rule of what may be seen."""
    lines: dict[int, Line] = {}
    for object_type in {event.object_type for event in events}:
        of_kind = [event for event in events if event.object_type == object_type]
        lines |= _of_kind(viewer, object_type, of_kind)
    return [lines[event.pk] for event in events]


def _of_kind(viewer: Member, object_type: str, events: Sequence[AuditEvent]) -> dict[int, Line]:
    kind = registry.record_kinds.get(object_type)
    if kind is None:
        label = kind_labels().get(object_type, "Thing")
        return {event.pk: Line(_bare(event), label, "") for event in events}
    keys = {event.object_id for event in events}
    seen = kind.seen(viewer, keys)
    refs = kind.refs(keys - set(seen))
    open_ones = [event for event in events if event.object_id in seen]
    spoken = dict(zip([event.pk for event in open_ones], kind.tell(open_ones), strict=True))
    return {event.pk: _line(event, kind.label, seen, refs, spoken) for event in events}


def _line(
    event: AuditEvent,
    label: str,
    seen: Mapping[str, Row],
    refs: Mapping[str, str],
    spoken: Mapping[int, Told],
) -> Line:
    row = seen.get(event.object_id)
    if row is None:
        ref = refs.get(event.object_id, "")
        return Line(_bare(event), "" if ref.startswith(label) else label, ref)
    return Line(entry_of(event, spoken[event.pk]), label, row.title, row.url)


def _bare(event: AuditEvent) -> Entry:
    """Who did what and when, and nothing of what it was."""
    return Entry(at=event.at, who=who_did(event), what=Verb(event.verb).label)


def row_of(viewer: Member, object_type: str, key: str) -> Row | None:
    """The thing, if it is of a known kind and the viewer may see it."""
    kind = registry.record_kinds.get(object_type)
    return kind.seen(viewer, [key]).get(key) if kind else None


def readings_of(object_type: str, key: str) -> list[Reading]:
    """Who opened a thing or a file on it, newest first."""
    files = list(registry.record_kinds[object_type].files(key))
    of_files = Q(object_type=Attachment._meta.label_lower, object_id__in=files)
    opened = ReadEvent.objects.filter(Q(object_type=object_type, object_id=key) | of_files)
    events = list(opened.select_related("actor").order_by("-pk")[:READS_SHOWN])
    wanted = {event.object_id for event in events} & set(files)
    named = Attachment.objects.filter(pk__in=wanted).values_list("pk", "name")
    names = {str(pk): name for pk, name in named}
    return [
        Reading(
            at=event.at,
            who=event.actor.name,
            what=f"the file {names[event.object_id]}"
            if event.object_id in names
            else event.version,
        )
        for event in events
    ]
