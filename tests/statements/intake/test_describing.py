"""Whom the About paragraphs of a text describe."""

from dataclasses import dataclass

import pytest

from statements.intake.describing import described

LEAGUE = ("National League of Mayors", "League of Mayors")
COUNCIL = ("U.S. Council of Chiefs", "Council of Chiefs")


@dataclass
class Paragraph:
    html: str


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        ([], (False, False)),
        (["About the National League of Mayors – We meet."], (True, False)),
        (["About the League of Mayors<br>We meet with the Council of Chiefs."], (True, False)),
        (["<strong>About the League of Mayors</strong> We meet."], (True, False)),
        (["About the United States Council of Chiefs – We meet."], (False, True)),
        (["About the US Council of Chiefs: We meet."], (False, True)),
        (["Acerca de National League of Mayors – Nos reunimos."], (True, False)),
        (["The League of Mayors is an association like the Council of Chiefs."], (True, False)),
        (["About the League of Mayors – We meet.", "It votes.", "About the Council of Chiefs – x"],
         (True, True)),
        (["About the League of Mayors – We meet.", "Its members vote."], (True, False)),
        (["About the Fund for Rivers – It gives money."], (False, False)),
        (["About the League of Mayorships – Another body."], (False, False)),
        (["About Us – We are invented."], (True, True)),
        (["Quiénes somos<br>Nos reunimos."], (True, True)),
        (["We meet twice a year."], (True, True)),
    ],
)  # fmt: skip
def test_each_association_is_found_by_any_of_its_names(paragraphs, found):
    texts = [Paragraph(html) for html in paragraphs]

    assert tuple(described(texts, [LEAGUE, COUNCIL])) == found
