"""Nothing lost, nothing invented: every character of the input is accounted for, whatever it is."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.intake import check_text, read_text
from portal.vocabulary.refusals import Refusal
from statements.intake import StatementText, plain_text, read_statement

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.txt"))
SEEDS = sorted((Path(__file__).resolve().parents[3].parent / "shared/seeds").glob("*.txt"))

PROSE = (
    "The lake cities keep their word, and they keep\nit in writing for every-\none who asks.",
    '"We agreed on this,\nand it holds.',
    '"It can be done," said Mayor Jane Roe of Alderbrook.',
    "FAIRMONT, Ohio (Nov. 3, 2026) \u2014 Eleven mayors met <today> & agreed.",
    "alderbrook went on in small letters and did not",
    "A Title Without a Mark",
    "WHAT COMES NEXT",
)
PARTS = (
    *PROSE,
    "FOR IMMEDIATE RELEASE",
    "FOR IMMEDIATE RELEASE      Contact: Ben Ito\nNovember 3, 2026      555-0134",
    "EMBARGOED UNTIL:\nNovember 3, 2026",
    "Media contact:\nBen Ito\nben.ito@fairmont.example",
    "\u2022 Beds\n  o Open\n  o Staffed\nin the city",
    "1. First\n   a) and\n   b) more\n2. Second",
    "3. Third\n5. Fifth",
    "- A lone dash",
    "About the Lakeside Council",
    "About the Lakeside Council \u2013 It speaks for eleven cities.",
    "WHEREAS, nobody asked; and\nWHEREAS, somebody should,",
    "BE IT RESOLVED, that we ask.",
    "ADOPTED this day",
    "Dear Secretary Example:",
    "Sincerely,",
    "Signed,\nMayor Jane Roe\tAlderbrook\nChief Sam Park\tFairmont",
    "cc: Everybody",
    "Re: Notice",
    "[1] A note.",
    "1 A bare note",
    "November 3, 2026",
    "###",
    "-30-",
    "======",
    "Page 1 of 2",
    "Share this\nPrint",
    "The lake is wide,\nThe boats are few,\nCome sit with us.",
)
DOCUMENTS = st.lists(
    st.tuples(st.sampled_from(PARTS), st.sampled_from(["\n", "\n\n", "\n \t\n", "\n\n  "])),
    min_size=1,
    max_size=14,
).map(lambda parts: "".join(part + gap for part, gap in parts))
SIGNS = st.text(
    alphabet='aAbI1 \n\t.,:;-\u2013\u2014\u2022*o#()[]<>&"\u201c\u201d@|=', max_size=200
)
ANYTHING = st.text(max_size=200)


def solid(text: str) -> str:
    return "".join(text.split())


def everything(result: StatementText) -> list[str]:
    """Each place where a word of the input may have gone."""
    fields = (result.release_line, result.embargo_line, result.document_date)
    return [
        *(plain_text(block) for block in result.blocks),
        *(text for text in fields if text),
        *result.media_contacts,
        *(leftover.text for leftover in result.leftovers),
        *result.marks,
    ]


def characters(texts: list[str]) -> list[str]:
    return sorted(solid("".join(texts)))


def is_in_order(result: StatementText, text: str) -> bool:
    """The characters of the blocks, one after the other, occur in the input in that order."""
    source = iter(solid(text))
    wanted = solid("".join(plain_text(block) for block in result.blocks))
    return all(character in source for character in wanted)


def assert_accounted(text: str) -> None:
    result = read_statement(text)
    assert characters(everything(result)) == characters([text])
    assert is_in_order(result, text)
    lines = [block.first_line for block in result.blocks]
    assert lines == sorted(lines)


@pytest.mark.parametrize("path", SAMPLES + SEEDS, ids=lambda path: path.stem)
def test_samples_are_accounted_for(path: Path) -> None:
    assert_accounted(read_text(path.read_bytes()))


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
@example("Signed,\nJane Roe\tAlderbrook\nSam Park\tFairmont\nFOR RELEASE      Contact: Ben Ito\n")
def test_documents_of_all_parts_in_any_order_are_accounted_for(text: str) -> None:
    assert_accounted(text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(SIGNS, ANYTHING))
def test_any_text_is_accounted_for_or_refused_for_holding_none(text: str) -> None:
    try:
        result = read_statement(text)
    except Refusal:
        assert text.strip() == ""
    else:
        assert characters(everything(result)) == characters([text])


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_checked_text_stays_as_it_is_when_checked_again(text: str) -> None:
    try:
        checked = check_text(text)
    except Refusal:
        return
    assert check_text(checked) == checked
