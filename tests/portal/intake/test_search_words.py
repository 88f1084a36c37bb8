"""What typed words ask for, and what they may have meant."""

import pytest

from portal.intake.search_words import meant, words_of

TITLES = ["Transportation of detainees", "Court orders and warrants"]


@pytest.mark.parametrize(
    ("typed", "reference"),
    [("R-1.2", "R-1.2"), (" r-1.2 ", "R-1.2"), ("S-7K3MP", "S-7K3MP"), ("m-7k3mp", "M-7K3MP")],
)
def test_a_reference_alone_is_one(typed, reference):
    assert words_of(typed).reference == reference


@pytest.mark.parametrize("typed", ["R-1.2 orders", "R", "", "X-1", "R-1.2 R-1.3"])
def test_other_words_are_no_reference(typed):
    assert words_of(typed).reference == ""


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [("court ord", "ord"), ("court o", ""), ("court ord!", ""), ('"court ord', ""), ("-ord", "")],
)
def test_the_last_word_may_be_the_beginning_of_a_longer_one(typed, beginning):
    assert words_of(typed).beginning == beginning


@pytest.mark.parametrize("typed", ['"court orders"', "court -orders", "court or orders"])
def test_operators_are_taken_as_they_stand(typed):
    assert words_of(typed).has_operators


@pytest.mark.parametrize("typed", ["court orders", "order", "well-known orders", "Orlando"])
def test_plain_words_hold_no_operators(typed):
    assert not words_of(typed).has_operators


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("trasportation", "transportation"),
        ("trasportation detainees", "transportation detainees"),
        ("detianees", "detainees"),
        ("transportation", ""),
        ("transp", ""),
        ("budget", ""),
        ('"trasportation"', ""),
        ("", ""),
    ],
)
def test_a_suggestion_is_made_of_words_that_stand_in_the_titles(typed, suggestion):
    assert meant(words_of(typed), TITLES) == suggestion


def test_without_titles_nothing_is_suggested():
    assert meant(words_of("trasportation"), []) == ""
