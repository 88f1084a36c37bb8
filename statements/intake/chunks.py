"""Cuts runs of lines into chunks: each one block, or one part of a field, or one leftover."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from portal.vocabulary.furniture import is_drawn, is_furniture_of_prose
from statements.intake.columns import part_columns
from statements.intake.issuers import names_issuer_over_two_lines
from statements.intake.lines import (
    LONG,
    SHORT,
    Line,
    Run,
    ends_sentence,
    is_deliberate,
    is_kept,
    is_title_like,
    is_unfinished,
    join,
    split_runs,
    starts_fresh,
    wrap_width,
)
from statements.intake.markers import Item, find_items
from statements.intake.openers import Mark, find_opener

_WHOLE_RUN = frozenset({Mark.CONTACT, Mark.SIGNED, Mark.COPIES})


@dataclass(frozen=True)
class Chunk:
    """Lines that belong together. `entries` are the items of a list; `kept` keeps line ends."""

    lines: tuple[Line, ...]
    mark: Mark = Mark.NONE
    kept: bool = False
    underlined: bool = False
    entries: tuple[tuple[Item, tuple[Line, ...]], ...] = ()

    @property
    def text(self) -> str:
        return join(self.lines)

    @property
    def first_line(self) -> int:
        return self.lines[0].number


@dataclass
class _Draft:
    mark: Mark
    lines: list[Line]
    item: Item | None = None
    alone: bool = False
    underlined: bool = False


@dataclass
class _Cutter:
    width: int | None
    items: dict[int, Item]
    drafts: list[_Draft] = field(default_factory=list)

    def cut(self, run: Run) -> Iterator[Chunk]:
        self.drafts = []
        kept = is_kept(run, width=self.width)
        for position, line in enumerate(run):
            opened = self._opened(run, position)
            if opened:
                self.drafts.append(opened)
            elif position and self._goes_on(run[position - 1], line, kept=kept):
                self.drafts[-1].lines.append(line)
            else:
                self.drafts.append(_Draft(Mark.NONE, [line]))
        for draft in self.drafts:
            yield self._finished(draft)

    def _opened(self, run: Run, position: int) -> _Draft | None:
        line = run[position]
        before = run[position - 1] if position else None
        if line.number in self.items:
            return _Draft(Mark.ITEM, [line], item=self.items[line.number])
        opener = find_opener(line.text, unfinished=before is not None and is_unfinished(before))
        if opener:
            embargo_goes_on = line.text.lower().endswith((":", "until", "hasta"))
            alone = opener.alone and not (opener.mark is Mark.EMBARGO and embargo_goes_on)
            return _Draft(opener.mark, [line], alone=alone)
        if not position and names_issuer_over_two_lines(run):
            return _Draft(Mark.ABOUT, [line])
        if _is_furniture(run, position):
            if is_drawn(line.text) and self.drafts:
                self.drafts[-1].underlined = True
            return _Draft(Mark.FURNITURE, [line], alone=True)
        return None

    def _goes_on(self, before: Line, line: Line, *, kept: bool) -> bool:
        draft = self.drafts[-1]
        if draft.alone or draft.mark in _WHOLE_RUN or (kept and draft.mark is Mark.NONE):
            return not draft.alone
        if draft.mark is Mark.ABOUT and len(draft.lines) == 1:
            return len(before.text) < LONG
        if len(before.text) >= LONG or len(line.text) >= LONG:
            return False
        ended = is_deliberate(before, line, width=self.width)
        if draft.item and line.indent <= draft.item.line.indent and starts_fresh(line.text):
            return not ended
        if len(draft.lines) == 1 and ended and _heads(before, line):
            return False
        return not (ended and ends_sentence(before.text) and starts_fresh(line.text))

    def _finished(self, draft: _Draft) -> Chunk:
        lines = tuple(draft.lines)
        return Chunk(
            lines,
            draft.mark,
            kept=is_kept(lines, width=self.width),
            underlined=draft.underlined and len(lines) == 1 and draft.mark is Mark.NONE,
            entries=((draft.item, lines),) if draft.item else (),
        )


def cut(text: str) -> list[Chunk]:
    """The chunks of a text in order; every line stands in exactly one."""
    runs = [part for run in split_runs(text) for part in part_columns(run)]
    cutter = _Cutter(wrap_width(runs), find_items(runs))
    return _joined([chunk for run in runs for chunk in cutter.cut(run)])


def _is_furniture(run: Run, position: int) -> bool:
    line = run[position]
    if not is_furniture_of_prose(line.text):
        return False
    if len(run) == 1 or is_drawn(line.text):
        return True
    before = run[position - 1] if position else None
    goes_on = position + 1 < len(run) and not starts_fresh(run[position + 1].text)
    in_prose = before is not None and (is_unfinished(before) or not starts_fresh(line.text))
    return not (goes_on or in_prose or line.text.isdigit())


def _heads(line: Line, following: Line) -> bool:
    return (
        len(line.text) <= SHORT
        and is_title_like(line.text)
        and starts_fresh(following.text)
        and not is_title_like(following.text)
    )


def _joined(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Lists made whole, and paragraphs that were torn apart."""
    whole: list[Chunk] = []
    for is_list, group in groupby(chunks, key=lambda chunk: bool(chunk.entries)):
        members = list(group)
        if is_list:
            lines = tuple(line for member in members for line in member.lines)
            entries = tuple(entry for member in members for entry in member.entries)
            whole.append(replace(members[0], lines=lines, entries=entries))
        else:
            _mend(whole, members)
    return whole


def _mend(whole: list[Chunk], chunks: Sequence[Chunk]) -> None:
    """Append the chunks, each at the paragraph that a page break tore it from."""
    for chunk in chunks:
        torn = _torn_from(whole, chunk)
        if torn is None:
            whole.append(chunk)
        else:
            whole[torn] = replace(whole[torn], lines=whole[torn].lines + chunk.lines)


def _torn_from(whole: Sequence[Chunk], chunk: Chunk) -> int | None:
    """Where the paragraph began that the chunk goes on with, past page numbers between."""
    position = len(whole) - 1
    while position >= 0 and whole[position].mark is Mark.FURNITURE:
        position -= 1
    if position < 0 or chunk.mark is not Mark.NONE or chunk.kept:
        return None
    begun = whole[position]
    if begun.mark is not Mark.NONE or begun.kept or begun.underlined:
        return None
    last = begun.lines[-1].text
    open_end = last[-1].isalnum() or (last.endswith(",") and len(last) >= 50)
    small = chunk.lines[0].text[0].islower()
    over_page = position < len(whole) - 1
    return (
        position if small and open_end and (over_page or is_unfinished(begun.lines[-1])) else None
    )
