"""Words for the record: how a kind of thing is named in it, and how its entries are told."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from portal.registry import Row

if TYPE_CHECKING:
    from portal.models import AuditEvent, Member


@dataclass(frozen=True, kw_only=True)
class Became:
    """What became what: words, or an instant, or nothing."""

    label: str
    before: str | datetime | None = None
    after: str | datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """An entry of the record in words for somebody who may see the thing: no numbers, no JSON."""

    what: str
    sentence: str = ""
    changes: Sequence[Became] = ()


def no_files(key: str) -> Collection[str]:
    """Of things on which no files hang."""
    return ()


@dataclass(frozen=True, kw_only=True)
class RecordKind:
    """A kind of thing in the record; to who may not see one, it is its reference.

    Things are named by the keys that the record keeps. `seen` gives a row for each of those that
    the member may see now, `refs` what everybody may call them. `tell` puts entries into words, in
    their order. `hidden` are verbs that are in no history, `private` those that are told nowhere.
    `files` are the keys of the private files on a thing.
    """

    object_type: str
    label: str
    seen: Callable[["Member", Collection[str]], Mapping[str, Row]]
    refs: Callable[[Collection[str]], Mapping[str, str]]
    tell: Callable[[Sequence["AuditEvent"]], Sequence[Told]]
    hidden: Collection[str] = ()
    private: Collection[str] = ()
    files: Callable[[str], Collection[str]] = no_files
