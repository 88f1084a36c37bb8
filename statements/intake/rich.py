"""A block's text as data: lines of styled runs and nested lists, read from HTML and written to it.

What says nothing to a reader is settled here: white space is folded, styles stand in one fixed
order, paragraphs inside a block are lines, and lists that cannot be told apart are one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from portal.vocabulary.rich_text import sanitized


@dataclass(frozen=True)
class Style:
    """How a stretch of text is set, and where it links to."""

    href: str = ""
    strong: bool = False
    em: bool = False
    u: bool = False
    sup: bool = False
    sub: bool = False

    def shared(self, other: "Style") -> "Style":
        """What both have in common."""
        common = {
            name: value
            for name, value in vars(self).items()
            if value and getattr(other, name) == value
        }
        return Style(**common)


PLAIN = Style()
STYLES = tuple(part.name for part in fields(Style))
Run = tuple[str, Style]
Line = tuple[Run, ...]


@dataclass
class Item:
    lines: list[Line] = field(default_factory=list)
    lists: list["ItemList"] = field(default_factory=list)


@dataclass
class ItemList:
    """`numbering` is "" for bullets, else the HTML type: 1, a, A, i or I."""

    numbering: str = ""
    start: int = 1
    items: list[Item] = field(default_factory=list)


Flow = list[Line | ItemList]
NUMBERINGS = frozenset("1aAiI")
LAST_START = 499
_SPACES = " \t\n\r\f"


def read_html(html: str) -> Flow:
    reader = _Reader()
    reader.feed(sanitized(html))
    reader.close()
    reader.flush()
    return tidied(reader.root)


def write_html(flow: Flow) -> str:
    """The same flow always gives the same HTML."""
    pieces: list[str] = []
    for is_list, parts in groupby(flow, key=lambda part: isinstance(part, ItemList)):
        found = list(parts)
        if is_list:
            pieces += [_list_html(part) for part in found if isinstance(part, ItemList)]
        else:
            lines = [_line_html(part) for part in found if not isinstance(part, ItemList)]
            pieces.append("<br>".join(lines))
    return sanitized("".join(pieces))


def folded(characters: Iterable[Run]) -> Line:
    """Runs of one line, white space folded; a space is set as both of its neighbors are."""
    words = [list(part) for is_white, part in groupby(characters, key=_is_white) if not is_white]
    line: list[Run] = []
    for word in words:
        if line:
            line.append((" ", line[-1][1].shared(word[0][1])))
        line += word
    return tuple(
        ("".join(text for text, _ in part), style)
        for style, part in groupby(line, key=lambda run: run[1])
    )


def tidied(flow: Flow) -> Flow:
    """Without empty lines beside lists or at the ends, and with lists of one kind joined."""
    parts: Flow = []
    for part in _joined(flow):
        if part == () and (not parts or isinstance(parts[-1], ItemList)):
            continue
        if isinstance(part, ItemList):
            _drop_empty_lines(parts)
        parts.append(part)
    _drop_empty_lines(parts)
    return _joined(parts)


def _joined(flow: Flow) -> Flow:
    parts: Flow = []
    for part in flow:
        last = parts[-1] if parts else None
        if not isinstance(part, ItemList):
            parts.append(part)
        elif isinstance(last, ItemList) and last.numbering == part.numbering:
            parts[-1] = replace(last, items=[*last.items, *_kept_items(part)])
        elif items := _kept_items(part):
            parts.append(replace(part, items=items))
    return parts


def _kept_items(found: ItemList) -> list[Item]:
    items = [Item(_trimmed(item.lines), _lists(item.lists)) for item in found.items]
    return [item for item in items if item.lines or item.lists]


def _lists(lists: Sequence[ItemList]) -> list[ItemList]:
    return [part for part in _joined(list(lists)) if isinstance(part, ItemList)]


def _trimmed(lines: Sequence[Line]) -> list[Line]:
    return [part for part in tidied(list(lines)) if not isinstance(part, ItemList)]


def _drop_empty_lines(parts: Flow) -> None:
    while parts and parts[-1] == ():
        parts.pop()


def _is_white(run: Run) -> bool:
    return run[0] in _SPACES


def _line_html(line: Line) -> str:
    return _dressed(line, STYLES)


def _dressed(runs: Sequence[Run], names: Sequence[str]) -> str:
    """Styles from the outermost in: links, bold, italics, underline, raised, lowered."""
    if not names:
        return "".join(escape(text, quote=False) for text, _ in runs)
    pieces = []
    for value, part in groupby(runs, key=lambda run: getattr(run[1], names[0])):
        inside = _dressed(list(part), names[1:])
        if value and names[0] == "href":
            inside = f'<a href="{escape(value)}">{inside}</a>'
        elif value:
            inside = f"<{names[0]}>{inside}</{names[0]}>"
        pieces.append(inside)
    return "".join(pieces)


def _list_html(found: ItemList) -> str:
    tag = "ol" if found.numbering else "ul"
    extra = "" if found.numbering in {"", "1"} else f' type="{found.numbering}"'
    extra += "" if found.start == 1 else f' start="{found.start}"'
    items = (
        "<br>".join(map(_line_html, item.lines)) + "".join(map(_list_html, item.lists))
        for item in found.items
    )
    return f"<{tag}{extra}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


class _Reader(HTMLParser):
    """Collects characters with their style, cut into lines, items and lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: Flow = []
        self.open: list[Item | ItemList] = []
        self.characters: list[Run] = []
        self.styles: list[tuple[str, Style]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._break()
        elif tag in {"p", "blockquote"}:
            self.flush()
        elif tag in {"ul", "ol"}:
            self._open_list(tag, given)
        elif tag == "li":
            self._open_item()
        elif tag == "a":
            self._style(tag, href=re.sub(r"\s", "%20", given.get("href", "").strip()))
        elif tag in {"sup", "sub"}:
            self._style(tag, sup=tag == "sup", sub=tag == "sub")
        elif tag in STYLES:
            self._style(tag, **{tag: True})

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "blockquote"}:
            self.flush()
        elif tag == "li":
            self._close(Item)
        elif tag in {"ul", "ol"}:
            self._close(Item)
            self._close(ItemList)
        else:
            self._unstyle(tag)

    def handle_data(self, data: str) -> None:
        if self.open and isinstance(self.open[-1], ItemList):
            if not data.strip(_SPACES):
                return
            self._open_item()
        style = self.styles[-1][1] if self.styles else PLAIN
        self.characters += [(character, style) for character in data]

    def flush(self) -> None:
        """Ends the line that has begun, if there is one."""
        if line := folded(self.characters):
            self._add(line)
        self.characters = []

    def _break(self) -> None:
        self._add(folded(self.characters))
        self.characters = []

    def _add(self, line: Line) -> None:
        if not self.open:
            self.root.append(line)
        elif isinstance(holder := self.open[-1], Item):
            holder.lines.append(line)

    def _open_list(self, tag: str, given: dict[str, str]) -> None:
        self.flush()
        kind = given.get("type", "") if given.get("type") in NUMBERINGS else "1"
        found = ItemList(numbering=kind if tag == "ol" else "", start=_start(tag, given))
        if self.open and isinstance(self.open[-1], ItemList):
            self._open_item()
        if self.open and isinstance(holder := self.open[-1], Item):
            holder.lists.append(found)
        else:
            self.root.append(found)
        self.open.append(found)

    def _open_item(self) -> None:
        self._close(Item)
        if not self.open:
            self._open_list("ul", {})
        if isinstance(holder := self.open[-1], ItemList):
            holder.items.append(Item())
            self.open.append(holder.items[-1])

    def _close(self, kind: type[Item] | type[ItemList]) -> None:
        self.flush()
        if self.open and isinstance(self.open[-1], kind):
            self.open.pop()

    def _style(self, tag: str, **changes: str | bool) -> None:
        base = self.styles[-1][1] if self.styles else PLAIN
        self.styles.append((tag, Style(**{**vars(base), **changes})))

    def _unstyle(self, tag: str) -> None:
        for place in reversed(range(len(self.styles))):
            if self.styles[place][0] == tag:
                del self.styles[place:]
                return


def _start(tag: str, given: dict[str, str]) -> int:
    start = given.get("start", "")
    is_number = tag == "ol" and start.isascii() and start.isdecimal()
    return int(start) if is_number and 1 <= int(start) <= LAST_START else 1
