"""The chain over the record: what is sealed, what is not yet, and whether all of it still fits.

Entries are read as text by the database, so that nothing is lost on the way to their hash.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from portal.models import AuditLink
from portal.vocabulary.chain import BEFORE_THE_FIRST, COLUMNS, Entry, chained

CHUNK = 1000
LATE = 10_000
"""How far behind the newest sealed entry the sealer usually looks for what was committed late."""

AS_TEXT = {
    "at": """to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
} | {name: f"e.{name}::text" for name in COLUMNS if name != "at"}
SELECTED = ", ".join(f'{AS_TEXT[name]} AS "{name}"' for name in COLUMNS)

UNSEALED = f"""
SELECT {SELECTED} FROM portal_auditevent e
WHERE e.id > %s AND NOT EXISTS (SELECT 1 FROM portal_auditlink l WHERE l.event_id = e.id)
ORDER BY e.id LIMIT %s
"""  # noqa: S608 - made of our own column names
SEALED = f"""
SELECT l.position, l.hash, l.event_id, {SELECTED}
FROM portal_auditlink l LEFT JOIN portal_auditevent e ON e.id = l.event_id
WHERE l.position > %s ORDER BY l.position LIMIT {CHUNK}
"""  # noqa: S608 - the same


class Head(NamedTuple):
    """The last link."""

    position: int
    hash: str


class Link(NamedTuple):
    """A link, with the entry that it is for; None where that entry is gone."""

    position: int
    hash: str
    event_id: int
    entry: Entry | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the chain looks like: `fault` says in words what is broken first."""

    head: Head
    fault: str = ""


def head() -> Head:
    last = AuditLink.objects.order_by("-position").values_list("position", "hash").first()
    return Head(*last) if last else Head(0, BEFORE_THE_FIRST)


def unsealed(*, limit: int, everywhere: bool) -> list[Entry]:
    """Committed entries without a link, oldest number first."""
    newest = AuditLink.objects.order_by("-event").values_list("event", flat=True).first() or 0
    start = 0 if everywhere else max(0, newest - LATE)
    return [dict(zip(COLUMNS, row, strict=True)) for row in _rows(UNSEALED, [start, limit])]


def count_unsealed() -> int:
    found = _rows(
        "SELECT count(*) FROM portal_auditevent e WHERE NOT EXISTS "
        "(SELECT 1 FROM portal_auditlink l WHERE l.event_id = e.id)",
        [],
    )
    return int(next(found)[0])


def verified(expected: Mapping[int, str]) -> Finding:
    """Computes every hash anew from the first; `expected` are hashes noted earlier elsewhere."""
    at = Head(0, BEFORE_THE_FIRST)
    for link in links():
        if fault := _fault(at, link, expected.get(at.position + 1)):
            return Finding(head=at, fault=fault)
        at = Head(link.position, link.hash)
    if cut := [position for position in sorted(expected) if position > at.position]:
        return Finding(
            head=at, fault=f"Position {cut[0]} is missing: the chain ends at {at.position}."
        )
    return Finding(head=at)


def links() -> Iterator[Link]:
    """All links in order, some at a time: as much memory for a million as for a thousand."""
    last = 0
    while chunk := [_link(row) for row in _rows(SEALED, [last])]:
        yield from chunk
        last = chunk[-1].position


def _fault(before: Head, link: Link, expected: str | None) -> str:
    place = before.position + 1
    if link.position != place:
        return f"Position {place} is missing: the link of an entry was taken out."
    if link.entry is None:
        return f"Entry {link.event_id}, at position {place}, is missing."
    right = chained(before.hash, link.entry)
    if link.hash != right:
        return _why(before, link, right)
    if expected not in (None, right):
        return f"Position {place} has another hash than was noted: the chain was written anew."
    return ""


def _why(before: Head, link: Link, right: str) -> str:
    """Whether an entry was changed, or the one that belongs here stands elsewhere."""
    for other in links():
        if other.position == link.position or other.entry is None:
            continue
        if other.hash == right or chained(before.hash, other.entry) in (link.hash, other.hash):
            return f"Entry {link.event_id}, at position {link.position}, is out of order."
    return f"Entry {link.event_id}, at position {link.position}, was changed."


def _link(row: tuple[Any, ...]) -> Link:
    entry = dict(zip(COLUMNS, row[3:], strict=True))
    return Link(row[0], row[1], row[2], None if entry["id"] is None else entry)


def _rows(sql: str, given: list[int]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        yield from cursor.fetchall()
