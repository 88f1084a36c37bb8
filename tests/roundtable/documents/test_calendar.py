"""Calendar files, read back as a calendar would."""

from datetime import timedelta

import pytest
from django.test import override_settings
from icalendar import Calendar

from portal.models import Member
from roundtable.documents.calendar import calendar_file
from roundtable.models import Meeting
from roundtable.operations.meetings import create_meeting, save_meeting, step_meeting
from roundtable.operations.slots import build_agenda
from tests.roundtable.meeting_data import ENDS, STARTS, facts, planned, proposed

pytestmark = pytest.mark.django_db


def read(meeting: Meeting) -> tuple[Calendar, dict[str, object]]:
    calendar = Calendar.from_ical(calendar_file(Meeting.objects.get(pk=meeting.pk)))
    event = calendar.events[0]
    return calendar, event


def test_a_calendar_reads_when_and_where(publisher: Member):
    meeting = planned(publisher, time_zone="America/Chicago", link="https://meet.example/1")

    with override_settings(SITE_URL="https://portal.example:8000"):
        calendar, event = read(meeting)

    assert calendar["METHOD"] == "PUBLISH"
    assert event["SUMMARY"] == "Spring roundtable"
    assert event["LOCATION"] == "City Hall, room 4"
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 0
    assert event["UID"] == f"{meeting.ics_uid}@portal.example"
    assert event["URL"] == f"https://portal.example:8000/meetings/{meeting.ref}/"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (STARTS, ENDS)
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert event["DTSTART"].dt.utcoffset() == timedelta(hours=-6)
    assert [zone["TZID"] for zone in calendar.timezones] == ["America/Chicago"]


def test_a_later_file_updates_the_earlier_one(publisher: Member):
    meeting = planned(publisher)
    before = read(meeting)[1]
    save_meeting(meeting_id=meeting.pk, facts=facts(place="Annex"), edition=1, actor=publisher)
    after = read(meeting)[1]

    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["LOCATION"] == "Annex"


def test_a_cancelled_meeting_leaves_the_calendar(publisher: Member):
    meeting = planned(publisher)
    uid = read(meeting)[1]["UID"]
    step_meeting(meeting_id=meeting.pk, name="cancel", actor=publisher, reason="No room.")
    calendar, event = read(meeting)

    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (event["UID"], event["SEQUENCE"]) == (uid, 1)


def test_a_request_is_tentative(publisher: Member):
    meeting = create_meeting(facts=facts(), is_planned=False, actor=publisher)

    assert read(meeting)[1]["STATUS"] == "TENTATIVE"


def test_nothing_of_the_agenda_is_in_it(publisher: Member):
    meeting = planned(publisher, proposal=proposed(), objective="To settle the matter of beds")
    build_agenda(meeting_id=meeting.pk, actor=publisher)
    meeting.refresh_from_db()
    text = calendar_file(meeting).decode()

    assert [word for word in ("Notice", "Beds", "beds", "Grants", "Arrivals") if word in text] == []
