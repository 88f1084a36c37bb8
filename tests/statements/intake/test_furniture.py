"""Furniture is a whole short line; the same words inside a sentence are text."""

import pytest

from portal.vocabulary.furniture import is_furniture_of_prose
from statements.intake import plain_text, read_statement


@pytest.mark.parametrize(
    "line",
    [
        "Find Posts By Topic",
        "Share this",
        "Skip to content",
        "Print",
        "Read more",
        "Home > News > Statements",
        "Back to top",
        "Subscribe",
        "Facebook | Twitter",
        "This site uses cookies",
        "Page 1 of 3",
        "\u00a9 2026 Lakeside Council. All rights reserved",
        "Leer m\u00e1s",
        "- more -",
    ],
)
def test_furniture_is_left_over(line: str) -> None:
    result = read_statement(
        f"{line}\n\nA Headline\n\nThe cities keep their word, and say so.\n\n{line}"
    )
    assert [left.text for left in result.leftovers] == [line, line]
    assert {left.reason for left in result.leftovers} == {is_furniture_of_prose(line)}
    assert len(result.blocks) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow our work on X, Facebook, Instagram, LinkedIn, Threads, and Medium.",
        "Print it and bring it to the meeting of the eleven cities on the lake,\nor ask for\nmore.",
        "Read more books, the mayor said to the children of the city of Alderbrook.",
        "We subscribe to the rule that every city on the lake agreed upon, and we\nshare\nit.",
        "The statement was posted on Monday and nobody has answered it since then.",
    ],
)
def test_a_sentence_is_never_furniture(sentence: str) -> None:
    result = read_statement(f"A Headline\n\n{sentence}")
    assert result.leftovers == ()
    assert plain_text(result.blocks[1]) == " ".join(sentence.split())
