"""What a chunk is by its place: a mark that stands where it cannot be meant is taken back."""

import re
from collections.abc import Sequence
from dataclasses import replace

from statements.intake.chunks import Chunk
from statements.intake.lines import Line, is_prose, starts_fresh
from statements.intake.openers import Mark

_FIELDS = frozenset({Mark.RELEASE, Mark.EMBARGO, Mark.CONTACT, Mark.DATE, Mark.FURNITURE, Mark.END})
_NEEDS_TEXT_ABOVE = frozenset(
    {Mark.ABOUT, Mark.SIGNED, Mark.CLOSING, Mark.ADOPTED, Mark.FOOTNOTE, Mark.COPIES}
)
_CLAUSES = frozenset({Mark.WHEREAS, Mark.RESOLVED})
_REACHED = re.compile(r"\S+@\S+\.\w|\(?\b\d{3}\)?[-. ]\d{3,4}\b")
_NOTE = re.compile(r"(?P<sign>\d{1,2}|\*{1,3})\s?(?=[^\W\d_]|[\"\u201c])")
_REFERENCE = re.compile(r"[^\W\d_][.,]?(\d{1,2}|\*{1,3})(?![\w*])")
_OFFICE = re.compile(
    r"\b(?:mayor|chief|sheriff|commissioner|superintendent|president|director|chair|council\w*|governor"
    r"|alcaldesa?|jef[ea]|president[ea]|comisionad[oa])\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\d|^(?:the )?hon(?:orable|\.)|^(?:mr|ms|mrs|dr|secretary|sen|rep)\b", re.IGNORECASE
)


def settle(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The same chunks with marks that fit where they stand."""
    greeting = _find_greeting(chunks)
    clauses = any(chunk.mark in _CLAUSES for chunk in chunks)
    settled: list[Chunk] = []
    prose = text_above = False
    for position, chunk in enumerate(chunks):
        doubtful = (
            (chunk.mark is Mark.DATE and prose)
            or (chunk.mark in _NEEDS_TEXT_ABOVE and not text_above)
            or (chunk.mark is Mark.ADOPTED and not clauses)
            or (chunk.mark is Mark.SALUTATION and position != greeting)
            or (chunk.mark is Mark.SUBJECT and (greeting is None or prose))
        )
        settled.append(replace(chunk, mark=Mark.NONE) if doubtful else chunk)
        text_above = text_above or settled[-1].mark not in _FIELDS
        prose = prose or (settled[-1].mark is Mark.NONE and is_prose(chunk.text))
    return _with_notes(_with_letterhead(settled, greeting))


def _find_greeting(chunks: Sequence[Chunk]) -> int | None:
    for position, chunk in enumerate(chunks):
        if chunk.mark is Mark.SALUTATION:
            return position
        if chunk.mark is Mark.NONE and is_prose(chunk.text):
            return None
    return None


def _with_letterhead(chunks: list[Chunk], greeting: int | None) -> list[Chunk]:
    """Above the greeting: a title where there is one, the rest is who is addressed."""
    if greeting is None:
        return chunks
    head = [position for position in range(greeting) if chunks[position].mark is Mark.NONE]
    dated = next((n for n in range(greeting) if chunks[n].mark is Mark.DATE), None)
    for position in head:
        above_date = dated is None or position < dated
        titled = position == head[0] and above_date and _is_letter_title(chunks[position])
        titled = titled and (dated is not None or len(head) > 1)
        mark = Mark.TITLE if titled else Mark.ADDRESSEE
        chunks[position] = replace(chunks[position], mark=mark)
    return chunks


def _is_letter_title(chunk: Chunk) -> bool:
    return len(chunk.lines) <= 2 and not any(_ADDRESS.search(line.text) for line in chunk.lines)


def _with_notes(chunks: list[Chunk]) -> list[Chunk]:
    """Footnotes that open with a bare number or asterisk, if the text above refers to them."""
    referred: set[str] = set()
    for position, chunk in enumerate(chunks):
        if chunk.mark is not Mark.NONE:
            continue
        text = chunk.text
        note = _NOTE.match(text)
        if note and note["sign"] in referred:
            chunks[position] = replace(chunk, mark=Mark.FOOTNOTE)
        else:
            referred.update(_REFERENCE.findall(text))
    return chunks


def is_contact(chunk: Chunk) -> bool:
    """Lines that go on with a media contact: short, with a telephone number or an address."""
    reached = any(_REACHED.search(line.text) for line in chunk.lines)
    short = all(len(line.text) <= 80 for line in chunk.lines)
    return chunk.mark is Mark.NONE and reached and short and not is_prose(chunk.text)


def is_signatories(lines: Sequence[Line]) -> bool:
    """At least three lines of people with their offices and no sentence among them."""
    people = [line for line in lines if _OFFICE.search(line.text)]
    rows = all(starts_fresh(line.text) and line.text[-1] not in ".;:!?" for line in lines)
    return rows and len(lines) >= 3 and len(people) * 5 >= len(lines) * 3
