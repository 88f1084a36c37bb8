"""A meeting as a calendar file (RFC 5545, with the methods of RFC 5546).

It may be kept and passed on outside the portal: it holds facts that every reader of the meeting
sees, and nothing of the agenda.
"""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from roundtable.models import Meeting
from roundtable.vocabulary.meetings import FIXED_MEETINGS, MeetingState

PRODUCT = "-//Mayors and Chiefs Joint Working Group//Meetings//EN"
OFF = frozenset({MeetingState.CANCELLED, MeetingState.DECLINED})


def calendar_uid(meeting: Meeting) -> str:
    """The same for life: whatever is sent later updates what a calendar has."""
    return f"{meeting.ics_uid}@{urlsplit(settings.SITE_URL).hostname}"


def calendar_file(meeting: Meeting) -> bytes:
    """The calendar file of a meeting that has a time, as it stands."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.state in OFF else "PUBLISH")
    calendar.add_component(_event(meeting))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(meeting: Meeting) -> Event:
    url = settings.SITE_URL + reverse("meeting", args=[meeting.ref])
    zone = ZoneInfo(meeting.time_zone)
    event = Event()
    event.add("uid", calendar_uid(meeting))
    event.add("sequence", meeting.ics_sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("summary", meeting.title)
    event.add("status", _status(meeting))
    for name, moment in (("dtstart", meeting.starts_at), ("dtend", meeting.ends_at)):
        if moment is not None:
            event.add(name, moment.astimezone(zone))
    if where := meeting.place or meeting.link:
        event.add("location", where)
    event.add("url", url)
    event.add("description", _description(meeting, url))
    event.add("organizer", _organizer(), encode=False)
    return event


def _status(meeting: Meeting) -> str:
    if meeting.state in OFF:
        return "CANCELLED"
    is_firm = meeting.state in FIXED_MEETINGS or meeting.state == MeetingState.CLOSED
    return "CONFIRMED" if is_firm else "TENTATIVE"


def _description(meeting: Meeting, url: str) -> str:
    lines = [meeting.get_press_status_display(), meeting.link, f"Facts and agenda: {url}"]
    return "\n".join(line for line in lines if line)


def _organizer() -> vCalAddress:
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["CN"] = vText("Mayors and Chiefs Joint Working Group")
    return organizer
