"""Typed words as conditions and columns of a query; whoever calls gives only visible rows.

Words are matched with English stems, a word at the end also as the beginning of a longer one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from html import unescape
from operator import add, or_
from typing import Any

from django.contrib.postgres.search import (
    CombinedSearchQuery,
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVector,
    TrigramWordSimilarity,
)
from django.db import connection, transaction
from django.db.models import F, Func, IntegerField, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact

from portal.intake.search_words import SearchWords

Question = SearchQuery | CombinedSearchQuery
CONFIG = "english"
# Characters that nobody types: they stand for <mark> until the text around them is escaped.
BEGIN, END = "\ue000", "\ue001"
MARKED = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
BREAK = re.compile(r"</?(?:p|br|ul|ol|li|blockquote)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
LEAD = 100
"""Characters before the first match in an excerpt; `LENGTH` are all of it."""
LENGTH = 240
SIMILAR = 0.4
TITLE_COUNTS = 2


@dataclass(frozen=True)
class Piece:
    """A run of a text that was found; `is_match` where the words matched it."""

    text: str
    is_match: bool = False


def questions(words: SearchWords) -> list[Question]:
    """One for each word: a document has to answer all of them, each anywhere in it."""
    if words.has_operators:
        return [SearchQuery(words.text, config=CONFIG, search_type="websearch")]
    each: list[Question] = [SearchQuery(word, config=CONFIG) for word in words.words]
    if words.beginning and each:
        prefix = SearchQuery(f"'{words.beginning}':*", config=CONFIG, search_type="raw")
        each[-1] = each[-1] | prefix
    return each


def any_of(words: SearchWords) -> Question:
    """What ranks and marks: any of the words."""
    return reduce(or_, questions(words))


def matching(
    found: QuerySet[Any], words: SearchWords, answers: Callable[[Question], Q]
) -> QuerySet[Any]:
    """Rows that answer every word; `answers` says where a word may stand.

    A word such as "the" asks nothing, and nothing is found by such words alone.
    """
    if not words.words:
        return found.none()
    found = found.filter(answers(any_of(words)))
    for question in questions(words):
        asks_nothing = Exact(Func(question, function="numnode", output_field=IntegerField()), 0)
        found = found.filter(answers(question) | Q(asks_nothing))
    return found


def rank(words: SearchWords) -> SearchRank:
    """Of a row's own `search` column."""
    return SearchRank(F("search"), any_of(words))


def title_rank(words: SearchWords) -> Combinable:
    """A title counts more than what stands below it."""
    return SearchRank(SearchVector("title", config=CONFIG), any_of(words)) * TITLE_COUNTS


def marked(text: Any, words: SearchWords) -> SearchHeadline:
    """A text with the words marked in it; `pieces` takes it apart."""
    return SearchHeadline(
        text, any_of(words), config=CONFIG, start_sel=BEGIN, stop_sel=END, highlight_all=True
    )


def plain(html: str | None) -> str:
    """Sanitized HTML as the text that a reader sees."""
    return unescape(TAG.sub("", BREAK.sub(" ", html or "")))


def pieces(text: str | None) -> Sequence[Piece]:
    """A marked text taken apart, as plain text: whoever shows it escapes it."""
    runs = MARKED.split(" ".join((text or "").split()))
    bare = [run.replace(BEGIN, "").replace(END, "") for run in runs]
    return [Piece(run, is_match=at % 2 == 1) for at, run in enumerate(bare) if run]


def excerpt(text: str | None) -> Sequence[Piece]:
    """The same of a long text, cut to where the words stand first."""
    whole = " ".join((text or "").split())
    first = max(whole.find(BEGIN), 0)
    start = 0 if first < LEAD else whole.find(" ", first - LEAD) + 1
    rest = whole[start:]
    if len(rest) > LENGTH:
        space = rest.rfind(" ", 0, LENGTH)
        rest = rest[: space if space > 0 else LENGTH] + " …"
    return pieces(f"… {rest}" if start else rest)


def similar(found: QuerySet[Any], words: SearchWords) -> QuerySet[Any]:
    """Rows whose title holds a word much like one of the typed ones, the most similar first.

    Ask for it inside `tolerantly`.
    """
    if not words.words or words.has_operators:
        return found.none()
    alike = reduce(or_, (Q(title__trigram_word_similar=word) for word in words.words))
    likeness = reduce(add, (TrigramWordSimilarity(word, "title") for word in words.words))
    listed: QuerySet[Any] = found.filter(alike).annotate(likeness=likeness)
    return listed.order_by("-likeness", "-pk")


@contextmanager
def tolerantly() -> Iterator[None]:
    """Lets the trigram indexes answer for words that are rather less alike than PostgreSQL asks."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [SIMILAR])
        yield
