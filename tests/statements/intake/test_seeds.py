"""The two documents that the portal was asked for, read from file to blocks."""

import re
from pathlib import Path

import pytest

from portal.intake import read_text
from statements.intake import StatementText, TextBlock, plain_text, read_statement

SEEDS = Path(__file__).resolve().parents[3].parent / "shared/seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the original documents are kept beside the project, not in it"
)


def read(name: str) -> StatementText:
    return read_statement(read_text((SEEDS / name).read_bytes()))


def texts(blocks: tuple[TextBlock, ...]) -> str:
    return " ".join(plain_text(block) for block in blocks)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])[\"\u201d]?\s+", text)


def test_joint_statement_is_headline_dateline_lead_quotation_and_two_boilerplates() -> None:
    result = read("joint-statement.txt")
    assert [block.kind.value for block in result.blocks] == [
        "headline",
        "dateline",
        "lead",
        *["paragraph"] * 6,
        *["boilerplate"] * 2,
    ]
    assert [block.running_quote for block in result.blocks] == [False] * 3 + [True] * 6 + [
        False
    ] * 2
    assert (result.document_type, result.language) == ("statement", "en")
    assert (result.leftovers, result.marks) == ((), ("\u2014",))


def test_joint_statement_headline_is_joined_and_the_dateline_holds_the_place_only() -> None:
    headline, dateline, lead = (
        plain_text(block) for block in read("joint-statement.txt").blocks[:3]
    )
    assert headline == (
        "Statement by U.S. Conference of Mayors and Major Cities Chiefs Association on Ensuring "
        "Public Safety Amid Federal Immigration Actions"
    )
    assert dateline == "Washington, DC"
    assert lead.startswith("This week, the leadership of the U.S. Conference of Mayors")


def test_joint_statement_holds_every_sentence_once_and_in_order() -> None:
    source = (SEEDS / "joint-statement.txt").read_text(encoding="utf-8")
    flowing = " ".join(source.split()).replace("non- violent", "non-violent")
    flowing = flowing.replace("Washington, DC\u2014This", "Washington, DC This")
    assert sentences(texts(read("joint-statement.txt").blocks)) == sentences(flowing)


def test_proposal_leaves_the_furniture_and_keeps_the_outline_nested() -> None:
    result = read("dhs-roundtable-proposal.txt")
    assert [block.kind.value for block in result.blocks] == [
        "headline",
        *["paragraph"] * 3,
        "list",
        "boilerplate",
    ]
    assert [(left.line, left.text) for left in result.leftovers] == [(1, "Find Posts By Topic")]
    outline = result.blocks[4].html
    assert (outline.count("<li>"), outline.count("<ul>")) == (10, 3)
    assert outline.startswith("<ul><li>Current asylum crisis<ul><li>Communication of planned")


def test_proposal_paragraphs_are_the_lines_of_the_file() -> None:
    lines = (SEEDS / "dhs-roundtable-proposal.txt").read_text(encoding="utf-8").splitlines()
    blocks = read("dhs-roundtable-proposal.txt").blocks
    prose = [plain_text(block) for block in blocks if block.kind.value != "list"]
    assert prose == [line for line in lines[2:] if line and not line.startswith(" ")]
