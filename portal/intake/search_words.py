"""What somebody typed into the search field, and which known words they may have meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_WORDS = 8
"""Words beyond these are passed over: each one is a question to the database."""
ALIKE = 0.4
REFERENCE = re.compile(r"[RSM]-[0-9A-Z]+(?:\.[0-9]+)*", re.IGNORECASE)
OPERATORS = re.compile(r'"|(?:^|\s)-\w|\sor\s', re.IGNORECASE)
WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True)
class SearchWords:
    """`text` is as typed, with single spaces."""

    text: str

    @property
    def words(self) -> list[str]:
        return WORD.findall(self.text)[:MOST_WORDS]

    @property
    def has_operators(self) -> bool:
        """Quotation marks, a word left out by `-`, or `or`: taken as they stand."""
        return OPERATORS.search(self.text) is not None

    @property
    def beginning(self) -> str:
        """The last word where it may be the beginning of a longer one, else nothing."""
        last = re.search(r"(?:^|\s)(\w{2,})$", self.text)
        return last[1] if last and not self.has_operators else ""

    @property
    def reference(self) -> str:
        """`R-1.2` where nothing else was typed."""
        return self.text.upper() if REFERENCE.fullmatch(self.text) else ""


def words_of(text: str) -> SearchWords:
    return SearchWords(" ".join(text.split()))


def meant(typed: SearchWords, known: Iterable[str]) -> str:
    """The typed words with those that nobody wrote exchanged for the most similar known ones.

    `known` are texts that the person may read. Nothing where no word has a better one.
    """
    vocabulary = {word.casefold() for text in known for word in WORD.findall(text)}
    if typed.has_operators or not vocabulary:
        return ""
    found = [_closest(word, vocabulary) for word in typed.words]
    return " ".join(found) if found != typed.words else ""


def _closest(word: str, vocabulary: set[str]) -> str:
    folded = word.casefold()
    if any(other.startswith(folded) for other in vocabulary):
        return word
    best = max(sorted(vocabulary), key=lambda other: _likeness(folded, other))
    return best if _likeness(folded, best) >= ALIKE else word


def _likeness(word: str, other: str) -> float:
    """How many runs of three letters two words share, as pg_trgm counts them."""
    ours, theirs = _trigrams(word), _trigrams(other)
    return len(ours & theirs) / len(ours | theirs)


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
