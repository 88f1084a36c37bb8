"""Words for meetings and their agendas, and which step may follow which in a meeting's life."""

from dataclasses import dataclass

from django.db.models import TextChoices


class MeetingState(TextChoices):
    """States of a meeting's life."""

    REQUESTED = "requested", "Requested"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    PLANNED = "planned", "Planned"
    AGENDA_PUBLISHED = "agenda_published", "Agenda published"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


TONES = {
    MeetingState.REQUESTED: "wait",
    MeetingState.ACCEPTED: "active",
    MeetingState.DECLINED: "stop",
    MeetingState.PLANNED: "active",
    MeetingState.AGENDA_PUBLISHED: "good",
    MeetingState.CLOSED: "neutral",
    MeetingState.CANCELLED: "stop",
}
"""Colour of each state's tag."""


OPEN_MEETINGS = frozenset(
    {
        MeetingState.REQUESTED,
        MeetingState.ACCEPTED,
        MeetingState.PLANNED,
        MeetingState.AGENDA_PUBLISHED,
    }
)
"""Still to come; its facts and its agenda can be changed."""

FIXED_MEETINGS = frozenset({MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED})
"""People count on these taking place: they have a time, and every change of it is told."""


@dataclass(frozen=True, kw_only=True)
class MeetingStep:
    """One row of the table: from `sources` to `target`, for holders of `permission`."""

    name: str
    label: str
    sources: frozenset[MeetingState]
    target: MeetingState
    permission: str = "roundtable.run_meetings"
    needs_reason: bool = False
    needs_time: bool = False


MEETING_STEPS = {
    step.name: step
    for step in (
        MeetingStep(
            name="accept",
            label="Accepted",
            sources=frozenset({MeetingState.REQUESTED}),
            target=MeetingState.ACCEPTED,
        ),
        MeetingStep(
            name="decline",
            label="Declined",
            sources=frozenset({MeetingState.REQUESTED}),
            target=MeetingState.DECLINED,
            needs_reason=True,
        ),
        MeetingStep(
            name="plan",
            label="Plan the meeting",
            sources=frozenset({MeetingState.ACCEPTED}),
            target=MeetingState.PLANNED,
            needs_time=True,
        ),
        MeetingStep(
            name="publish_agenda",
            label="Publish agenda",
            sources=FIXED_MEETINGS,
            target=MeetingState.AGENDA_PUBLISHED,
        ),
        MeetingStep(
            name="close",
            label="Close the meeting",
            sources=FIXED_MEETINGS,
            target=MeetingState.CLOSED,
        ),
        MeetingStep(
            name="cancel",
            label="Cancel the meeting",
            sources=OPEN_MEETINGS,
            target=MeetingState.CANCELLED,
            needs_reason=True,
        ),
    )
}


class PressStatus(TextChoices):
    """Who of the press may be there."""

    CLOSED = "closed", "Closed press"
    PHOTO = "photo", "Photo spray at the top"
    AVAILABILITY = "availability", "Press availability afterwards"
    OPEN = "open", "Open press"


class Purpose(TextChoices):
    """What an agenda slot is for."""

    INFORM = "inform", "Inform"
    DISCUSS = "discuss", "Discuss"
    DECIDE = "decide", "Decide"
    PUT = "put", "Put to the counterpart"


class AttendeeRole(TextChoices):
    """In what role somebody attends."""

    PRINCIPAL = "principal", "Principal"
    PLUS_ONE = "plus_one", "+1"
    STAFF = "staff", "Staff"
    FEDERAL = "federal", "Federal official"
    OBSERVER = "observer", "Observer"
