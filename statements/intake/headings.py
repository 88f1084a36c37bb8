"""Headlines and subheads: told from prose by length, capitals and what follows."""

from statements.intake.chunks import Chunk
from statements.intake.datelines import read_dateline
from statements.intake.lines import Line, ends_sentence, is_prose, is_title_like, join, starts_fresh
from statements.intake.openers import Mark

_LONGEST_HEADLINE = 30
_MOST_LINES = 6
_FOLLOWED = frozenset({Mark.ITEM, Mark.WHEREAS, Mark.RESOLVED})

Lines = tuple[Line, ...]


def split_headline(lines: Lines) -> tuple[Lines, Lines]:
    """The headline's lines and what stands below them with no blank line between."""
    for position in range(1, min(len(lines), _MOST_LINES)):
        dated = read_dateline(join(lines[position : position + _MOST_LINES]))
        if dated and dated.lead and not is_prose(join(lines[:position])):
            return lines[:position], lines[position:]
    titles = 0
    while titles < len(lines) and is_title_like(lines[titles].text):
        titles += 1
    if 0 < titles < len(lines) and is_prose(join(lines[titles:])):
        return lines[:titles], lines[titles:]
    text = join(lines)
    if ends_sentence(text) and len(text.split()) > _LONGEST_HEADLINE:
        return (), lines
    return lines, ()


def is_subhead(chunk: Chunk, following: Chunk | None, *, below_headline: bool) -> bool:
    """A short line with no closing mark and prose or a list below it."""
    text = chunk.text
    if chunk.underlined:
        return True
    if following is None or not (
        following.mark in _FOLLOWED
        or _is_text(following)
        or (below_headline and read_dateline(following.text))
    ):
        return False
    longest = 30 if below_headline else 12
    words = len(text.split())
    if chunk.kept or len(chunk.lines) > 2 or words > longest or text[-1] in '.,;!"\u201d':
        return False
    if not starts_fresh(text) or not text[0].isalnum() or (text[-1] == ":" and words > 4):
        return False
    return below_headline or words <= 6 or is_title_like(text)


def _is_text(chunk: Chunk) -> bool:
    return chunk.mark is Mark.NONE and is_prose(chunk.text)
