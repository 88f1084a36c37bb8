"""Names and titles as they are read on screen."""

import pytest

from portal.intake.names import check_name
from portal.vocabulary.refusals import Refusal

HIDDEN = "It holds a character that nobody sees, or that turns what is read. Type it again."
TWO_LINES = "Write it on one line."


@pytest.mark.parametrize(
    "name",
    [
        "Zoë O’Brien-Núñez", "D'Angelo Smith, Jr.", "Đặng Thị Thu", "Łukasz Żółć", "李小龍",
        "محمد علي", "می\u200cخواهم", "क्\u200dष", "Σωκράτης", "Name 2nd",
        "J. R. \u201cBob\u201d Doe",
        "St. Mary's & Co.", "",
    ],
)  # fmt: skip
def test_d7_names_of_every_script_pass_as_they_are(name):
    assert check_name(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Jane \t Doe\u00a0 ", "Jane Doe"),
        ("Jane Doe\r\n", "Jane Doe"),
        ("Zoe\u0308", "Zoë"),
        ("Jane\u200b \ufeffDoe\u00ad", "Jane Doe"),
        ("A\u200dB \u200dC", "AB C"),
        ("\u200eJane\u200f", "Jane"),
    ],
)
def test_d7_what_is_invisible_and_changes_no_word_is_dropped(typed, kept):
    assert check_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Jane\u202eelpmaxE", HIDDEN),
        ("\u2066Jane\u2069", HIDDEN),
        ("Mayor\nJohn Doe, Mayor", TWO_LINES),
        ("Alice\r\nBcc: x@y.example", TWO_LINES),
        ("Mayor\u2028John", TWO_LINES),
        ("Mayor\x85John", TWO_LINES),
        ("Ja\x1bne", HIDDEN),
        ("Ja\x00ne", HIDDEN),
        ("Jane\ud800", HIDDEN),
        ("\u3164", HIDDEN),
        ("Jane\u034fDoe", HIDDEN),
        ("Jane\U000e0041", HIDDEN),
        ("Jane\ue000", HIDDEN),
        ("...", "Write it with at least one letter or digit."),
    ],
)
def test_d7_what_hides_or_turns_letters_is_refused(typed, sentence):
    with pytest.raises(Refusal) as refusal:
        check_name(typed)
    assert str(refusal.value) == sentence
