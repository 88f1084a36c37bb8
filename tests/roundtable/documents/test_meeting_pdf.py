"""A published agenda as PDF: what each audience finds in it, and what is nowhere in the file."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Pdf

from roundtable.documents.inputs import (
    agenda_filename,
    agenda_snapshot,
    numbered_agenda,
)
from roundtable.documents.printing import render_agenda
from roundtable.models import Issue
from tests.portal.pdf_reading import bookmarks, conformance_failures, extracted_text
from tests.roundtable.documents.agenda_data import (
    a_slot,
    an_issue,
    close_everything_named,
    issue_called,
    narrow,
    winter_meeting,
)
from tests.roundtable.documents.file_reading import everything_in

DAY = date(2026, 2, 1)
TOKEN = "quokka7731"


def published(meeting: Any, audience: str, **values: Any) -> dict[str, Any]:
    content = agenda_snapshot(meeting, audience, made_on=DAY).content
    return numbered_agenda(content, **{"number": 1, "note": "", "previous": None, **values})


@pytest.mark.django_db
def test_the_first_version_for_members(tmp_path: Path) -> None:
    pdf = render_agenda(published(winter_meeting(), "working_group"))

    custody, grants = issue_called("Custody").ref, issue_called("Grants").ref
    assert bookmarks(pdf) == [
        (0, "1 Opening"),
        (0, "2 Arrivals"),
        (1, "2.1 Notice"),
        (1, "2.2 Beds"),
        (1, "2.3 Closed item: mayors only"),
        (0, "3 Grants"),
        (0, "Attendees"),
    ]
    assert conformance_failures(pdf, tmp_path) == []
    text = extracted_text(pdf)
    for words in (
        "Agenda v1 Winter meeting",
        "When: Tuesday, January 12, 2027, 10:00 AM to 12:00 PM EST",
        "Time planned: 1 hour 25 minutes",
        "10:05 AM · 20 minutes · Purpose: Discuss · Presenter: Jordan Vale",
        "Talking points • Point on notice Last update, November 13, 2026 News of notice.",
        f"2.3 Closed item: mayors only 10:45 AM · 20 minutes {custody}",
        f"{grants} · Ready",
    ):
        assert words in text


@pytest.mark.django_db
def test_the_second_version_says_what_changed(tmp_path: Path) -> None:
    meeting = winter_meeting()
    first = published(meeting, "working_group")
    Issue.objects.filter(title="Grants").update(state="answered")
    narrow(issue_called("Beds"), to="chiefs")
    beds = issue_called("Beds").ref

    second = published(
        meeting, "working_group", number=2, note="Read item 3 first.", previous=first
    )
    pdf = render_agenda(second)
    assert second["changes"] == {
        "since": 1,
        "sentences": [
            f"Item 2.2, {beds}, “Closed item: chiefs only”: closed since.",
            "Item 3, “Grants”: status Answered, before Ready.",
        ],
    }
    assert bookmarks(pdf)[0] == (0, "Changes since v1")
    assert conformance_failures(pdf, tmp_path) == []
    assert "Read item 3 first. Objective" in extracted_text(pdf)


@pytest.mark.django_db
def test_the_public_version_says_only_that_something_is_gone() -> None:
    meeting = winter_meeting()
    first = published(meeting, "public")
    narrow(issue_called("Notice"))

    second = published(meeting, "public", number=2, note=f"Note {TOKEN}", previous=first)
    assert second["changes"] == {"since": 1, "sentences": ["One item was removed."]}
    assert [item["title"] for item in second["items"]] == ["Opening", "Grants"]
    assert "Notice" not in json.dumps(second)
    assert second["note"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize("audience", ["public", "working_group"])
@pytest.mark.trust("X4")
def test_no_trace_of_a_closed_issue_in_the_file(audience: str) -> None:
    meeting = winter_meeting()
    before = published(meeting, audience)
    close_everything_named(TOKEN, meeting)

    pdf = render_agenda(published(meeting, audience, number=2, previous=before))
    assert TOKEN.lower() not in everything_in(pdf).lower()


@pytest.mark.django_db
@pytest.mark.parametrize("audience", ["public", "working_group"])
@pytest.mark.trust("X4")
def test_no_trace_of_what_was_closed_since(audience: str) -> None:
    meeting = winter_meeting()
    issue = close_everything_named(TOKEN, meeting, audience="public")
    before = published(meeting, audience)
    assert TOKEN in everything_in(render_agenda(before))
    narrow(issue)

    pdf = render_agenda(published(meeting, audience, number=2, previous=before))
    assert TOKEN.lower() not in everything_in(pdf).lower()


@pytest.mark.django_db
def test_a_public_file_holds_no_references_and_no_addresses() -> None:
    text = everything_in(render_agenda(published(winter_meeting(), "public")))
    refs = list(Issue.objects.values_list("ref", flat=True))
    for trace in (*refs, "jordan@alderbrook.example", "meet.example", "Robin Aide"):
        assert trace not in text


@pytest.mark.django_db
@pytest.mark.trust("X3")
def test_metadata_is_a_title_and_nothing_about_people() -> None:
    pdf = render_agenda(published(winter_meeting(), "public", number=3))
    with Pdf.open(io.BytesIO(pdf)) as opened:
        assert {key: str(value) for key, value in opened.docinfo.items()} == {
            "/Title": "Agenda v3: Winter meeting",
            "/Creator": "Joint Working Group Portal",
            "/Producer": "Joint Working Group Portal",
        }


@pytest.mark.django_db
def test_sixty_slots_conform(tmp_path: Path) -> None:
    meeting = winter_meeting()
    topic = issue_called("Arrivals")
    for number in range(55):
        a_slot(meeting, an_issue(topic.proposal, f"Item {number}", parent=topic))
    pdf = render_agenda(published(meeting, "working_group"))
    assert conformance_failures(pdf, tmp_path) == []


@pytest.mark.django_db
def test_the_file_name_says_which_version_it_is() -> None:
    meeting = winter_meeting()
    assert agenda_filename(published(meeting, "public")) == f"{meeting.ref}-agenda-v1.pdf"
