"""A speaker is named only where the text leaves no doubt; a running quotation is marked."""

import pytest

from statements.intake import read_statement
from statements.intake.quotes import Speaker, find_speaker


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("said Mayor Jane Roe of Alderbrook.", Speaker("Jane Roe", "Mayor of Alderbrook")),
        ("said Alderbrook Police Chief Sam Park.", Speaker("Sam Park", "Alderbrook Police Chief")),
        ("said Sam Park, sheriff of Lake County.", Speaker("Sam Park", "sheriff of Lake County")),
        ("said Mayor Jane Roe.", Speaker("Jane Roe", "Mayor")),
        ("said Jane Roe.", Speaker("Jane Roe", "")),
        ("said the mayor.", None),
        ("she said.", None),
        ("said Jane Roe, who came late.", None),
        ("said Mayor Jane Roe and Chief Sam Park.", None),
        ("said Jane Roe, mayor of Alderbrook and Sam Park.", None),
    ],
)
def test_speaker(said: str, speaker: Speaker | None) -> None:
    assert find_speaker(f'"We agreed," {said}') == speaker


def running(*paragraphs: str) -> list[bool]:
    text = "\n\n".join(("A Headline", *paragraphs))
    return [block.running_quote for block in read_statement(text).blocks[1:]]


def test_paragraphs_of_one_quotation_are_marked() -> None:
    opened = ("The mayors said this:", '"One is said here.', '"Two is said here.', '"Three."')
    assert running(*opened, "Then they left for home.") == [False, True, True, True, False]


def test_quotations_that_each_close_are_not_one() -> None:
    assert running('"One is said here."', '"Two is said here."') == [False, False]
    assert running("\u201cOne is said here.", "\u201cTwo is said here.\u201d") == [True, True]
