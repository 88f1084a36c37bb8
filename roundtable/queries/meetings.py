"""Meetings, as somebody may see them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from portal.models import Member, Seat
from portal.rules import is_in_working_group
from portal.vocabulary.organizations import WORKING_CAPACITIES
from roundtable.models import Attendee, Meeting
from roundtable.vocabulary.meetings import (
    MEETING_STEPS,
    AttendeeRole,
    MeetingStep,
)


def meetings_visible_to(member: Member) -> QuerySet[Meeting]:
    """The working group sees every meeting; nobody else sees any."""
    if not is_in_working_group(member):
        return Meeting.objects.none()
    return Meeting.objects.select_related("proposal", "counterpart")


def visible_meeting(member: Member, ref: str) -> Meeting | None:
    return meetings_visible_to(member).filter(ref=ref).first()


def working_group() -> QuerySet[Member]:
    """Everybody who sees meetings now."""
    seats = Seat.objects.current().filter(capacity__in=WORKING_CAPACITIES)
    return Member.objects.filter(is_active=True, pk__in=seats.values("member"))


def may_see_meeting(members: QuerySet[Member], meeting_id: int) -> QuerySet[Member]:
    """Those of the members who see a meeting: `meetings_visible_to` read the other way round."""
    if not Meeting.objects.filter(pk=meeting_id).exists():
        return members.none()
    return members.filter(pk__in=working_group().values("pk"))


def attending_seats(meeting: Meeting) -> QuerySet[Seat]:
    """The seats on the list of attendees that are still held."""
    return (
        Seat.objects.current()
        .filter(attendances__meeting=meeting)
        .select_related("member", "organization")
    )


def attendees_of(meeting: Meeting) -> list[Attendee]:
    """Principals first, then in the order of the roles."""
    roles = list(AttendeeRole)
    return sorted(meeting.attendees.all(), key=lambda found: roles.index(AttendeeRole(found.role)))


@dataclass(frozen=True, kw_only=True)
class MeetingTime:
    """When a meeting is, for a reader in the current zone, as written and, elsewhere, there."""

    starts_at: datetime
    ends_at: datetime | None
    zone: str
    is_elsewhere: bool
    ends_same_day: bool

    @property
    def minutes(self) -> int | None:
        if self.ends_at is None:
            return None
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


def time_of(meeting: Meeting) -> MeetingTime | None:
    """None until a time is written down. Elsewhere: its clocks differ from the reader's then."""
    if meeting.starts_at is None:
        return None
    here = timezone.localtime(meeting.starts_at)
    there = meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone))
    end = timezone.localtime(meeting.ends_at) if meeting.ends_at else None
    return MeetingTime(
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.time_zone,
        is_elsewhere=here.utcoffset() != there.utcoffset(),
        ends_same_day=end is not None and end.date() == here.date(),
    )


def steps_from(meeting: Meeting) -> list[MeetingStep]:
    """What staff can do next with it; publishing its agenda has a place of its own."""
    is_ahead = meeting.starts_at is not None and meeting.starts_at > timezone.now()
    left_out = {"publish_agenda", "close"} if is_ahead else {"publish_agenda"}
    return [
        step
        for step in MEETING_STEPS.values()
        if meeting.state in step.sources and step.name not in left_out
    ]
