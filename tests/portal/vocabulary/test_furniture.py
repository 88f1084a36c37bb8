"""What a website or printer puts around a text is known by its whole line."""

import pytest

from portal.vocabulary.furniture import NAVIGATION, NOTICE, PAGE_NUMBER, SHARING, is_furniture


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Find Posts By Topic", NAVIGATION),
        ("  Skip to   content ", NAVIGATION),
        ("Back to top \u2191", NAVIGATION),
        ("\u00ab Previous post", NAVIGATION),
        ("Home > News > Statements", NAVIGATION),
        ("Volver arriba", NAVIGATION),
        ("SHARE THIS:", SHARING),
        ("Share on Facebook", SHARING),
        ("Facebook | Twitter | LinkedIn", SHARING),
        ("Leave a Comment", NOTICE),
        ("3 Comments", NOTICE),
        ("\u00a9 2026 Harbor Cities Alliance. All rights reserved.", NOTICE),
        ("Page 2 of 7", PAGE_NUMBER),
        ("- 3 -", PAGE_NUMBER),
    ],
)
def test_furniture_has_a_reason(line: str, reason: str) -> None:
    assert is_furniture(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Media contact",
        "Share this burden among the cities",
        "share",
        "Search.",
        "Home rule for cities",
        "Find posts by topic and read them before the meeting, all of you who can",
        "- Share this",
        "12",
    ],
)
def test_an_authors_words_are_no_furniture(line: str) -> None:
    assert is_furniture(line) is None
