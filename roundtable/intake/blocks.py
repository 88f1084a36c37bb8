"""The lines of a text put together: list items with their wrapped lines, and paragraphs."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from portal.vocabulary.furniture import SIGNS_ONLY, is_furniture
from roundtable.intake.lines import (
    Line,
    ends_sentence,
    had_room,
    is_date,
    join_lines,
    opens_large,
)
from roundtable.intake.markers import Kind, Marker
from roundtable.intake.records import Leftover

# An unindented line may run on only from a line about as long as a page is wide.
_FULL_LINE = 60
_NOTE_WORDS = 6
_RUNS_ON = re.compile(
    r"(?:[,\-\u2013\u2014/(&]|\b(?:of|the|and|for|to|in|on|by|with|de|la|el|los|las|y))$"
)


class Role(Enum):
    BLANK = auto()
    LEFT = auto()
    ITEM = auto()
    MORE = auto()
    NOTE = auto()
    PROSE = auto()


@dataclass(frozen=True)
class Item:
    marker: Marker
    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def column(self) -> int:
        return self.first.column

    @property
    def text_column(self) -> int:
        return self.column + self.marker.width

    @property
    def raw(self) -> str:
        """The title as written, its wrapped lines joined, its inner gaps kept on one line."""
        if len(self.lines) == 1:
            return self.marker.text
        return join_lines([self.marker.text, *(line.text for line in self.lines[1:])])

    @property
    def as_written(self) -> str:
        return join_lines(line.text for line in self.lines)


@dataclass(frozen=True)
class Paragraph:
    """Running text; a note is one that stands under an item, deeper than its marker."""

    lines: tuple[Line, ...]
    is_note: bool = False

    @property
    def text(self) -> str:
        return join_lines(line.text for line in self.lines)


Block = Item | Paragraph


@dataclass(frozen=True)
class Blocks:
    blocks: tuple[Block, ...]
    leftovers: tuple[Leftover, ...]


def read_blocks(lines: list[Line], markers: dict[int, Marker]) -> Blocks:
    roles = _roles(lines, markers)
    blocks: list[Block] = []
    leftovers = []
    open_lines: list[Line] = []
    for index, (line, role) in enumerate(zip(lines, roles, strict=True)):
        if role is Role.LEFT:
            reason = is_furniture(line.text) or SIGNS_ONLY
            leftovers.append(Leftover(line=line.number, text=line.text, reason=reason))
        if role in (Role.BLANK, Role.LEFT):
            continue
        open_lines.append(line)
        following = roles[index + 1] if index + 1 < len(lines) else Role.BLANK
        if _goes_on(open_lines, role, following=following, lines=lines[index + 1 : index + 2]):
            continue
        blocks.append(_block(open_lines, role, markers=markers, index=index))
        open_lines = []
    return Blocks(blocks=tuple(blocks), leftovers=tuple(leftovers))


def _block(open_lines: list[Line], role: Role, *, markers: dict[int, Marker], index: int) -> Block:
    marker = markers.get(index - len(open_lines) + 1)
    if marker and role in (Role.ITEM, Role.MORE):
        return Item(marker=marker, lines=tuple(open_lines))
    return Paragraph(lines=tuple(open_lines), is_note=role is Role.NOTE)


def _goes_on(open_lines: list[Line], role: Role, *, following: Role, lines: list[Line]) -> bool:
    """Whether the block being read takes the next line too."""
    if role in (Role.ITEM, Role.MORE):
        return following is Role.MORE
    return following is role and not _is_break(open_lines, lines[0])


def _is_break(open_lines: list[Line], following: Line) -> bool:
    """Whether a new paragraph begins without a blank line: after a sentence, a title, a date."""
    last = open_lines[-1]
    if is_date(following.text) or is_date(last.text):
        return True
    is_title = len(open_lines) == 1 and last.is_short_label and not _RUNS_ON.search(last.text)
    may_end = ends_sentence(last.text) or is_title
    return may_end and opens_large(following.text) and had_room(last, following)


def _roles(lines: list[Line], markers: dict[int, Marker]) -> list[Role]:
    roles: list[Role] = []
    item: int | None = None
    for index, line in enumerate(lines):
        previous = roles[-1] if roles else Role.BLANK
        role = _own_role(line, is_marked=index in markers)
        if role is None:
            role = _following_role(lines, index, item=item, previous=previous, markers=markers)
        if role is Role.ITEM:
            item = index
        elif role is Role.PROSE:
            item = None
        roles.append(role)
    return roles


def _own_role(line: Line, *, is_marked: bool) -> Role | None:
    if not line.text:
        return Role.BLANK
    if is_marked:
        return Role.ITEM
    if is_furniture(line.text) or not line.has_words:
        return Role.LEFT
    return None


def _following_role(
    lines: list[Line],
    index: int,
    *,
    item: int | None,
    previous: Role,
    markers: dict[int, Marker],
) -> Role:
    """The role of an unmarked line, from the item above it and its own indentation."""
    if item is None:
        return Role.PROSE
    if not markers[item].text and previous is Role.ITEM:
        return Role.MORE
    if markers[item].kind in (Kind.HEADING, Kind.PLAIN):
        return Role.PROSE
    is_deeper = lines[index].column > lines[item].column
    if previous in (Role.ITEM, Role.MORE):
        if not is_deeper:
            return Role.MORE if _runs_on(lines, index, markers=markers) else Role.PROSE
        opens_note = previous is Role.ITEM and _opens_note(lines, index, markers=markers)
        return Role.NOTE if opens_note else Role.MORE
    is_note = lines[index].column > lines[item].column + 1 or previous is Role.NOTE
    return Role.NOTE if is_deeper and is_note else Role.PROSE


def _runs_on(lines: list[Line], index: int, *, markers: dict[int, Marker]) -> bool:
    """Whether a line that is not indented still belongs to the item above it."""
    line, above = lines[index], lines[index - 1]
    if not opens_large(line.text):
        return True
    is_between = index + 1 in markers and above.width >= _FULL_LINE
    return is_between and not had_room(above, line) and not ends_sentence(above.text)


def _opens_note(lines: list[Line], index: int, *, markers: dict[int, Marker]) -> bool:
    """Whether an indented line right under an item begins a sentence about it, not its rest."""
    above, line = lines[index - 1], lines[index]
    if not opens_large(line.text) or not had_room(above, line) or _RUNS_ON.search(above.text):
        return False
    last, words = line, 0
    for position in range(index, len(lines)):
        last = lines[position]
        if not last.text or position in markers or last.column <= above.column:
            last = lines[position - 1]
            break
        words += len(last.text.split())
    return words >= _NOTE_WORDS and last.text.endswith((".", "?", "!"))
