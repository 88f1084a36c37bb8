"""A proposal's agenda as PDF: all nodes in order and depth, contents that lead there."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Pdf

from portal.models import Member, Organization, Seat
from roundtable.documents.inputs import agenda_filename, proposal_snapshot
from roundtable.documents.numbering import numbers_of
from roundtable.documents.printing import agenda_html, render_agenda, spoken_minutes
from roundtable.intake import AgendaText, read_agenda
from roundtable.models import Issue, Proposal
from tests.portal.pdf_reading import bookmarks, conformance_failures, extracted_text
from tests.portal.samples import OUTLINE
from tests.roundtable.documents.file_reading import everything_in

DAY = date(2026, 2, 1)
TOKEN = "quokka7731"


def models_of(read: AgendaText, **changed: Any) -> tuple[Proposal, list[Issue]]:
    proposal = Proposal(
        ref="P-4TQ9",
        title=read.title,
        issuer=Organization(name="Association of Sample Mayors"),
        counterpart=Organization(name="Department of Homeland Security"),
        background_before=list(read.background_before),
        background_after=list(read.background_after),
        is_sample=True,
    )
    issues = [
        Issue(
            pk=position,
            ref=f"R-{node.number}",
            proposal=proposal,
            position=position,
            depth=node.depth,
            is_heading=node.is_heading,
            title=node.title,
            minutes=node.minutes,
            presenter=node.presenter,
            waiting_since=datetime(2026, 1, 20, 12, tzinfo=UTC),
            **changed,
        )
        for position, node in enumerate(read.nodes)
    ]
    return proposal, issues


def frozen(text: str, **changed: Any) -> dict[str, Any]:
    proposal, issues = models_of(read_agenda(text), **changed)
    return proposal_snapshot(proposal, issues, made_on=DAY)


def test_a_proposal_reads_from_its_title_to_its_last_page() -> None:
    assert extracted_text(render_agenda(frozen(OUTLINE)), mode="-raw") == (
        "Association of Sample Mayors Agenda A Roundtable Is Proposed "
        "Proposed to: Department of Homeland Security "
        "Proposed by: Association of Sample Mayors "
        "To discuss: 3 topics Time planned: 10 minutes For: The working group "
        "Made on: February 1, 2026 Note: Sample data: invented organizations "
        "Contents Background 1 1 Arrivals 1 1.1 Notice 1 1.2 Beds 1 2 Grants 1 "
        "Background We propose to meet. 1 Arrivals 1.1 Notice 10 minutes "
        "R-1.1 · Proposed · Waiting on: Association staff, 12 days · Owner: nobody yet "
        "1.2 Beds "
        "R-1.2 · Proposed · Waiting on: Association staff, 12 days · Owner: nobody yet "
        "2 Grants "
        "R-2 · Proposed · Waiting on: Association staff, 12 days · Owner: nobody yet "
        "Made on February 1, 2026 "
        "Sample data: invented organizations Page 1 of 1"
    )


def test_the_original_outline(proposal_seed: bytes, tmp_path: Path) -> None:
    read = read_agenda(proposal_seed.decode())
    pdf = render_agenda(frozen(proposal_seed.decode()))
    nodes = [(node.depth, f"{node.number} {node.title}") for node in read.nodes]
    assert len(nodes) == 10
    assert bookmarks(pdf) == [(0, "Background"), *nodes, (0, "About the issuer")]
    assert conformance_failures(pdf, tmp_path) == []
    assert pages_of(pdf) <= 4
    text, position = extracted_text(pdf), 0
    for piece in [*read.background_before, *(title for _, title in nodes), *read.background_after]:
        position = text.index(" ".join(piece.split()), position)


LONG = "A Long Winter Meeting\n\n" + "".join(
    f"{topic}. Topic {topic}\n"
    + "".join(f"   {letter}. Part {letter} of it (5 min)\n" for letter in "abcd")
    for topic in range(1, 13)
)


def test_sixty_items(tmp_path: Path) -> None:
    pdf = render_agenda(frozen(LONG))
    assert len(bookmarks(pdf)) == 60
    assert conformance_failures(pdf, tmp_path) == []
    assert pages_of(pdf) <= 10


def test_contents_lead_to_their_items_in_their_own_words() -> None:
    with Pdf.open(io.BytesIO(render_agenda(frozen(OUTLINE)))) as opened:
        links = [annotation for page in opened.pages for annotation in page.obj.Annots]
        assert [str(link.Contents) for link in links] == [
            "Background",
            "1 Arrivals",
            "1.1 Notice",
            "1.2 Beds",
            "2 Grants",
        ]


def test_an_issue_says_who_owns_it_and_what_lies_behind_it() -> None:
    owner = Seat(
        member=Member(name="Jordan Vale"),
        organization=Organization(name="Alderbrook Police", short_name="Alderbrook PD"),
        title="Chief of Police",
    )
    snapshot = frozen("Agenda\n\n- Notice\n- Beds", owner=owner, background="First.\n\nSecond.")
    text = extracted_text(render_agenda(snapshot))
    assert text.count("Owner: Jordan Vale, Chief of Police, Alderbrook PD First. Second.") == 2


@pytest.mark.parametrize(
    ("state", "waiting_on", "said"),
    [
        ("proposed", "federal_body", "A federal body"),
        ("proposed", "nobody", ""),
        ("resolved", "staff", ""),
    ],
)
def test_only_an_open_issue_waits(state: str, waiting_on: str, said: str) -> None:
    snapshot = frozen(OUTLINE, state=state, waiting_on=waiting_on)
    assert {item["waiting_on"] for item in snapshot["items"]} == {said}


def test_a_proposal_shows_a_closed_issue_as_closed() -> None:
    snapshot = frozen(OUTLINE.replace("Beds", TOKEN), audience="chiefs", background=TOKEN)
    assert [(item["ref"], item["title"], item["minutes"]) for item in snapshot["items"]] == [
        ("R-1", "Closed item: chiefs only", None),
        ("R-1.1", "Closed item: chiefs only", 10),
        ("R-1.2", "Closed item: chiefs only", None),
        ("R-2", "Closed item: chiefs only", None),
    ]
    assert TOKEN not in everything_in(render_agenda(snapshot))


@pytest.mark.parametrize(
    ("depths", "numbers"),
    [
        ([0, 1, 1, 0], ["1", "1.1", "1.2", "2"]),
        ([0, 1, 2, 1, 2], ["1", "1.1", "1.1.1", "1.2", "1.2.1"]),
        ([1, 3, 0], ["1", "1.1", "2"]),
        ([], []),
    ],
)
def test_an_agenda_numbers_itself(depths: list[int], numbers: list[str]) -> None:
    assert numbers_of(depths) == numbers


@pytest.mark.parametrize(
    ("minutes", "spoken"),
    [(0, ""), (1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (135, "2 hours 15 minutes")],
)
def test_times_are_spoken(minutes: int, spoken: str) -> None:
    assert spoken_minutes(minutes) == spoken


def test_titles_are_text_and_never_markup() -> None:
    html = agenda_html(frozen("Agenda\n\n- <b>Notice</b>\n- Beds"))
    assert "<b>" not in html


def test_the_file_name_says_which_day_it_shows() -> None:
    assert agenda_filename(frozen(OUTLINE)) == "P-4TQ9-agenda-2026-02-01.pdf"


def test_the_same_input_gives_the_same_file() -> None:
    snapshot = frozen(OUTLINE)
    assert json.loads(json.dumps(snapshot)) == snapshot
    assert render_agenda(snapshot) == render_agenda(json.loads(json.dumps(snapshot)))


def pages_of(pdf: bytes) -> int:
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
