"""Searching discussions: their titles, how they were resolved, and what was said in them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from portal.intake.search_words import SearchWords
from portal.models import Comment, Member, Thread
from portal.queries.comments import permalink
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
from portal.queries.threads import subjects_of, threads_visible_to
from portal.registry import Discussed, Hit, Searcher


def find(member: Member, words: SearchWords) -> QuerySet[Any]:
    """Visible threads, each with its best comment; what was removed is not found."""
    found = matching(threads_visible_to(member), words, _answers)
    if not words.words:
        return found
    best = (
        _standing()
        .filter(thread=OuterRef("pk"), search=any_of(words))
        .annotate(rank=rank(words), marked=marked("html", words))
        .order_by("-rank", "-pk")
    )
    said = Coalesce(Subquery(best.values("rank")[:1]), 0.0)
    ranked: QuerySet[Any] = found.defer("search").annotate(
        rank=said + rank(words) + title_rank(words),
        marked_title=marked("title", words),
        marked_html=Subquery(best.values("marked")[:1]),
        comment_id=Subquery(best.values("pk")[:1]),
    )
    return ranked.order_by("-rank", "-pk")


def find_similar(member: Member, words: SearchWords) -> QuerySet[Any]:
    found: QuerySet[Any] = similar(threads_visible_to(member), words).annotate(
        marked_title=F("title"),
        marked_html=Value(""),
        comment_id=Value(None, output_field=IntegerField()),
    )
    return found


def hits(threads: Sequence[Any]) -> list[Hit]:
    about = subjects_of([thread.pk for thread in threads])
    said = Comment.objects.select_related("author").in_bulk(
        [thread.comment_id for thread in threads if thread.comment_id]
    )
    return [_hit(thread, about[thread.pk], said.get(thread.comment_id)) for thread in threads]


def _hit(thread: Any, about: Discussed, comment: Comment | None) -> Hit:
    return Hit(
        url=permalink(comment) if comment else reverse("thread", args=[thread.pk]),
        label=f"{thread.get_kind_display()} on {about.ref}",
        title=pieces(thread.marked_title),
        excerpt=excerpt(plain(thread.marked_html)),
        note=f"By {comment.author.name}" if comment else about.title,
        state_label="Resolved" if thread.is_resolved else "Open",
        state_tone="good" if thread.is_resolved else "active",
        at=comment.created_at if comment else thread.created_at,
    )


def _answers(question: Question) -> Q:
    """In the thread itself or in one of its comments."""
    said = _standing().filter(search=question).values("thread")
    itself = Thread.objects.filter(search=question).values("pk")
    return Q(pk__in=said) | Q(pk__in=itself)


def _standing() -> QuerySet[Comment]:
    return Comment.objects.filter(removed_at__isnull=True)


THREAD_SEARCH = Searcher(
    kind="threads", label="Threads", find=find, similar=find_similar, hits=hits
)
