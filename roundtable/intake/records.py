"""What the reader of an outline hands over, and the most that it takes."""

from dataclasses import dataclass

MOST_LINES = 10_000
MOST_ITEMS = 300
LONGEST_TITLE = 500
DEEPEST = 6


@dataclass(frozen=True)
class Leftover:
    """A line of the source that belongs neither to the outline nor to its background."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class Node:
    """One agenda item; `number` is computed from its place, `line` is where it begins."""

    title: str
    depth: int
    number: str
    is_heading: bool
    minutes: int | None
    presenter: str = ""
    line: int = 0


@dataclass(frozen=True)
class AgendaText:
    """An outline in document order, with the text around it.

    Every word of the source stands in exactly one of title, nodes, background and leftovers;
    only list markers, closing colons and semicolons, and durations turned into minutes go.
    Paragraphs between or under the items come first in `background_after`.
    """

    title: str
    nodes: tuple[Node, ...]
    background_before: tuple[str, ...]
    background_after: tuple[str, ...]
    leftovers: tuple[Leftover, ...]
    issuer_hint: str = ""
