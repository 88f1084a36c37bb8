"""How a wait is told."""

import pytest

from portal.vocabulary.limits import in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (90, "90 seconds"), (91, "2 minutes"), (3600, "60 minutes")],
)
def test_a_wait_is_told_in_words_and_never_too_short(seconds, words):
    assert in_words(seconds) == words
