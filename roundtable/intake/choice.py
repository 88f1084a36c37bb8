"""Which of a text's lists is the agenda."""

from itertools import pairwise

from roundtable.intake.blocks import Block, Item, Paragraph
from roundtable.intake.labels import is_agenda_label, is_other_list_label
from roundtable.intake.runs import Run, find_runs, separate_runs


def choose_runs(blocks: tuple[Block, ...]) -> tuple[list[Run], bool]:
    """The runs that make up the agenda, and whether the lines above them are its headings."""
    sections = _without_other_lists(separate_runs(blocks))
    if len(sections) > 1 and _are_sections(blocks, sections):
        return sections, True
    runs = _without_other_lists(find_runs(blocks))
    if len(runs) < 2 or _are_one_list(blocks, runs):
        return runs, False
    labeled = [run for run in runs if is_agenda_label(run.label)]
    largest = max(runs, key=lambda run: len(run.items))
    return [labeled[0] if len(labeled) == 1 else largest], False


def _without_other_lists(runs: list[Run]) -> list[Run]:
    return [run for run in runs if not is_other_list_label(run.label)] or runs


def _are_sections(blocks: tuple[Block, ...], runs: list[Run]) -> bool:
    """Whether every run stands under a label; without a text above, the lists must be indented."""
    if not all(run.label for run in runs) or any(_is_described(blocks, run) for run in runs):
        return False
    has_text_above = runs[0].start > 1
    is_indented = all(run.above and run.items[0].column > run.above.lines[0].column for run in runs)
    return has_text_above or is_indented


def _is_described(blocks: tuple[Block, ...], run: Run) -> bool:
    """Whether the label is really a line about the item before it, whose numbering goes on."""
    marker = run.items[0].marker
    before = blocks[run.start - 2] if run.start > 1 else None
    if not run.above or not isinstance(before, Item) or not marker.is_ordered:
        return False
    touches = before.lines[-1].number + 1 == run.above.lines[0].number
    return touches and marker.parts[-1] > 1


def _are_one_list(blocks: tuple[Block, ...], runs: list[Run]) -> bool:
    """Whether the runs, two items or more each, are parted by one introducing sentence each."""
    if any(len(run.items) < 2 for run in runs):
        return False
    gaps = [blocks[before.stop : after.start] for before, after in pairwise(runs)]
    return all(
        len(gap) == 1 and isinstance(gap[0], Paragraph) and gap[0].text.endswith(":")
        for gap in gaps
    )
