"""Whatever the text, every word of it comes out exactly once, or it is refused in a sentence."""

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.vocabulary.refusals import Refusal
from roundtable.intake import AgendaText, read_agenda

PIECES = st.sampled_from(
    [
        *(
            "- ",
            "\u2022 ",
            "\u25e6 ",
            "* ",
            "+ ",
            "o ",
            "\u2013 ",
            "1. ",
            "2. ",
            "3) ",
            "(1) ",
            "1.1 ",
            "1.2. ",
        ),
        *(
            "a. ",
            "b) ",
            "h. ",
            "i. ",
            "ii. ",
            "iii) ",
            "IV. ",
            "A. ",
            "1 ",
            "2\t",
            "# ",
            "## ",
            "12. ",
        ),
        *("9:00 ", "9:00\u20139:30 ", "10:00 a.m. ", "  ", "    ", "\t", "        ", " "),
        *("\n", "\n", "\n", "\n\n", "\n  ", "\n\t", "\n- ", "\n    - ", "\n1. ", "\n---\n", "\n"),
        *(
            ":",
            ";",
            "; and",
            ".",
            ",",
            "-",
            "\u2014",
            "**",
            "(",
            ")",
            "[",
            "]",
            "...",
            "\u00a0",
            "?",
        ),
        *(
            " (15 min)",
            " [1h30]",
            " \u2013 20 min",
            " (Chief Rivera, 10 min)",
            "(5 min) ",
            " 15 minutes",
        ),
        *("\nShare this\n", "\nAgenda:\n", "\nAttendees\n", "\nThe roundtable would address:\n"),
    ]
)
WORD = re.compile(r"\b[Zz]q[a-j]+\b")


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = []
    for count in range(draw(st.integers(1, 40))):
        word = ("Zq" if draw(st.booleans()) else "zq") + "".join(
            "abcdefghij"[int(d)] for d in str(count)
        )
        parts += [*draw(st.lists(PIECES, max_size=3)), f" {word} " if draw(st.booleans()) else word]
    return "".join(parts)


def all_text(agenda: AgendaText) -> str:
    nodes = [f"{node.title} {node.presenter}" for node in agenda.nodes]
    leftovers = [leftover.text for leftover in agenda.leftovers]
    parts = [agenda.title, *nodes, *agenda.background_before, *agenda.background_after, *leftovers]
    return "\n".join(parts)


def accounted(text: str, word: re.Pattern[str]) -> None:
    try:
        agenda = read_agenda(text)
    except Refusal as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - either way out is right
        return
    assert Counter(word.findall(all_text(agenda))) == Counter(word.findall(text))
    assert all(any(sign.isalnum() for sign in node.title) for node in agenda.nodes)
    assert [node.line for node in agenda.nodes] == sorted({node.line for node in agenda.nodes})


@settings(max_examples=600, deadline=None)
@given(texts())
def test_every_word_of_a_jumble_comes_out_once(text: str) -> None:
    accounted(text, WORD)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aivxB1 2.)(-\u2022o#:;\t\n\n*", max_size=120))
def test_marker_signs_alone_never_break_the_reader(text: str) -> None:
    accounted(text, re.compile(r"[^\W\d_]{8,}"))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_arbitrary_text_never_breaks_the_reader(text: str) -> None:
    # Words as short as "minutes" may belong to a duration, as short as "xxxviii" to a marker.
    accounted(text, re.compile(r"[^\W\d_]{8,}"))
