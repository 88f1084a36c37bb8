"""Meetings in lists: what is still to come, what is over, which is next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from portal.models import Member
from roundtable.models import Meeting, Proposal
from roundtable.queries.agendas import ready_renditions
from roundtable.queries.issues import proposals_visible_to
from roundtable.queries.meetings import MeetingTime, meetings_visible_to, time_of
from roundtable.vocabulary.meetings import FIXED_MEETINGS, OPEN_MEETINGS

END = Coalesce("ends_at", "starts_at", output_field=DateTimeField())


@dataclass(frozen=True)
class MeetingRow:
    """A meeting with its time and the number of the newest agenda that the reader can open."""

    meeting: Meeting
    time: MeetingTime | None
    agenda: int | None


@dataclass(frozen=True)
class MeetingLists:
    """Still to come, soonest first; over or not taking place, newest first."""

    upcoming: Sequence[MeetingRow]
    past: Sequence[MeetingRow]


def meeting_lists(member: Member) -> MeetingLists:
    """Three queries, however many meetings there are."""
    seen = meetings_visible_to(member).annotate(end=END)
    ahead = seen.filter(
        Q(starts_at__isnull=True) | Q(end__gt=Now()), state__in=OPEN_MEETINGS
    ).order_by("starts_at", "pk")
    past = seen.exclude(pk__in=ahead.order_by().values("pk")).order_by("-starts_at", "-pk")
    versions = _versions(member)
    return MeetingLists(
        upcoming=[_row(meeting, versions) for meeting in ahead],
        past=[_row(meeting, versions) for meeting in past],
    )


def next_meeting(member: Member) -> MeetingRow | None:
    """The next one that is planned and not over."""
    ahead = meetings_visible_to(member).annotate(end=END).filter(end__gt=Now())
    found = ahead.filter(state__in=FIXED_MEETINGS).order_by("starts_at", "pk").first()
    return _row(found, _versions(member)) if found else None


def proposals_without_meeting(member: Member) -> QuerySet[Proposal]:
    """Roundtables that were proposed and for which no meeting has been entered."""
    return proposals_visible_to(member).filter(meetings__isnull=True)


def _row(meeting: Meeting, versions: dict[int, int]) -> MeetingRow:
    return MeetingRow(meeting, time_of(meeting), versions.get(meeting.pk))


def _versions(member: Member) -> dict[int, int]:
    """By meeting, the number of the agenda that its address gives the member."""
    ready = ready_renditions(member).values_list("publication__meeting", "snapshot__number")
    versions: dict[int, int] = {}
    for meeting_id, number in ready:
        versions.setdefault(meeting_id, number)
    return versions
