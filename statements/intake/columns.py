"""A head set in two columns, such as the release line left and the contact right."""

from statements.intake.lines import Line, Run, columns
from statements.intake.openers import Mark, find_opener

_FIELDS = frozenset({Mark.RELEASE, Mark.EMBARGO, Mark.CONTACT, Mark.DATE})
_FAR = 20  # a line that begins so far in belongs to the right column


def part_columns(run: Run) -> list[Run]:
    """What stands above a head in two columns, its left column, its right one."""
    opening = next((n for n, line in enumerate(run) if _is_head(columns(line.text))), len(run))
    left: list[Line] = []
    right: list[Line] = []
    for line in run[opening:]:
        cells = columns(line.text)
        if len(cells) > 1:
            left.append(Line(line.number, cells[0], line.indent))
            right.append(Line(line.number, " ".join(cells[1:]), 0))
        elif line.indent >= _FAR:
            right.append(Line(line.number, line.text, 0))
        else:
            left.append(line)
    return [part for part in (run[:opening], tuple(left), tuple(right)) if part]


def _is_head(cells: list[str]) -> bool:
    openers = [find_opener(cell, unfinished=False) for cell in cells]
    return len(cells) == 2 and any(opener and opener.mark in _FIELDS for opener in openers)
