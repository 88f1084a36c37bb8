"""The runs of list items in a text, and what stands right above each."""

from collections.abc import Iterator
from dataclasses import dataclass

from roundtable.intake.blocks import Block, Item, Paragraph
from roundtable.intake.labels import is_label
from roundtable.intake.lines import ends_sentence, opens_large
from roundtable.intake.markers import SURE_BULLETS, Kind, Marker

Key = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Run:
    """Consecutive items, `start` to `stop` in the blocks, and the paragraph right above."""

    start: int
    stop: int
    items: tuple[Item, ...]
    above: Paragraph | None

    @property
    def label(self) -> str:
        """The text of a single line right above the run that names it, or nothing."""
        lines = self.above.lines if self.above else ()
        return lines[0].text if len(lines) == 1 and is_label(lines[0].text) else ""


def separate_runs(blocks: tuple[Block, ...]) -> list[Run]:
    """The unbroken runs that could be an agenda, in document order."""
    return [run for run in _all_runs(blocks) if _may_be_agenda(run.items)]


def find_runs(blocks: tuple[Block, ...]) -> list[Run]:
    """The runs that could be an agenda, in document order.

    A run that takes up the numbering of one above it is the same run: the text between the two,
    and any list in that text, stands within it.
    """
    groups: list[list[Run]] = []
    last: dict[str, tuple[int, tuple[int, ...]]] = {}
    for run in _all_runs(blocks):
        begun = _begun_by(run, last, new=len(groups))
        joined = [part for group in groups[begun:] for part in group]
        groups[begun:] = [[*joined, run]]
        last = {style: (min(place, begun), parts) for style, (place, parts) in last.items()}
        last |= {item.marker.style: (begun, item.marker.parts) for item in run.items}
    runs = [_span(blocks, group) for group in groups]
    return [run for run in runs if _may_be_agenda(run.items)]


def _begun_by(run: Run, last: dict[str, tuple[int, tuple[int, ...]]], *, new: int) -> int:
    """The place of the group whose numbering this run goes on with; a new place if none."""
    firsts = {item.marker.style: item.marker for item in reversed(run.items)}
    places = [new]
    for style in firsts.keys() & last.keys():
        place, parts = last[style]
        if _key(firsts[style], -1) == (style, parts):
            places.append(place)
    return min(places)


def _span(blocks: tuple[Block, ...], runs: list[Run]) -> Run:
    """One run from several; the paragraphs between its items stay outside."""
    first, last = runs[0], runs[-1]
    items = [block for block in blocks[first.start : last.stop] if isinstance(block, Item)]
    return Run(start=first.start, stop=last.stop, items=tuple(items), above=first.above)


def _all_runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    position = 0
    while position < len(blocks):
        stop = position
        while stop < len(blocks) and _stays_in_run(blocks[stop], is_first=stop == position):
            stop += 1
        if stop > position:
            above = blocks[position - 1] if position else None
            items = tuple(block for block in blocks[position:stop] if isinstance(block, Item))
            yield Run(
                start=position,
                stop=stop,
                items=items,
                above=above if isinstance(above, Paragraph) else None,
            )
        position = max(stop, position + 1)


def _stays_in_run(block: Block, *, is_first: bool) -> bool:
    return isinstance(block, Item) or (block.is_note and not is_first)


def _may_be_agenda(items: tuple[Item, ...]) -> bool:
    """A lone heading, initial or dash (a signature's) makes no list."""
    if len(items) > 1:
        return True
    marker = items[0].marker
    is_long_dash = marker.kind is Kind.BULLET and marker.sign in "\u2013\u2014"
    return marker.kind in (Kind.BULLET, Kind.NUMBER) and not is_long_dash


def find_strays(blocks: tuple[Block, ...]) -> set[int]:
    """First lines of single "items" that are really the wrapped middle of a paragraph."""
    strays = set()
    known = {_key(block.marker, 0) for block in blocks if isinstance(block, Item)}
    for run in _all_runs(blocks):
        item = run.items[0]
        is_sure = _is_sure(item.marker) or _has_neighbor(item.marker, known)
        is_doubtful = len(run.items) == 1 and not is_sure
        if is_doubtful and not _is_under_label(run) and _touches(blocks, run):
            strays.add(item.first.number)
    return strays


def _is_sure(marker: Marker) -> bool:
    return marker.kind is Kind.HEADING or (
        marker.kind is Kind.BULLET and marker.sign in SURE_BULLETS
    )


def _has_neighbor(marker: Marker, known: set[Key]) -> bool:
    return marker.is_ordered and bool({_key(marker, -1), _key(marker, 1)} & known)


def _key(marker: Marker, step: int) -> Key:
    *prefix, last = marker.parts or (0,)
    return marker.style, (*prefix, last + step)


def _is_under_label(run: Run) -> bool:
    marker = run.items[0].marker
    begins = not marker.is_ordered or marker.parts[-1] == 1
    is_list_like = opens_large(marker.text) or marker.sign in ("-", "*", "+")
    return bool(run.label) and begins and is_list_like


def _touches(blocks: tuple[Block, ...], run: Run) -> bool:
    item = run.items[0]
    if run.above:
        last = run.above.lines[-1]
        if last.number + 1 == item.first.number and not ends_sentence(last.text):
            return True
    below = blocks[run.stop] if run.stop < len(blocks) else None
    return isinstance(below, Paragraph) and below.lines[0].number == item.lines[-1].number + 1
