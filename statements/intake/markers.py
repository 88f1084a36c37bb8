"""Which lines open an item of a list: a bullet, a dash, or a number that counts on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portal.vocabulary.furniture import is_furniture_of_prose
from statements.intake.lines import Line, Run, is_unfinished
from statements.intake.openers import END_MARK

# Outer signs before inner ones: where the page shows no indentation, a sign of a higher rank that
# follows one of a lower rank opens an inner list.
_STYLES = {"1": 0, "I": 0, "A": 1, "a": 2, "i": 3, "bullet": 4, "dash": 5, "inner": 6}
_GLYPHS = re.compile(
    r"(?P<bullet>[\u2022\u25cf\u00b7\u25a0\uf0b7]\s*|\*\s+)(?=\S)"
    r"|(?P<inner>[\u25e6\u25cb\u25aa\u25ab\u25a1\u2023\uf0a7]\s*|o\s+)(?=\S)"
    r"|(?P<dash>[-\u2013+])\s+(?=\S)"
)
_COUNTED = re.compile(
    r"\(?(?P<count>[0-9]{1,3}|[a-z]|[ivx]{2,5}|[A-Z]|[IVX]{2,5})(?P<close>[.)])\s+(?=\S)"
)
_ROMAN = (
    "",
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
)
_CERTAIN = "\u2022\u25cf\u00b7\u25a0\uf0b7\u25e6\u25cb\u25aa\u25ab\u25a1\u2023\uf0a7"


@dataclass(frozen=True)
class Item:
    """The sign that opens an item; `ordinal` is 0 for bullets."""

    line: Line
    sign: str
    style: str
    ordinal: int = 0

    @property
    def rank(self) -> int:
        return _STYLES[self.style]

    @property
    def is_certain(self) -> bool:
        return self.sign[0] in _CERTAIN


def find_items(runs: Sequence[Run]) -> dict[int, Item]:
    """Items by line number. A lone dash or number is no list, and numbers must count on."""
    found: dict[int, Item] = {}
    for group in _groups(runs):
        for style in {item.style for item in group}:
            if _holds(group, style):
                found |= {item.line.number: item for item in group if item.style == style}
    return found


def _groups(runs: Sequence[Run]) -> Iterator[list[Item]]:
    """Signs that follow each other with no run between them that opens without one."""
    group: list[Item] = []
    for run in runs:
        if group and not _candidate(run[0]):
            yield group
            group = []
        for position, line in enumerate(run):
            item = _candidate(line)
            cut = position > 0 and is_unfinished(run[position - 1]) and not group
            if item and not (cut and not item.is_certain):
                group.append(_settled(item, group))
    yield group


def _candidate(line: Line) -> Item | None:
    if END_MARK.fullmatch(line.text) or is_furniture_of_prose(line.text):
        return None
    glyph = _GLYPHS.match(line.text)
    if glyph and glyph.lastgroup:
        return Item(line, glyph.group().strip(), glyph.lastgroup)
    counted = _COUNTED.match(line.text)
    return _counted(line, counted) if counted else None


def _counted(line: Line, counted: re.Match[str]) -> Item | None:
    sign, count = counted.group().strip(), counted["count"]
    if count.isdigit():
        return Item(line, sign, "1", int(count)) if int(count) else None
    if count.lower() in _ROMAN:
        return Item(line, sign, "i" if count.islower() else "I", _ROMAN.index(count.lower()))
    if len(count) > 1 or (count.isupper() and counted["close"] == "."):
        return None  # "J. Roe" is a name
    return Item(line, sign, "a" if count.islower() else "A", ord(count.lower()) - 96)


def _settled(item: Item, group: Sequence[Item]) -> Item:
    """ "i" after "h" is a letter, "i" elsewhere a number."""
    letters = {"i": "a", "I": "A"}
    count = item.sign.strip("().")
    if item.style not in letters or len(count) > 1:
        return item
    style, ordinal = letters[item.style], ord(count.lower()) - 96
    for earlier in reversed(group):
        if earlier.style == item.style:
            return item
        if earlier.style == style:
            goes_on = earlier.ordinal + 1 == ordinal
            return replace(item, style=style, ordinal=ordinal) if goes_on else item
    return item


def _holds(group: Sequence[Item], style: str) -> bool:
    items = [item for item in group if item.style == style]
    if any(item.is_certain for item in items):
        return True
    if items[0].ordinal == 0:
        return len(items) > 1
    return len(items) > 1 and _counts_on(group, style)


def _counts_on(group: Sequence[Item], style: str) -> bool:
    """Each number is one more than the last, or begins again under another item."""
    last: Item | None = None
    parted = False
    for item in group:
        if item.style != style:
            parted = parted or item.rank < _STYLES[style]
            continue
        if last and item.ordinal != last.ordinal + 1 and not (parted and item.ordinal == 1):
            return False
        last, parted = item, False
    return True
