"""Whom a meeting's news are told to, computed when they are sent.

The whole working group is told; who attends, and those who work for a principal who does, also by
mail. A subject names the meeting by its reference and day only.
"""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import dateformat, timezone

from portal.models import Announcement, Member, Seat
from portal.queries.notifications import staff_seats
from portal.queries.organizations import HEADS
from portal.registry import AnnouncementKind, Message
from roundtable.models import Meeting
from roundtable.operations.meetings import MEETING_NEWS
from roundtable.queries.meetings import (
    attending_seats,
    may_see_meeting,
    meetings_visible_to,
    working_group,
)
from roundtable.vocabulary.meetings import FIXED_MEETINGS


def meeting_titles(member: Member, meeting_ids: Sequence[int]) -> Mapping[int, str]:
    """Titles of those of the meetings that the member may see now."""
    return dict(meetings_visible_to(member).filter(pk__in=meeting_ids).values_list("pk", "title"))


def tell_meeting(announcement: Announcement) -> list[Message]:
    """The newest of a meeting's news; what a newer one has overtaken is told by that one."""
    newest = Announcement.objects.filter(
        kind=announcement.kind, subject_id=announcement.subject_id
    ).latest("pk")
    meeting = Meeting.objects.get(pk=announcement.subject_id)
    event = announcement.detail["event"]
    if newest != announcement or (event != "cancelled" and meeting.state not in FIXED_MEETINGS):
        return []
    reasons = _reasons(list(attending_seats(meeting)))
    return [
        _message(meeting, event, member, reasons.get(member.pk, "")) for member in working_group()
    ]


KIND = AnnouncementKind(
    name=MEETING_NEWS,
    tell=tell_meeting,
    subjects=meeting_titles,
    may_see=may_see_meeting,
    nameable=set,
)


def _reasons(seats: Sequence[Seat]) -> dict[int, str]:
    """Why somebody gets a mail, by member."""
    led = [seat.organization for seat in seats if seat.capacity in HEADS]
    found = {
        seat.member_id: f"you work for {seat.organization}, which takes part"
        for seat in staff_seats(led)
    }
    return found | {seat.member_id: "you are on the list of attendees" for seat in seats}


def _message(meeting: Meeting, event: str, to: Member, reason: str) -> Message:
    with timezone.override(ZoneInfo(to.time_zone)):
        words = render_to_string(
            "meetings/mail/news.txt", {"meeting": meeting, "event": event, "day": _day(meeting)}
        )
    subject, _, text = words.strip().partition("\n")
    return Message(
        recipient=to,
        title=subject,
        text=text.strip(),
        url=reverse("meeting", args=[meeting.ref]),
        why=reason or "you belong to the working group",
        is_mailed=bool(reason),
    )


def _day(meeting: Meeting) -> str:
    """The day where the meeting is."""
    if meeting.starts_at is None:
        return ""
    there = meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone))
    return dateformat.format(there, "M j, Y")
