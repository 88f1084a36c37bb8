"""Read an outline, and the text around it, out of one plain text."""

from portal.vocabulary.refusals import Refusal
from roundtable.intake.blocks import Item
from roundtable.intake.depths import DepthReader
from roundtable.intake.issuers import guess_issuer
from roundtable.intake.outline import Outline, find_outline
from roundtable.intake.records import (
    DEEPEST,
    LONGEST_TITLE,
    MOST_ITEMS,
    MOST_LINES,
    AgendaText,
    Node,
)
from roundtable.intake.titles import ItemTitle, read_item_title

NO_ITEMS = (
    "No agenda items were found. Put each item on its own line, starting with a dash or a number."
)
TOO_MANY = (
    f"This outline has more than {MOST_ITEMS} items. Split it into several files and import each."
)
TOO_LONG = f"This text has more than {MOST_LINES:,} lines. Import the part that holds the agenda."

# The longest title, and the longest duration or closing word that may still leave it.
_LONGEST_RAW = LONGEST_TITLE + 100


def read_agenda(text: str) -> AgendaText:
    """Read the outline in a text that `portal.intake.read_text` has cleaned.

    Raises Refusal, with a sentence that says what to do, where there is no outline or it is too
    long or too deep.
    """
    if text.count("\n") >= MOST_LINES:
        raise Refusal(TOO_LONG)
    outline = find_outline(text)
    if outline is None:
        raise Refusal(NO_ITEMS)
    if len(outline.items) > MOST_ITEMS:
        raise Refusal(TOO_MANY)
    return AgendaText(
        title=outline.title,
        nodes=_nodes(outline),
        background_before=outline.before,
        background_after=outline.after,
        leftovers=outline.leftovers,
        issuer_hint=guess_issuer(outline.title, (*outline.before, *outline.after)),
    )


def _nodes(outline: Outline) -> tuple[Node, ...]:
    depths = _depths(outline)
    numbers = _numbers(depths)
    titles = [_title(item) for item in outline.items]
    return tuple(
        Node(
            title=read.title,
            depth=depth,
            number=number,
            is_heading=following > depth,
            minutes=read.minutes,
            presenter=read.presenter,
            line=item.first.number,
        )
        for item, read, depth, following, number in zip(
            outline.items, titles, depths, [*depths[1:], 0], numbers, strict=True
        )
    )


def _depths(outline: Outline) -> list[int]:
    reader = DepthReader(outline.items)
    depths = []
    for place, item in enumerate(outline.items):
        if place in outline.starts:
            reader.start_run()
        depths.append(reader.read(item))
        if depths[-1] > DEEPEST:
            raise Refusal(
                f"The item on line {item.first.number} is more than {DEEPEST + 1} levels deep. "
                "Move it up in the outline."
            )
    return depths


def _numbers(depths: list[int]) -> list[str]:
    numbers, open_counts = [], list[int]()
    for depth in depths:
        open_counts = [*open_counts[: depth + 1], *([0] * (depth + 1 - len(open_counts)))]
        open_counts[depth] += 1
        numbers.append(".".join(str(count) for count in open_counts))
    return numbers


def _title(item: Item) -> ItemTitle:
    if len(item.raw) <= _LONGEST_RAW:
        read = read_item_title(item.raw)
        if len(read.title) <= LONGEST_TITLE:
            return read
    raise Refusal(
        f"The item on line {item.first.number} is longer than {LONGEST_TITLE} characters. "
        "Shorten it, or put its text in a paragraph of its own."
    )
