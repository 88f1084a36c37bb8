"""The two charts of the board: lengths in percent, so that they fit every screen.

Lines of text stand above their bar and never shrink with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.defaultfilters import pluralize
from django.utils.text import Truncator

from roundtable.queries.overview import Topic, Waiting
from roundtable.vocabulary.board import Phase

ROW = 54
BAR_TOP = 24
LONGEST_LABEL = 36
NARROWEST_NUMBER = 6
"""Percent of the width that a number needs inside its part of a bar."""


@dataclass(frozen=True)
class Part:
    """A piece of a bar; its number is left out where it would not fit."""

    phase: Phase
    left: float
    width: float
    number: str


@dataclass(frozen=True)
class Bar:
    """One row of a chart; `sentence` says the same in words."""

    label: str
    figure: str
    sentence: str
    text_y: int
    bar_y: int
    number_y: int
    parts: Sequence[Part] = ()
    width: float = 0


@dataclass(frozen=True)
class Chart:
    """A drawing with the rows of the table behind it."""

    bars: Sequence[Bar]
    height: int

    @property
    def sentence(self) -> str:
        return " ".join(bar.sentence for bar in self.bars)


def topic_chart(rows: Sequence[Topic]) -> Chart:
    most = max((row.total for row in rows), default=1)
    return _chart([_topic_bar(row, most, place) for place, row in enumerate(rows)])


def waiting_chart(rows: Sequence[Waiting]) -> Chart:
    most = max(1, *(row.longest for row in rows)) if rows else 1
    return _chart([_waiting_bar(row, most, place) for place, row in enumerate(rows)])


def _chart(bars: Sequence[Bar]) -> Chart:
    return Chart(bars, ROW * len(bars))


def _topic_bar(row: Topic, most: int, place: int) -> Bar:
    parts, left = [], 0.0
    for phase in Phase:
        if count := row.counts.get(phase, 0):
            width = round(100 * count / most, 2)
            number = str(count) if width >= NARROWEST_NUMBER else ""
            parts.append(Part(phase, round(left, 2), width, number))
            left += width
    words = ", ".join(
        f"{row.counts[phase]} {phase.label.lower()}" for phase in Phase if row.counts.get(phase)
    )
    return _bar(row.title, str(row.total), f"{row.title}: {words}.", place=place, parts=parts)


def _waiting_bar(row: Waiting, most: int, place: int) -> Bar:
    days = f"{row.longest} day{pluralize(row.longest)}" if row.longest else "since today"
    figure = f"{days} · {row.count} issue{pluralize(row.count)}"
    sentence = f"{row.whom}: {row.count} issue{pluralize(row.count)}, the longest {days}."
    width = max(1.0, round(100 * row.longest / most, 2))
    return _bar(row.whom, figure, sentence, place=place, width=width)


def _bar(
    label: str,
    figure: str,
    sentence: str,
    *,
    place: int,
    parts: Sequence[Part] = (),
    width: float = 0,
) -> Bar:
    top = ROW * place
    return Bar(
        label=Truncator(label).chars(LONGEST_LABEL),
        figure=figure,
        sentence=sentence,
        text_y=top + 16,
        bar_y=top + BAR_TOP,
        number_y=top + BAR_TOP + 15,
        parts=parts,
        width=width,
    )
