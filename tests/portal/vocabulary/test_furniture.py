"""What a website or printer puts around a text is known by its whole line."""

import pytest

from portal.vocabulary.furniture import (
    DOCUMENT_KIND,
    NAVIGATION,
    NOTICE,
    PAGE_NUMBER,
    PAGE_TURN,
    SHARING,
    SIGNS_ONLY,
    is_furniture,
    is_furniture_of_prose,
)


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
        ("- more -", PAGE_TURN),
        ("Leer m\u00e1s \u2192", NAVIGATION),
        ("Comparte en WhatsApp", SHARING),
        ("Posted on Nov. 3, 2026 by webmaster", NOTICE),
        ("Publicado el 3 de noviembre de 2026", NOTICE),
        ("This site uses cookies", NOTICE),
        ("All rights reserved.", NOTICE),
        ("4 min read", NOTICE),
    ],
)
def test_furniture_has_a_reason(line: str, reason: str) -> None:
    assert is_furniture(line) == reason
    assert is_furniture_of_prose(line) == reason


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
        "Copyright protects authors",
        "Published by the Harbor Cities Alliance",
        "Posted on Monday, and nobody has answered it since",
        "Accessibility",
    ],
)
def test_an_authors_words_are_no_furniture(line: str) -> None:
    assert is_furniture(line) is None
    assert is_furniture_of_prose(line) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("12", PAGE_NUMBER),
        ("NEWS RELEASE", DOCUMENT_KIND),
        ("Comunicado de prensa", DOCUMENT_KIND),
        ("Mayors \u203a News \u203a Statements", NAVIGATION),
        ("Sign in", NAVIGATION),
        ("Facebook Twitter Print", SHARING),
        ("* * *", SIGNS_ONLY),
    ],
)
def test_around_prose_is_left_what_may_be_an_item_of_an_outline(line: str, reason: str) -> None:
    assert is_furniture(line) is None
    assert is_furniture_of_prose(line) == reason
