"""Records what happened, in the transaction that does it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models

from portal.models import AuditEvent, Export, Member
from portal.vocabulary.audit import Verb

BATCH = 500


@dataclass(frozen=True)
class Source:
    """From where something is done: the address, and the SHA-256 of the session's key."""

    address: str | None = None
    session: str = ""
    member_id: int | None = None
    """Who is signed in there, as whomever a page is shown."""


def _nowhere() -> Source:
    """A command in a shell, or a worker."""
    return Source()


_source: ContextVar[Callable[[], Source]] = ContextVar("source", default=_nowhere)


@contextmanager
def coming_from(source: Callable[[], Source]) -> Iterator[None]:
    """What is recorded meanwhile comes from there; asked at each entry, since keys change."""
    before = _source.set(source)
    try:
        yield
    finally:
        _source.reset(before)


def current_source() -> Source:
    return _source.get()()


@dataclass(frozen=True, kw_only=True)
class Change:
    """One of many things that happen at once."""

    subject: models.Model
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str = ""


def record(
    verb: Verb,
    *,
    actor: Member | None,
    subject: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Adds one entry; without an actor it was the portal itself or a command in a shell."""
    change = Change(subject=subject, before=before, after=after, reason=reason)
    entry = _entry(verb, actor, change, current_source())
    entry.save(force_insert=True)
    return entry


def record_many(verb: Verb, *, actor: Member | None, changes: Iterable[Change]) -> None:
    """Adds an entry for each change, hundreds at a time."""
    source = current_source()
    entries = [_entry(verb, actor, change, source) for change in changes]
    AuditEvent.objects.bulk_create(entries, batch_size=BATCH)


def label_of(subject: models.Model) -> str:
    """How the record names a thing to whoever may not see it: by its reference, if it has one."""
    if isinstance(subject, Export):
        return f"Document {subject.pk}"
    return str(getattr(subject, "ref", "") or subject)[:300]


def _entry(verb: Verb, actor: Member | None, change: Change, source: Source) -> AuditEvent:
    if actor is not None and actor.behind is not None:
        actor = actor.behind
    return AuditEvent(
        verb=verb,
        actor=actor,
        actor_label=f"{actor.name} <{actor.email}>"[:300] if actor else "The portal",
        object_type=change.subject._meta.label_lower,
        object_id=str(change.subject.pk),
        object_label=label_of(change.subject),
        before=change.before,
        after=change.after,
        reason=change.reason,
        address=source.address,
        session=source.session,
    )
