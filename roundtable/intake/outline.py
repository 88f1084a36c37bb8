"""The agenda within a text: its title, its items, and what stands before and after them."""

from dataclasses import dataclass, replace

from roundtable.intake.blocks import Block, Blocks, Item, Paragraph, read_blocks
from roundtable.intake.choice import choose_runs
from roundtable.intake.headlines import headline
from roundtable.intake.labels import is_agenda_label
from roundtable.intake.lines import split_lines
from roundtable.intake.markers import Kind, Marker
from roundtable.intake.plain import find_plain_markers
from roundtable.intake.records import Leftover
from roundtable.intake.runs import Run, find_runs, find_strays
from roundtable.intake.sequences import find_markers
from roundtable.intake.titles import strip_closing

# Labels over lists stand below every heading that is marked as one.
_LABEL_SIGN = "#" * 7


@dataclass(frozen=True)
class Outline:
    """`starts` are the places in `items` where a list of its own begins."""

    title: str
    items: tuple[Item, ...]
    starts: frozenset[int]
    before: tuple[str, ...]
    after: tuple[str, ...]
    leftovers: tuple[Leftover, ...]


def find_outline(text: str) -> Outline | None:
    read = _read(text)
    runs, are_sections = choose_runs(read.blocks)
    if not runs:
        return None
    chosen = _chosen(read.blocks, runs, are_sections=are_sections)
    first = min(chosen)
    rest = [(place, block) for place, block in enumerate(read.blocks) if place not in chosen]
    before = [block for place, block in rest if place < first]
    title_place, title = headline(before)
    outline = Outline(
        title=title,
        items=tuple(chosen.values()),
        starts=_starts(chosen, runs),
        before=tuple(_written(block) for place, block in enumerate(before) if place != title_place),
        after=tuple(_written(block) for place, block in rest if place > first),
        leftovers=read.leftovers,
    )
    return _take_cover_headings(outline)


def _read(text: str) -> Blocks:
    """Read the text by its markers or, where they make no list, by its indentation."""
    lines = split_lines(text)
    markers = find_markers(lines)
    read = read_blocks(lines, markers)
    if strays := find_strays(read.blocks):
        markers = {index: marker for index, marker in markers.items() if index + 1 not in strays}
        read = read_blocks(lines, markers)
    if find_runs(read.blocks):
        return read
    return read_blocks(lines, find_plain_markers(lines))


def _chosen(blocks: tuple[Block, ...], runs: list[Run], *, are_sections: bool) -> dict[int, Item]:
    chosen: dict[int, Item] = {}
    for run in runs:
        if are_sections and run.above:
            chosen[run.start - 1] = _label_item(run.above)
        for place in range(run.start, run.stop):
            block = blocks[place]
            if isinstance(block, Item):
                chosen[place] = block
    return chosen


def _label_item(label: Paragraph) -> Item:
    marker = Marker(kind=Kind.HEADING, style="heading", text=label.text, sign=_LABEL_SIGN)
    return Item(marker=marker, lines=label.lines)


def _starts(chosen: dict[int, Item], runs: list[Run]) -> frozenset[int]:
    first_places = {run.start for run in runs}
    return frozenset(order for order, place in enumerate(chosen) if place in first_places)


def _written(block: Block) -> str:
    return block.as_written if isinstance(block, Item) else block.text


def _take_cover_headings(outline: Outline) -> Outline:
    """A heading over the whole outline is its title; one that only says "Agenda" is no item."""
    while heading := _cover_heading(outline.items):
        words = strip_closing(heading.raw)
        if not outline.title:
            outline = replace(outline, title=words)
        elif is_agenda_label(words):
            outline = replace(outline, before=(*outline.before, words))
        else:
            break
        starts = frozenset(place - 1 for place in outline.starts if place)
        outline = replace(outline, items=outline.items[1:], starts=starts)
    return outline


def _cover_heading(items: tuple[Item, ...]) -> Item | None:
    first, *others = items
    if first.marker.kind is not Kind.HEADING or not others:
        return None
    is_above_all = all(
        len(other.marker.sign) > len(first.marker.sign)
        for other in others
        if other.marker.kind is Kind.HEADING
    )
    return first if is_above_all else None
