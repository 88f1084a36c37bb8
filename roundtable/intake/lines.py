"""Physical lines: their columns, and whether one runs on into the next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# CommonMark counts a tab as running to the next multiple of four columns.
TAB_STOP = 4

_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_JOINED_PAIR = re.compile(r"(?:and|or|to|y|o|e|u)\b")
_DATE = re.compile(
    r"(?:\w+,\s*)?\w+\.?\s+[0-9]{1,2},\s*[0-9]{4}|"
    r"(?:\w+,?\s+)?[0-9]{1,2}\s+(?:de\s+)?\w+\s+(?:de\s+)?[0-9]{4}"
)
_SENTENCE_END = re.compile(r"[.!?:][\"”\u2019')\]]*$")


@dataclass(frozen=True)
class Line:
    number: int
    column: int
    text: str

    @property
    def width(self) -> int:
        return self.column + len(self.text)

    @property
    def is_short_label(self) -> bool:
        """Whether it has words and no end of a sentence."""
        return self.has_words and not ends_sentence(self.text)

    @property
    def has_words(self) -> bool:
        return any(sign.isalnum() for sign in self.text)


def split_lines(text: str) -> list[Line]:
    return [_line(number, raw) for number, raw in enumerate(text.split("\n"), start=1)]


def _line(number: int, raw: str) -> Line:
    text = raw.strip()
    column = 0
    for sign in raw[: len(raw) - len(raw.lstrip())]:
        column += TAB_STOP - column % TAB_STOP if sign == "\t" else 1
    return Line(number=number, column=column, text=text)


def ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text) is not None


def is_date(text: str) -> bool:
    """Whether the text is a date, such as "June 12, 2027", and nothing else."""
    return _DATE.fullmatch(text) is not None


def opens_large(text: str) -> bool:
    """Whether the first letter or digit is not a small letter."""
    first = next((sign for sign in text if sign.isalnum()), "")
    return bool(first) and not first.islower()


def had_room(line: Line, following: Line) -> bool:
    """Whether the following line's first word would have fitted on this one.

    Wrapping fills lines greedily, so if it fitted within the following line's own width, the
    author broke the line on purpose.
    """
    return line.width + 1 + len(following.text.split(maxsplit=1)[0]) <= following.width


def join_lines(texts: Iterable[str]) -> str:
    """Undo hard wrapping; a compound word broken at its hyphen is closed again."""
    joined: list[str] = []
    for text in texts:
        words = " ".join(text.split())
        if joined and words and not _closes_up(joined[-1], words):
            joined.append(" ")
        joined.append(words)
    return "".join(joined).strip()


def _closes_up(before: str, after: str) -> bool:
    is_broken = _BROKEN_WORD.search(before) and after[0].islower()
    return bool(is_broken) and not _JOINED_PAIR.match(after)
