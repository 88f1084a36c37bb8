"""Searching issues, and references of issues and meetings."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse

from portal.intake.search_words import SearchWords
from portal.models import Member
from portal.queries.matching import (
    Question,
    excerpt,
    marked,
    matching,
    pieces,
    rank,
    similar,
    title_rank,
)
from portal.registry import Hit, Searcher
from roundtable.queries.issues import issues_visible_to
from roundtable.queries.meetings import visible_meeting

TEXT = Concat("background", Value("\n"), "last_update", output_field=TextField())


def find(member: Member, words: SearchWords) -> QuerySet[Any]:
    """Visible issues."""
    found = matching(issues_visible_to(member), words, _answers)
    if not words.words:
        return found
    ranked: QuerySet[Any] = found.defer("search").annotate(
        rank=rank(words) + title_rank(words),
        marked_title=marked("title", words),
        marked_text=marked(TEXT, words),
    )
    return ranked.order_by("-rank", "proposal_id", "position")


def find_similar(member: Member, words: SearchWords) -> QuerySet[Any]:
    found: QuerySet[Any] = similar(issues_visible_to(member), words).annotate(
        marked_title=F("title"), marked_text=Value("")
    )
    return found


def hits(issues: Sequence[Any]) -> list[Hit]:
    return [
        Hit(
            url=reverse("issue", args=[issue.ref]),
            label=issue.ref,
            title=pieces(issue.marked_title),
            excerpt=excerpt(issue.marked_text),
            note=f"Owner: {issue.owner.member.name}" if issue.owner else "No owner yet",
            state_label=issue.get_state_display(),
            state_tone=issue.state_tone,
        )
        for issue in issues
    ]


def address(member: Member, ref: str) -> str | None:
    """Of the issue or meeting with that reference, if the member may see it."""
    if issues_visible_to(member).filter(ref=ref).exists():
        return reverse("issue", args=[ref])
    if ref.startswith("M-") and visible_meeting(member, ref) is not None:
        return reverse("meeting", args=[ref])
    return None


def _answers(question: Question) -> Q:
    return Q(search=question)


ISSUE_SEARCH = Searcher(kind="issues", label="Issues", find=find, similar=find_similar, hits=hits)
