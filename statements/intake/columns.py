"""A head set in two columns, such as the release line left and the contact right."""

from statements.intake.lines import Line, Run, columns
from statements.intake.openers import Mark, find_opener

_FIELDS = frozenset({Mark.RELEASE, Mark.EMBARGO, Mark.CONTACT, Mark.DATE})
_FAR = 20  # a line that begins so far in belongs to the right column


def part_columns(run: Run) -> list[Run]:
    """The left column and then the right one where a head is set so; else the run as it is."""
    if not any(_is_head(columns(line.text)) for line in run):
        return [run]
    left: list[Line] = []
    right: list[Line] = []
    for line in run:
        cells = columns(line.text)
        if len(cells) > 1:
            left.append(Line(line.number, cells[0], line.indent))
            right.append(Line(line.number, " ".join(cells[1:]), 0))
        elif line.indent >= _FAR:
            right.append(Line(line.number, line.text, 0))
        else:
            left.append(line)
    return [tuple(left), tuple(right)]


def _is_head(cells: list[str]) -> bool:
    openers = [find_opener(cell, unfinished=False) for cell in cells]
    return len(cells) == 2 and any(opener and opener.mark in _FIELDS for opener in openers)
