"""Which of the issuing associations a text's own About paragraphs describe."""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Protocol

from statements.intake.openers import ABOUT

_TAG = re.compile(r"<[^>]+>")
_OURSELVES = frozenset({"us", "nosotros", "nosotras"})
# "The League of Mayors is a nonpartisan ...": whom the paragraph is about stands before the verb.
_VERB = re.compile(r"\b(?:is|are|was|were|es|son)\b")
_BEGINNING = 160


class About(Protocol):
    """What is needed of a paragraph: its stored HTML."""

    @property
    def html(self) -> str: ...


def described(paragraphs: Sequence[About], names: Iterable[Sequence[str]]) -> list[bool]:
    """For each association, by the names it goes by, whether the paragraphs say what it is.

    A first paragraph that names nobody ("About us") speaks for all of them; a later one without
    a heading goes on with the one above it.
    """
    known = [[_plain(name) for name in several if name] for several in names]
    found = [False] * len(known)
    for place, paragraph in enumerate(paragraphs):
        subject, is_named = _subject(paragraph)
        hits = [any(name in subject for name in several) for several in known]
        if not any(hits) and not is_named and place == 0:
            return [True] * len(known)
        found = [was or hit for was, hit in zip(found, hits, strict=True)]
    return found


def _subject(paragraph: About) -> tuple[str, bool]:
    """Whom a paragraph is about, and whether a heading of its own names somebody."""
    text = unescape(_TAG.sub(" ", paragraph.html.replace("<br>", " \u2013 ", 1)))
    text = " ".join(text.split())
    heading = ABOUT.match(text)
    if heading and heading["name"].casefold() not in _OURSELVES:
        return _plain(heading["name"]), True
    return _plain(_VERB.split(text[:_BEGINNING], maxsplit=1)[0]), False


def _plain(name: str) -> str:
    """Whole words between spaces, without case and signs; "United States" is "US"."""
    words = re.sub(r"[^\w ]", "", name.replace("-", " ")).casefold()
    return f" {' '.join(words.split()).replace('united states', 'us')} "
