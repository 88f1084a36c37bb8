"""Lines, and what their shape tells: wrapped prose, lines that are short on purpose, titles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Run = tuple["Line", ...]

LONG = 160  # a line longer than this was not wrapped by hand: it is a paragraph of its own
SHORT = 60  # lines of names, addresses and verse are shorter than this
_USUAL_WIDTH = 72
_SENTENCE_END = re.compile(r"[.!?:;\u2026][\"\u201d\u2019')\]\u00bb]*$|[\"\u201d\u00bb]$")
_FIRM_END = re.compile(
    r"[.!?\u2026][\"\u201d\u2019')\]\u00bb]*(?:\[\d+\]|[\u00b9\u00b2\u00b3\d]+)?$"
)
_WORD_HYPHEN = re.compile(r"\w-$")
_WORD_DASH = re.compile(r"\w(?:--|\u2014)$")
_SUSPENDED = re.compile(r"(?:and|or|to|y|o)\b")
_GAP = re.compile(r"[ \u00a0]*\t\s*|\s{3,}")
_EM_SPACE = "\u2003"


@dataclass(frozen=True)
class Line:
    """One line that is not blank; `indent` is in columns, a tab reaching to the next fourth."""

    number: int
    text: str
    indent: int


def split_runs(text: str) -> list[Run]:
    """Runs of lines without a blank one between them; white space alone is blank."""
    runs: list[list[Line]] = [[]]
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            runs.append([])
            continue
        lead = raw[: len(raw) - len(raw.lstrip())].expandtabs(4)
        runs[-1].append(Line(number, raw.strip(), len(lead)))
    return [tuple(run) for run in runs if run]


def squeeze(text: str) -> str:
    return " ".join(text.split())


def keep_columns(text: str) -> str:
    """A line that is kept as it stands; a wide gap between its columns becomes an em space."""
    return _EM_SPACE.join(squeeze(cell) for cell in columns(text))


def columns(text: str) -> list[str]:
    return _GAP.split(text.strip())


def join(lines: Sequence[Line]) -> str:
    """Undo hard wrapping: one space between lines, none inside a word broken at its hyphen."""
    parts: list[str] = []
    for line in lines:
        piece = squeeze(line.text)
        parts += [_glue(parts[-1], piece), piece] if parts else [piece]
    return "".join(parts)


def _glue(before: str, after: str) -> str:
    broken = _WORD_HYPHEN.search(before) and after[0].isalnum() and not _SUSPENDED.match(after)
    return "" if broken or _WORD_DASH.search(before) else " "


def wrap_width(runs: Sequence[Run]) -> int | None:
    """Where the text was wrapped by hand, or None: no line goes on in small letters."""
    widths = [
        len(line.text)
        for run in runs
        for line, following in pairwise(run)
        if following.text[0].islower() and len(line.text) < LONG
    ]
    return max(widths, default=None)


def is_deliberate(line: Line, following: Line, *, width: int | None) -> bool:
    """Whether the line was ended on purpose: the next word would have fitted on it."""
    if width is None:
        return True
    return len(line.text) + 1 + len(following.text.split()[0]) < width * 3 // 4


def is_unfinished(line: Line) -> bool:
    return len(line.text) >= 50 and not _SENTENCE_END.search(line.text)


def ends_sentence(text: str) -> bool:
    return bool(_FIRM_END.search(text))


def starts_fresh(text: str) -> bool:
    first = text.lstrip("\"\u201c\u00ab'\u2018\u00bf\u00a1([")[:1]
    return not first.islower()


def is_prose(text: str) -> bool:
    return len(text.split()) >= 8 and bool(_SENTENCE_END.search(text))


def is_kept(run: Sequence[Line], *, width: int | None) -> bool:
    """Whether the lines are short on purpose: verse, an address, names, a table."""
    if len(run) > 1 and all(len(columns(line.text)) > 1 for line in run):
        return True
    if len(run) < 2 or any(len(line.text) > SHORT for line in run):
        return False
    pairs = list(pairwise(run))
    ended = all(is_deliberate(a, b, width=width or _USUAL_WIDTH) for a, b in pairs)
    if all(starts_fresh(line.text) for line in run):
        return ended or len(run) >= 3
    return ended and len(run) >= 3


def is_title_like(text: str) -> bool:
    """Title case or capitals, and no mark at the end that closes a sentence."""
    if text[-1] in ".,;:" or not any(character.isalpha() for character in text):
        return False
    words = [word.strip("\"\u201c\u201d'()") for word in text.split()]
    weighty = [word for word in words if len(word) > 3 and word[0].isalpha()]
    capital = [word for word in weighty if word[0].isupper()]
    return text.isupper() or (starts_fresh(text) and len(capital) * 5 >= len(weighty) * 3)
