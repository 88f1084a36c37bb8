"""Searching statements: the newest text for those who work on it, else the text that is out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse

from portal.intake.search_words import SearchWords
from portal.models import Member
from portal.queries.matching import (
    Question,
    any_of,
    excerpt,
    marked,
    matching,
    pieces,
    plain,
    rank,
    similar,
    title_rank,
)
from portal.registry import Hit, Searcher
from statements.models import Block, Publication, Revision, Statement
from statements.queries.statements import (
    statements_visible_to,
    statements_worked_on_by,
    with_release,
)
from statements.vocabulary.blocks import BlockKind


def texts_to_search(member: Member) -> dict[int, int]:
    """The revisions that the member can read on the statement's own page, with the statement.

    Read once for each search: as a part of every condition the rule would be asked many times.
    """
    newer = Revision.objects.filter(statement=OuterRef("statement"), number__gt=OuterRef("number"))
    worked_on = Q(~Exists(newer), statement__in=statements_worked_on_by(member).values("pk"))
    out = Q(pk__in=Publication.objects.visible().values("revision"))
    return dict(Revision.objects.filter(worked_on | out).values_list("pk", "statement"))


def find(member: Member, words: SearchWords) -> QuerySet[Any]:
    """Visible statements, each with its best passage."""
    texts = texts_to_search(member)
    blocks = Block.objects.filter(revision__in=texts.keys())

    def answers(question: Question) -> Q:
        return Q(pk__in=blocks.filter(search=question).values("revision__statement"))

    found = matching(_statements(texts), words, answers)
    if not words.words:
        return found
    here = blocks.filter(revision__statement=OuterRef("pk"), search=any_of(words))
    best = here.annotate(rank=rank(words), marked=marked("html", words)).order_by("-rank", "pk")
    passage = best.exclude(kind=BlockKind.HEADLINE)  # that is the title
    ranked: QuerySet[Any] = _shown(found).annotate(
        rank=Subquery(best.values("rank")[:1]) + title_rank(words),
        marked_title=marked("title", words),
        marked_html=Subquery(passage.values("marked")[:1]),
    )
    return ranked.order_by("-rank", "-pk")


def find_similar(member: Member, words: SearchWords) -> QuerySet[Any]:
    visible = _statements(texts_to_search(member))
    found: QuerySet[Any] = _shown(similar(visible, words)).annotate(
        marked_title=F("title"), marked_html=Value("")
    )
    return found


def hits(statements: Sequence[Any]) -> list[Hit]:
    return [
        Hit(
            url=reverse("statement", args=[statement.ref]),
            label=statement.ref,
            title=pieces(statement.marked_title),
            excerpt=excerpt(plain(statement.marked_html)),
            note=statement.issuer_names,
            state_label=statement.state_label,
            state_tone=statement.state_tone,
            at=statement.updated_at,
        )
        for statement in statements
    ]


def address(member: Member, ref: str) -> str | None:
    """Of the statement with that reference, if the member may see it."""
    visible = statements_visible_to(member).filter(ref=ref).exists()
    return reverse("statement", args=[ref]) if visible else None


def _statements(texts: Mapping[int, int]) -> QuerySet[Statement]:
    return Statement.objects.filter(pk__in=set(texts.values()))


def _shown(found: QuerySet[Any]) -> QuerySet[Any]:
    newest = Revision.objects.filter(statement=OuterRef("pk")).order_by("-number")
    dated = with_release(found).annotate(updated_at=Subquery(newest.values("created_at")[:1]))
    return dated.prefetch_related("issuings__organization")


STATEMENT_SEARCH = Searcher(
    kind="statements", label="Statements", find=find, similar=find_similar, hits=hits
)
