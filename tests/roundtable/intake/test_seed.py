"""The real proposal, where it lies next to the checkout."""

from pathlib import Path

import pytest

from roundtable.intake import AgendaText, Leftover, read_agenda

SEED = Path(__file__).resolve().parents[3].parent / "shared/seeds/dhs-roundtable-proposal.txt"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the seed documents are not here")


@pytest.fixture(scope="module")
def agenda() -> AgendaText:
    return read_agenda(SEED.read_text(encoding="utf-8"))


def test_ten_nodes_two_of_them_headings(agenda: AgendaText) -> None:
    assert [(node.number, node.title) for node in agenda.nodes] == [
        ("1", "Current asylum crisis"),
        ("1.1", "Communication of planned transportation of immigrants"),
        (
            "1.2",
            "Capacity plan for housing, care, feeding, health, and safety of processed immigrants",
        ),
        ("1.3", "Identity of detained and transported persons"),
        ("2", "Local response policies by ICE to take custody of undocumented immigrants"),
        ("3", "Care of unaccompanied minors"),
        ("4", "Federal Grant Conditions"),
        ("4.1", "Policies on civil detainers"),
        ("4.2", "Notification of ICE for police release of subjects"),
        ("4.3", "ICE admittance to local facilities"),
    ]
    assert [node.depth for node in agenda.nodes] == [0, 1, 1, 1, 0, 0, 0, 1, 1, 1]
    assert [node.title for node in agenda.nodes if node.is_heading] == [
        "Current asylum crisis",
        "Federal Grant Conditions",
    ]


def test_the_text_around_stays(agenda: AgendaText) -> None:
    assert agenda.title == (
        "Major Cities Chiefs Form Immigration Working Group \u2013 "
        "Proposing Roundtable With Department of Homeland Security"
    )
    paragraphs = [line for line in SEED.read_text(encoding="utf-8").split("\n") if len(line) > 200]
    assert agenda.background_before == tuple(paragraphs[:3])
    assert agenda.background_after == (paragraphs[3],)
    assert agenda.leftovers == (
        Leftover(
            line=1,
            text="Find Posts By Topic",
            reason="a website's navigation, not part of the document",
        ),
    )
    assert agenda.issuer_hint == "Major Cities Chiefs"
