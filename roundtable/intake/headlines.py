"""Which paragraph before an outline is its title."""

import re
from collections.abc import Sequence

from roundtable.intake.blocks import Block, Item
from roundtable.intake.labels import is_label
from roundtable.intake.lines import is_date
from roundtable.intake.markers import Kind
from roundtable.intake.titles import strip_closing

_LONGEST = 200
_NO_HEADLINE = re.compile(
    r".*[.:;,][\"”\u2019')\]]*$|(?:for immediate release|embargoed|para publicación inmediata)\b|"
    r"(?:to|from|date|cc|re|subject|(?:media )?contact|fecha|para|de|asunto)\s*:",
    re.IGNORECASE,
)


def headline(before: Sequence[Block]) -> tuple[int, str]:
    """The place and words of the title: the first short paragraph that is no sentence.

    Answers (-1, "") where there is none. A label such as "Agenda:" serves when nothing else does.
    """
    for place, block in enumerate(before):
        words = _words(block)
        if _may_be_title(words):
            return place, strip_closing(words)
    if before and is_label(_words(before[0])) and _words(before[0]).endswith(":"):
        return 0, strip_closing(_words(before[0]))
    return -1, ""


def _may_be_title(words: str) -> bool:
    is_short = 0 < len(words) <= _LONGEST
    return is_short and not is_date(words) and not _NO_HEADLINE.match(words)


def _words(block: Block) -> str:
    if isinstance(block, Item):
        return block.raw if block.marker.kind is Kind.HEADING else ""
    return block.text
