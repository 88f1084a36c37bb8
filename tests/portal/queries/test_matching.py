"""How words are asked for in SQL, and how found texts are taken apart."""

from collections.abc import Sequence

import pytest
from django.db import connection

from portal.intake.search_words import words_of
from portal.models import Comment, Thread
from portal.queries.matching import BEGIN, END, Piece, any_of, excerpt, pieces, plain, similar
from roundtable.models import Issue
from statements.models import Block, Statement

pytestmark = pytest.mark.django_db


def read(shown: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in shown)


def marks(shown: Sequence[Piece]) -> list[str]:
    return [piece.text for piece in shown if piece.is_match]


@pytest.mark.parametrize(
    ("model", "index"),
    [
        (Issue, "issue_search"),
        (Thread, "thread_search"),
        (Comment, "comment_search"),
        (Block, "block_search"),
    ],
)
def test_the_words_are_answered_from_an_index(model, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = model.objects.filter(search=any_of(words_of("custody ord"))).order_by().explain()

    assert index in plan


@pytest.mark.parametrize(
    ("model", "index"),
    [
        (Issue, "issue_title_typo"),
        (Thread, "thread_title_typo"),
        (Statement, "statement_title_typo"),
    ],
)
def test_similar_titles_are_answered_from_an_index(model, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = similar(model.objects.order_by(), words_of("trasportation")).explain()

    assert index in plan


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("a \ue000b\ue001 c", [("a ", False), ("b", True), (" c", False)]),
        ("\ue001a\ue000", [("a", False)]),
        ("\ue000<script>\ue001", [("<script>", True)]),
        (None, []),
    ],
)
def test_a_headline_is_taken_apart_as_plain_text(headline, expected):
    assert [(piece.text, piece.is_match) for piece in pieces(headline)] == expected


def test_an_excerpt_begins_shortly_before_the_first_match():
    text = f"{'far ' * 100}{BEGIN}near{END} {'after ' * 100}"

    shown = read(excerpt(text))

    assert shown.startswith("… far far")
    assert shown.endswith("after …")
    assert marks(excerpt(text)) == ["near"]
    assert len(shown) < 300


def test_an_excerpt_of_a_short_text_is_all_of_it():
    assert read(excerpt(f"One {BEGIN}two{END}  three.")) == "One two three."
    assert read(excerpt("x" * 400)) == "x" * 240 + " …"


def test_stored_html_is_read_as_text():
    assert plain("<p>One <strong>two</strong>.</p><p>Fish &amp; chips</p>") == (
        " One two.  Fish & chips "
    )
