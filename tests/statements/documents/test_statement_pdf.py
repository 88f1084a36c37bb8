"""A statement's PDF: every sentence once and in order, accessible, marked for what it is."""

import json
import uuid
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from portal.pdf.versions import template_version
from statements.documents.inputs import statement_filename, statement_input
from statements.documents.printing import render_statement, statement_html
from statements.intake import StatementText, plain_text, read_statement
from statements.models import Block, Revision, Statement
from statements.vocabulary.digest import text_digest
from tests.portal.pdf_reading import (
    bookmarks,
    conformance_failures,
    extracted_text,
    font_names,
    tags,
)
from tests.portal.samples import RELEASE

ISSUERS = ("Association of Sample Mayors", "Conference of Sample Chiefs")


def frozen(
    read: StatementText, *, state: str = "drafting", is_sample: bool = False
) -> dict[str, Any]:
    """The input of a document for a text as it was read."""
    blocks = [
        Block(
            position=position,
            key=uuid.uuid4(),
            kind=block.kind,
            html=block.html,
            speaker=block.speaker,
            speaker_title=block.speaker_title,
            in_quotation=block.running_quote,
        )
        for position, block in enumerate(read.blocks)
    ]
    headlines = [plain_text(block) for block in read.blocks if block.kind == "headline"]
    statement = Statement(
        ref="S-7K3MP",
        title=headlines[0] if headlines else "Untitled",
        document_type=read.document_type,
        language=read.language,
        state=state,
        release_line=read.release_line or "",
        embargo_line=read.embargo_line or "",
        document_date=read.document_date or "",
        media_contact="\n".join(read.media_contacts),
        is_sample=is_sample,
    )
    revision = Revision(number=2, digest=text_digest(blocks, language=read.language))
    return statement_input(statement, revision, blocks, list(ISSUERS))


def printed_pieces(read: StatementText) -> list[str]:
    """Every line of the text in the order of the pages: About texts follow the end mark."""
    ordered = sorted(read.blocks, key=lambda block: block.kind == "boilerplate")
    lines = [line for block in ordered for line in plain_text(block).splitlines()]
    return [" ".join(line.split()) for line in lines]


def assert_printed_once_in_order(read: StatementText, text: str) -> None:
    pieces, position = printed_pieces(read), 0
    whole = " ".join(pieces)
    for piece in pieces:
        found = text.find(piece, position)
        assert (piece, found >= 0) == (piece, True)
        position = found + len(piece)
        assert (piece, text.count(piece)) == (piece, max(1, whole.count(piece)))


SAMPLES = Path(__file__).resolve().parents[1] / "intake" / "samples"
PRINTED = sorted(path.stem for path in SAMPLES.glob("*.txt"))


@pytest.mark.parametrize("name", PRINTED)
def test_every_line_is_printed_once_and_in_order(name: str, tmp_path: Path) -> None:
    read = read_statement((SAMPLES / f"{name}.txt").read_bytes().decode())
    pdf = render_statement(frozen(read))
    assert_printed_once_in_order(read, extracted_text(pdf))
    assert conformance_failures(pdf, tmp_path) == []


def test_the_original_statement(joint_statement_seed: bytes, tmp_path: Path) -> None:
    read = read_statement(joint_statement_seed.decode())
    pdf = render_statement(frozen(read))
    assert_printed_once_in_order(read, extracted_text(pdf))
    assert conformance_failures(pdf, tmp_path) == []
    assert len([tag for tag in tags(pdf) if tag == "/BlockQuote"]) == 2  # over two pages


def test_a_dateline_runs_into_the_lead() -> None:
    text = extracted_text(render_statement(frozen(read_statement(RELEASE))))
    assert "ALDERBROOK, Ohio\u2014The two bodies met on Monday" in text


def test_what_a_release_says_around_its_text() -> None:
    snapshot = frozen(read_statement(RELEASE))
    text = extracted_text(render_statement(snapshot))
    code = f"Text code {snapshot['text_code']}"
    assert text == (
        f"{ISSUERS[0]} {ISSUERS[1]} FOR IMMEDIATE RELEASE Press release Draft, not released "
        "Two Bodies Ask for Notice ALDERBROOK, Ohio\u2014The two bodies met on Monday and agreed "
        "on one thing. They ask for notice two days ahead. ### "
        f"S-7K3MP, version 2. {code}. Draft, not released. {code}, version 2 Page 1 of 1"
    )


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("drafting", "Draft, not released"),
        ("scheduled", "Draft, not released"),
        ("published", ""),
        ("withdrawn", "Withdrawn"),
    ],
)
def test_every_page_says_what_is_not_released(state: str, mark: str) -> None:
    html = statement_html(frozen(read_statement(RELEASE), state=state))
    assert f'data-mark="{mark}"' in html


def test_sample_data_is_marked() -> None:
    sample = extracted_text(render_statement(frozen(read_statement(RELEASE), is_sample=True)))
    plain = extracted_text(render_statement(frozen(read_statement(RELEASE))))
    assert sample.count("Sample data: invented organizations") == 2
    assert plain.count("Sample data") == 0


def test_spanish_speaks_spanish_around_the_text() -> None:
    read = read_statement((SAMPLES / "release_spanish.txt").read_text())
    text = extracted_text(render_statement(frozen(read)))
    assert [word in text for word in ("Borrador, sin publicar", "Página 1 de", "Draft")] == [
        True,
        True,
        False,
    ]


def test_subheads_are_bookmarks_below_the_headline() -> None:
    snapshot = snapshot_of(
        ("headline", "Head"), ("subhead", "First"), ("paragraph", "x"), ("subhead", "Second")
    )
    assert bookmarks(render_statement(snapshot)) == [(0, "Head"), (1, "First"), (1, "Second")]


def test_names_and_text_are_escaped_or_let_through_the_allow_list() -> None:
    snapshot = snapshot_of(("headline", "A &amp; B"), ("paragraph", "<script>x</script><b>y</b>"))
    html = statement_html({**snapshot, "letterhead": ["<b>Association</b>"]})
    assert "&lt;b&gt;Association&lt;/b&gt;" in html
    assert "<script" not in html


def test_signatory_lines_go_through_the_allow_list_too() -> None:
    lines = "<script>x</script>Ana<br><b onclick='x'>Lee</b><br><img src='x'>"
    html = statement_html(snapshot_of(("headline", "A Letter"), ("signatories", lines)))
    assert [word in html for word in ("<script", "onclick", "<img")] == [False] * 3


def test_four_hundred_signatories(tmp_path: Path) -> None:
    names = [f"Robin Sample {number}, Mayor of Sampleville {number}" for number in range(400)]
    snapshot = snapshot_of(("headline", "Letter"), ("signatories", "<br>".join(names)))
    pdf = render_statement(snapshot)
    # Columns: extraction by place on the page would read across them.
    text, position = extracted_text(pdf, mode="-raw"), 0
    for name in names:
        position = text.index(name, position) + 1
    assert conformance_failures(pdf, tmp_path) == []
    assert font_names(pdf) == {
        "Public-Sans",
        "Public-Sans-Semi-Bold",
        "Source-Serif",
        "Source-Serif-Semi-Bold",
    }


def test_the_words_that_open_a_clause_stand_once() -> None:
    snapshot = snapshot_of(
        ("headline", "Resolution"),
        ("whereas", "WHEREAS, cities host; and"),
        ("resolved", "NOW, THEREFORE, BE IT RESOLVED that A answers."),
        ("boilerplate", "About Us \u2013 We are invented."),
    )
    html = statement_html(snapshot)
    assert "<strong>WHEREAS,</strong> cities host; and</p>" in html
    assert "<strong>NOW, THEREFORE, BE IT RESOLVED</strong> that A answers.</p>" in html
    assert "<strong>About Us</strong> \u2013 We are invented.</p>" in html


def test_a_speaker_is_named_below_unless_the_quote_says_it() -> None:
    said = snapshot_of(("headline", "Head"), ("quote", "\u201cYes,\u201d said Ana Ortiz."))
    bare = snapshot_of(("headline", "Head"), ("quote", "\u201cYes.\u201d"))
    for snapshot in (said, bare):
        snapshot["blocks"][1].update(speaker="Ana Ortiz", speaker_title="Mayor of Alderbrook")
    assert statement_html(said).count("Ana Ortiz") == 1
    assert "\u201cYes.\u201d Ana Ortiz, Mayor of Alderbrook" in extracted_text(
        render_statement(bare)
    )


def test_a_letter_without_a_headline_gets_none(tmp_path: Path) -> None:
    snapshot = snapshot_of(("salutation", "Dear Secretary Example:"), ("paragraph", "We write."))
    pdf = render_statement({**snapshot, "title": "A title for lists"})
    assert [extracted_text(pdf).count("A title for lists"), tags(pdf).count("/H1")] == [0, 0]
    assert conformance_failures(pdf, tmp_path) == []


@pytest.mark.parametrize("contact", ["Rosa Lind, 555-0134", "Media contact: Rosa Lind"])
def test_the_media_contact_has_one_label(contact: str) -> None:
    snapshot = {**snapshot_of(("headline", "Head")), "media_contact": contact}
    assert statement_html(snapshot).count("Media contact") == 1


def test_the_same_input_gives_the_same_file() -> None:
    snapshot = frozen(read_statement(RELEASE))
    assert json.loads(json.dumps(snapshot)) == snapshot
    assert render_statement(snapshot) == render_statement(json.loads(json.dumps(snapshot)))


@pytest.mark.parametrize(
    ("state", "name"), [("drafting", "S-7K3MP-draft-2.pdf"), ("published", "S-7K3MP-version-2.pdf")]
)
def test_the_file_name_says_which_text_it_is(state: str, name: str) -> None:
    assert statement_filename(frozen(read_statement(RELEASE), state=state)) == name


def test_the_design_has_a_version() -> None:
    assert template_version() == template_version()


def snapshot_of(*blocks: tuple[str, str]) -> dict[str, Any]:
    """An input made of (kind, HTML)."""
    listed = [Block(kind=kind, html=html) for kind, html in blocks]
    statement = Statement(ref="S-7K3MP", title=unescape(blocks[0][1]))
    revision = Revision(number=2, digest=text_digest(listed, language="en"))
    return statement_input(statement, revision, listed, [])
