"""How deep each item stands: by dotted number, indentation, and marker where columns are equal."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from roundtable.intake.blocks import Item
from roundtable.intake.markers import Kind

# From the outermost marker to the innermost, where indentation does not tell.
_RANKS = {"A": (1, 0), "1": (2, 2), "a": (3, 4)}
_BULLET_RANK = 20
# How word processors change their bullets on the way down.
_SIGN_RANKS = {"\u2022": 0, "\u25cf": 0, "*": 0, "\u25aa": 2, "\u25a0": 2, "\u2023": 2, "\u00b7": 2}
_ENCLOSED = 10


@dataclass
class _Level:
    column: int
    item: Item

    @property
    def style(self) -> str:
        return self.item.marker.style


class DepthReader:
    """Reads items in document order; keeps the open levels as a stack, outermost first."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._columns = _merge_columns(items)
        self._last_use = {item.marker.style: place for place, item in enumerate(items)}
        listed = {self._column(item) for item in items if item.marker.kind is not Kind.HEADING}
        self._is_flat = len(listed) == 1
        self._headings: list[Item] = []
        self._levels: list[_Level] = []
        self._place = -1

    def start_run(self) -> None:
        """Begin another list: its indentation owes nothing to the one before."""
        self._levels = []

    def read(self, item: Item) -> int:
        self._place += 1
        if item.marker.kind is Kind.HEADING:
            self._open_heading(item)
            return len(self._headings) - 1
        self._open_level(_Level(column=self._column(item), item=item))
        return len(self._headings) + len(self._levels) - 1

    def _column(self, item: Item) -> int:
        return self._columns[item.column]

    def _open_heading(self, item: Item) -> None:
        while self._headings and len(self._headings[-1].marker.sign) >= len(item.marker.sign):
            self._headings.pop()
        self._headings.append(item)
        self._levels = []

    def _open_level(self, level: _Level) -> None:
        parent = self._dotted_parent(level)
        sibling = self._aligned_sibling(level)
        if parent is not None:
            del self._levels[parent + 1 :]
        elif sibling is not None:
            del self._levels[sibling:]
        else:
            self._close_levels(level)
        self._levels.append(level)

    def _dotted_parent(self, level: _Level) -> int | None:
        """The open level that carries the number's own beginning: 1.2 for 1.2.1."""
        parts = level.item.marker.parts[:-1]
        if not parts:
            return None
        for place, open_level in enumerate(self._levels):
            marker = open_level.item.marker
            if marker.kind is Kind.NUMBER and marker.parts == parts:
                return place
        return None

    def _aligned_sibling(self, level: _Level) -> int | None:
        """The level whose numbers end in the same column, as i., ii. and iii. set flush right."""
        for place, open_level in enumerate(self._levels):
            marker, before = level.item.marker, open_level.item.marker
            goes_on = marker.is_ordered and marker.style == before.style
            is_aligned = open_level.item.text_column == level.item.text_column
            if goes_on and is_aligned and marker.parts > before.parts:
                return place
        return None

    def _close_levels(self, level: _Level) -> None:
        """Close what the new level does not stand under; an unknown column goes to the nearest."""
        closed: _Level | None = None
        while self._levels and self._levels[-1].column > level.column:
            closed = self._levels.pop()
        if not self._levels:
            return
        top = self._levels[-1]
        if top.column == level.column:
            self._close_equal_columns(level)
        elif closed and level.column - top.column == 1:
            self._levels.pop()
        elif closed and closed.column - level.column < level.column - top.column:
            level.column = closed.column

    def _close_equal_columns(self, level: _Level) -> None:
        for place, open_level in enumerate(self._levels):
            if open_level.column == level.column and open_level.style == level.style:
                del self._levels[place:]
                return
        if not self._nests(self._levels[-1], level):
            self._levels.pop()

    def _nests(self, top: _Level, level: _Level) -> bool:
        kinds = {top.item.marker.kind, level.item.marker.kind}
        if kinds == {Kind.BULLET} and not self._is_flat:
            return False
        comes_back = self._last_use[top.style] > self._place
        return comes_back or _rank(level.item) > _rank(top.item)


def _rank(item: Item) -> float:
    marker = item.marker
    if marker.kind is Kind.TIME:
        return -1
    if not marker.is_ordered:
        return _BULLET_RANK + _SIGN_RANKS.get(marker.sign, 1)
    if len(marker.parts) > 1:
        return 2 + len(marker.parts) / 10
    letter_rank, roman_rank = _RANKS[marker.style.lstrip("(")[0]]
    rank = roman_rank if marker.kind is Kind.ROMAN else letter_rank
    return rank + (_ENCLOSED if marker.style.startswith("(") else 0)


def _merge_columns(items: Sequence[Item]) -> dict[int, int]:
    """Map each column to its level's first; one column off is no level where others differ more."""
    columns = sorted({item.column for item in items})
    steps = [after - before for before, after in pairwise(columns)]
    merged: dict[int, int] = {}
    for place, column in enumerate(columns):
        is_near = place > 0 and steps[place - 1] == 1 and max(steps) > 1
        merged[column] = merged[columns[place - 1]] if is_near else column
    return merged
