"""What happened to something, in sentences: the one way in which pages tell the record.

Whoever shows a history has found before that the reader may see the thing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q

from portal.models import AuditEvent
from portal.registry import registry
from portal.vocabulary.audit import Verb
from portal.vocabulary.record import Became, Told

SHOWN = 60


@dataclass(frozen=True)
class Entry:
    """One line: who did what, and the sentence that was given with it."""

    at: datetime
    who: str
    what: str
    sentence: str = ""
    changes: Sequence[Became] = ()
    about: str = ""
    """Of what, where a history is about several things."""


def history_of(*things: Model) -> list[Entry]:
    """The newest entries about these things, newest first."""
    keys: dict[str, list[str]] = {}
    for thing in things:
        keys.setdefault(thing._meta.label_lower, []).append(str(thing.pk))
    return history_of_keys(keys)


def history_of_keys(keys: Mapping[str, Collection[str]]) -> list[Entry]:
    """The same of things by their kinds and keys, as the record names them."""
    wanted = Q(pk__in=[])
    for object_type, ids in keys.items():
        kind = registry.record_kinds[object_type]
        found = Q(object_type=object_type, object_id__in=list(ids))
        wanted |= found & ~Q(verb__in=[*kind.hidden, *kind.private])
    events = AuditEvent.objects.filter(wanted).select_related("actor").order_by("-pk")
    return told(list(events[:SHOWN]))


def told(events: Sequence[AuditEvent]) -> list[Entry]:
    """Entries in words, in their order: as many queries for many as for one of each kind."""
    words: dict[int, Told] = {}
    for object_type, kind in registry.record_kinds.items():
        of_kind = [event for event in events if event.object_type == object_type]
        if of_kind:
            spoken = zip(of_kind, kind.tell(of_kind), strict=True)
            words |= {event.pk: said for event, said in spoken}
    return [entry_of(event, words[event.pk]) for event in events]


def entry_of(event: AuditEvent, said: Told) -> Entry:
    return Entry(
        at=event.at,
        who=who_did(event),
        what=said.what,
        sentence=said.sentence,
        changes=said.changes,
        about=event.object_label,
    )


def who_did(event: AuditEvent) -> str:
    """A name; the record keeps the address, too, and pages do not need it."""
    return event.actor.name if event.actor else event.actor_label


def plainly(events: Iterable[AuditEvent]) -> list[Told]:
    """Nothing but the words of the verb."""
    return [Told(what=Verb(event.verb).label) for event in events]


def instant(text: object) -> datetime | None:
    """A moment as entries keep it."""
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None
