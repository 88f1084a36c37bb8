"""A block's text as people type it, with light marks, and back: nothing is lost either way.

`**bold**`, `*italics*`, `__underlined__`, `^^raised^^`, `~~lowered~~`, `[words](https://...)`.
A line is a line. In lists every line is an item, two spaces deeper for an inner one; an item goes
on after a backslash at the end of its line. In other blocks a line that opens with a bullet is an
item. A backslash before a sign makes it an ordinary character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from statements.intake.inline import line_marks, read_line
from statements.intake.numerals import letters, letters_value, roman, roman_value
from statements.intake.rich import (
    LAST_START,
    Flow,
    Item,
    ItemList,
    Line,
    read_html,
    tidied,
    write_html,
)
from statements.vocabulary.blocks import BlockKind

LISTS: dict[str, str] = {BlockKind.LIST: "", BlockKind.NUMBERED_LIST: "1"}
_DEEPEST = 20
_INDENT = re.compile(r"[ \t]*")
_BULLET = re.compile(r"[-\u2013\u2022*](?:[ \t]+|$)")
_SURE_BULLET = re.compile(r"\u2022(?:[ \t]+|$)")
_ORDINAL = re.compile(r"(?P<count>[0-9]{1,4}|[A-Za-z]{1,12})(?P<close>[.)])(?:[ \t]+|$)")
_CUT = re.compile(r"(?<!\\)(?:\\\\)*\\$")


def to_marks(html: str, kind: str) -> str:
    """The text of a block of this kind, one line for each of its lines."""
    lines: list[str] = []
    for part in _shaped(read_html(html), kind):
        if isinstance(part, ItemList):
            lines += _list_marks(part, "", sign="" if kind in LISTS else "\u2022 ")
        else:
            lines.append(_escaped_opening(line_marks(part)))
    return "\n".join(lines)


def to_html(marks: str, kind: str) -> str:
    """What was typed as clean HTML; empty for a text without a word."""
    typed = _Typed(marks.replace("\r\n", "\n").replace("\r", "\n").split("\n"), LISTS.get(kind))
    return write_html(_shaped(typed.read(), kind))


def _shaped(flow: Flow, kind: str) -> Flow:
    """In a block that is a list, lines outside of its lists are items too."""
    if kind not in LISTS:
        return flow
    parts: Flow = []
    for part in flow:
        if isinstance(part, ItemList):
            parts.append(part)
        elif part:
            last = parts[-1] if parts else None
            numbering = last.numbering if isinstance(last, ItemList) else LISTS[kind]
            parts.append(ItemList(numbering=numbering, items=[Item([part])]))
    return tidied(parts)


def _list_marks(found: ItemList, indent: str, *, sign: str) -> Iterator[str]:
    for number, item in enumerate(found.items, start=found.start):
        label = _label(found.numbering, number)
        mark = sign + label if label else sign or "- "
        first, *others = [line_marks(line) for line in item.lines] or [""]
        if sign and not label and (numbered := _ORDINAL.match(first)):
            first = f"{numbered['count']}\\{first[numbered.start('close') :]}"
        yield "\\\n".join([f"{indent}{mark}{first}", *(f"{indent}  {line}" for line in others)])
        for inner in item.lists:
            yield from _list_marks(inner, indent + "  ", sign=sign)


def _label(numbering: str, number: int) -> str:
    if numbering in {"", "1"}:
        return f"{number}. " if numbering else ""
    written = f"{letters(number)}) " if numbering in {"a", "A"} else f"{roman(number)}. "
    return written.upper() if numbering.isupper() else written


def _escaped_opening(text: str) -> str:
    return f"\\{text}" if _SURE_BULLET.match(text) else text


@dataclass(frozen=True)
class _Mark:
    """What opens an item: which numberings it may mean, the likeliest first; none joins any."""

    text: str
    meanings: tuple[tuple[str, int], ...] = ()
    is_closed: bool = False


@dataclass(frozen=True)
class _Level:
    """A list that may go on; letters with a bracket and letters with a point do not mix."""

    list: ItemList
    is_closed: bool

    def takes(self, mark: _Mark) -> bool:
        numbering = self.list.numbering
        fits = not mark.meanings or numbering in dict(mark.meanings)
        return fits and (numbering not in {"a", "A"} or self.is_closed == mark.is_closed)


_DASH = (("", 1),)


@dataclass
class _Typed:
    """Lines as typed. `numbering` is that of lines without a mark, None where they are no items."""

    lines: list[str]
    numbering: str | None
    flow: Flow = field(default_factory=list)
    open: list[_Level] = field(default_factory=list)

    def read(self) -> Flow:
        self.lines.reverse()
        while self.lines:
            self._place(self.lines.pop())
        return tidied(self.flow)

    def _place(self, line: str) -> None:
        indent = _INDENT.match(line)
        width = len(indent.group().replace("\t", "  ")) if indent else 0
        text = line.strip(" \t")
        mark = self._mark(text)
        if mark is None:
            self.open = []
            self.flow.append(read_line(text))
        elif mark.text or mark.text != text:
            self._add(mark, min(width // 2, len(self.open), _DEEPEST))

    def _mark(self, text: str) -> _Mark | None:
        if self.numbering is None:
            bullet = _SURE_BULLET.match(text)
            if not bullet:
                return None
            rest = text[bullet.end() :]
            return _numbered(rest) or _Mark(rest, _DASH)
        if bullet := _BULLET.match(text):
            return _Mark(text[bullet.end() :], _DASH)
        return _numbered(text) or _Mark(text)

    def _add(self, mark: _Mark, depth: int) -> None:
        level = self.open[depth] if depth < len(self.open) else None
        if level is None or not level.takes(mark):
            level = self._opened(mark, depth)
        self.open = [*self.open[:depth], level]
        level.list.items.append(Item(list(self._lines_of(mark.text))))

    def _opened(self, mark: _Mark, depth: int) -> _Level:
        numbering, start = mark.meanings[0] if mark.meanings else (self.numbering or "", 1)
        found = ItemList(numbering=numbering, start=start)
        if depth:
            self.open[depth - 1].list.items[-1].lists.append(found)
        else:
            self.flow.append(found)
        return _Level(found, mark.is_closed)

    def _lines_of(self, text: str) -> Iterator[Line]:
        """The item's own line, and those that follow a backslash."""
        while _CUT.search(text) and self.lines:
            yield read_line(text[:-1])
            text = self.lines.pop().strip(" \t")
        yield read_line(text)


def _numbered(text: str) -> _Mark | None:
    found = _ORDINAL.match(text)
    if not found:
        return None
    is_closed = found["close"] == ")"
    meanings = tuple(_meanings(found["count"], is_closed=is_closed))
    return _Mark(text[found.end() :], meanings, is_closed) if meanings else None


def _meanings(count: str, *, is_closed: bool) -> Iterator[tuple[str, int]]:
    """A letter with a bracket is a letter; with a point it is a Roman numeral if it can be."""
    if count.isdecimal():
        yield "1", max(int(count), 1)
        return
    if not (count.islower() or count.isupper()):
        return
    case = str.upper if count.isupper() else str.lower
    number = roman_value(count.lower())
    if number and number <= LAST_START and not is_closed:
        yield case("i"), number
    letter = letters_value(count.lower())
    if letter and (is_closed or len(count) == 1):
        yield case("a"), letter
