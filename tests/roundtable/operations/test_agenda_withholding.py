"""What shows something that was closed since is neither made nor handed out."""

from pathlib import Path

import pytest

from portal.models import Export, Job
from portal.queries.exports import visible_export
from portal.tasks import run_job
from roundtable.operations.documents import request_agenda_pdf
from roundtable.queries.agendas import (
    agenda_file,
    agenda_history,
    agenda_status,
    renditions_visible_to,
    withholding_sentences,
)
from tests.portal.pdf_reading import extracted_text
from tests.roundtable.documents.agenda_data import (
    BOTH,
    bytes_of,
    issue_called,
    narrow,
    publish,
    ready,
    winter_meeting,
    work_on,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "to", "left"),
    [
        ("Notice", "mayors", []),
        ("Notice", "working_group", ["working_group"]),
        ("Beds", "chiefs", ["public"]),
        ("Custody", "named", ["public", "working_group"]),
    ],
)
def test_what_was_closed_since_withholds_what_shows_it(publisher, chief, title, to, left):
    meeting = winter_meeting()
    ready(publish(meeting, publisher, BOTH))
    narrow(issue_called(title), to=to)

    assert sorted(row.audience for row in renditions_visible_to(chief)) == left


def test_staff_read_why_and_what_to_do(publisher):
    meeting = winter_meeting()
    ready(publish(meeting, publisher, BOTH))
    narrow(issue_called("Notice"))
    narrow(issue_called("Beds"), to="chiefs")

    notice = issue_called("Notice").ref
    both = f"{notice} and {issue_called('Beds').ref}"
    then = "Publish the next version."
    assert withholding_sentences(agenda_history(meeting).get()) == [
        f"v1 for the working group is withheld, because {both} were closed. {then}",
        f"v1 for everybody is withheld, because {notice} was closed. {then}",
    ]
    assert len(agenda_status(publisher, meeting).withheld) == 2


@pytest.mark.trust("C14")
def test_a_withheld_rendition_is_not_made(publisher, mayor):
    publication = publish(winter_meeting(), publisher)
    narrow(issue_called("Notice"))

    rendition = publication.renditions.get()
    run_job(rendition.export.job_id)
    job = Job.objects.get(pk=rendition.export.job_id)
    assert (job.state, job.error) == (
        "dead",
        "This document shows something that was closed meanwhile. Make a new one.",
    )
    assert Export.objects.get(pk=rendition.export_id).is_ready is False


@pytest.mark.trust("C14", "X6")
def test_a_withheld_rendition_is_not_handed_out(publisher, mayor):
    meeting = winter_meeting()
    rendition = ready(publish(meeting, publisher)).renditions.get()
    assert visible_export(mayor, rendition.export_id) is not None
    narrow(issue_called("Notice"))

    assert visible_export(mayor, rendition.export_id) is None
    assert agenda_file(mayor, meeting.ref) is None


def test_a_proposals_document_is_withheld_too(publisher, mayor, files: Path):
    winter_meeting()
    proposal = issue_called("Notice").proposal
    export = request_agenda_pdf(proposal=proposal, actor=mayor)
    assert request_agenda_pdf(proposal=proposal, actor=publisher) == export
    work_on(export)
    export.refresh_from_db()
    text = extracted_text(bytes_of(export, files))
    assert ("Beds" in text, "Custody" in text, "Closed item: mayors only" in text) == (
        True,
        False,
        True,
    )
    assert visible_export(mayor, export.pk) is not None

    narrow(issue_called("Beds"), to="chiefs")
    assert visible_export(mayor, export.pk) is None
