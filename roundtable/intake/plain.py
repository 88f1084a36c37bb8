"""Outlines without markers: short lines whose indentation alone makes the levels."""

import re

from portal.vocabulary.furniture import is_furniture
from roundtable.intake.lines import Line, opens_large
from roundtable.intake.markers import Kind, Marker

_LONGEST = 100
# One column more or less is how centered titles come out, not a level.
_LEAST_STEP = 2
_ENDS = re.compile(r"[.,!?][\"”\u2019')\]]*$")

Stretch = list[int]


def find_plain_markers(lines: list[Line]) -> dict[int, Marker]:
    """Mark every line of the largest indented stretch of short lines; empty where there is none."""
    stretches = [trimmed for stretch in _stretches(lines) if (trimmed := _trim(lines, stretch))]
    largest = max(stretches, key=len, default=[])
    return {
        index: Marker(kind=Kind.PLAIN, style="plain", text=lines[index].text) for index in largest
    }


def _stretches(lines: list[Line]) -> list[Stretch]:
    stretches: list[Stretch] = [[]]
    for paragraph in _paragraphs(lines):
        if _is_outline(lines, paragraph):
            stretches[-1] += paragraph
        else:
            stretches.append([])
    return stretches


def _paragraphs(lines: list[Line]) -> list[list[int]]:
    paragraphs: list[list[int]] = [[]]
    for index, line in enumerate(lines):
        if line.has_words and not is_furniture(line.text):
            paragraphs[-1].append(index)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _is_outline(lines: list[Line], paragraph: list[int]) -> bool:
    first = lines[paragraph[0]]
    return all(
        len(line.text) <= _LONGEST
        and not _ENDS.search(line.text)
        and (opens_large(line.text) or line.column > first.column)
        for line in (lines[index] for index in paragraph)
    )


def _trim(lines: list[Line], stretch: Stretch) -> Stretch | None:
    """Leave out a title or introduction; what remains needs two lines and some indentation."""
    if len(stretch) < 2:
        return None
    first, second, *_ = stretch
    outline = stretch[1:] if _is_introduction(lines, first, second, rest=stretch[1:]) else stretch
    columns = [lines[index].column for index in outline]
    above = _line_above(lines, outline[0])
    is_stepped = columns[0] == min(columns) and max(columns) - min(columns) >= _LEAST_STEP
    is_introduced = above.endswith(":") and min(columns) > 0
    return outline if len(outline) > 1 and (is_stepped or is_introduced) else None


def _is_introduction(lines: list[Line], first: int, second: int, *, rest: Stretch) -> bool:
    if second > first + 1 and lines[second].column <= lines[first].column:
        return True
    is_over_all = lines[first].column < min(lines[index].column for index in rest)
    return is_over_all and (lines[first].text.endswith(":") or not _line_above(lines, first))


def _line_above(lines: list[Line], index: int) -> str:
    words = (lines[above].text for above in range(index - 1, -1, -1))
    return next((text for text in words if text and not is_furniture(text)), "")
