"""Searching everything that a member may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import Count, QuerySet, Window

from portal.intake.search_words import SearchWords, meant
from portal.models import Member
from portal.queries.matching import tolerantly
from portal.registry import Hit, Searcher, registry

FEW = 3
"""With fewer hits than this, similar titles are shown too."""
FIRST = 5
PER_PAGE = 20


@dataclass(frozen=True)
class Pages:
    """Which page of how many is shown."""

    number: int
    last: int

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def following(self) -> int:
        return self.number + 1 if self.number < self.last else 0


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best few, or one page of all."""

    kind: str
    label: str
    count: int
    hits: Sequence[Hit]
    pages: Pages | None = None

    @property
    def is_cut(self) -> bool:
        return self.pages is None and self.count > len(self.hits)


@dataclass(frozen=True)
class Results:
    """`groups` are all kinds, also where nothing was found; hits only of those asked for."""

    groups: Sequence[Group]
    similar: Sequence[Hit]
    suggestion: str

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def shown(self) -> Sequence[Group]:
        return [group for group in self.groups if group.hits]


def kinds() -> list[str]:
    return [searcher.kind for searcher in _searchers()]


def address_of(member: Member, words: SearchWords) -> str | None:
    """Where a typed reference leads, if the member may see what has it."""
    if not words.reference:
        return None
    found = (address(member, words.reference) for address in registry.references)
    return next((address for address in found if address), None)


def search(member: Member, words: SearchWords, *, kind: str = "", page: int = 1) -> Results:
    """All kinds with their counts; the best of each, or one page of the one that was asked for."""
    page = page if kind else 1
    groups = [_group(searcher, member, words, kind, page) for searcher in _searchers()]
    asked = [group for group in groups if kind in {"", group.kind}]
    if sum(group.count for group in asked) >= FEW:
        return Results(groups=groups, similar=(), suggestion="")
    known = {hit.url for group in groups for hit in group.hits}
    similar = [hit for hit in _similar(member, words, kind) if hit.url not in known]
    has_found = any(group.count for group in groups)
    titles = ["".join(piece.text for piece in hit.title) for hit in similar]
    return Results(
        groups=groups,
        similar=similar[:FIRST],
        suggestion="" if has_found else meant(words, titles),
    )


def _searchers() -> list[Searcher]:
    return sorted(registry.searchers, key=lambda searcher: searcher.label)


def _group(searcher: Searcher, member: Member, words: SearchWords, kind: str, number: int) -> Group:
    found = searcher.find(member, words)
    if kind and kind != searcher.kind:
        return Group(searcher.kind, searcher.label, found.count(), ())
    size = PER_PAGE if kind else FIRST
    rows = list(_counted(found)[(number - 1) * size : number * size])
    if not rows and number > 1:
        return _group(searcher, member, words, kind, 1)
    count = rows[0].found_count if rows else 0
    pages = Pages(number, max(1, ceil(count / size))) if kind else None
    return Group(searcher.kind, searcher.label, count, searcher.hits(rows), pages)


def _counted(found: QuerySet[Any]) -> QuerySet[Any]:
    """Each row with the number of all rows, so that one query does for both."""
    counted: QuerySet[Any] = found.annotate(found_count=Window(Count("pk")))
    return counted


def _similar(member: Member, words: SearchWords, kind: str) -> list[Hit]:
    asked: Iterable[Searcher] = (one for one in _searchers() if kind in {"", one.kind})
    with tolerantly():
        return [hit for one in asked for hit in one.hits(list(one.similar(member, words)[:FIRST]))]
