"""Meetings: entering, changing and moving them on.

Every change of title, time, place or state raises the sequence of the calendar file, and is told
once people count on the meeting.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.models import Member, Organization
from portal.notify import announce
from portal.operations.references import new_reference
from portal.operations.screening import check_screened
from portal.queries.clock import database_now
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from roundtable.models import Meeting, Proposal
from roundtable.vocabulary.meetings import (
    FIXED_MEETINGS,
    MEETING_STEPS,
    OPEN_MEETINGS,
    MeetingState,
    PressStatus,
)

MEETING_NEWS = "meeting"
ON_THE_CALENDAR = ("title", "starts_at", "ends_at", "time_zone", "place", "link")
"""A calendar shows these: who changes one sends the calendar file's next sequence."""


@dataclass(frozen=True, kw_only=True)
class MeetingFacts:
    """What is written down of a meeting; instants with the zone in which they are meant."""

    title: str
    proposal: Proposal | None = None
    counterpart: Organization | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str = "America/New_York"
    place: str = ""
    link: str = ""
    press_status: str = PressStatus.CLOSED
    objective: str = ""

    @property
    def texts(self) -> dict[str, str]:
        return {"title": self.title, "place": self.place, "objective": self.objective}


class StaleMeeting(Exception):  # noqa: N818 - an answer to a person, not an error
    """Somebody saved the meeting meanwhile; `newest` is it as it stands."""

    def __init__(self, newest: Meeting) -> None:
        super().__init__("This meeting or its agenda was changed while you wrote.")
        self.newest = newest


def locked(meeting_id: int) -> Meeting:
    """The meeting's row, held until the transaction ends: every change of it waits here."""
    return Meeting.objects.select_for_update().get(pk=meeting_id)


def locked_for_change(meeting_id: int, actor: Member) -> Meeting:
    """The same for who may change facts and agenda; Refusal once it is over."""
    meeting = locked(meeting_id)
    if not actor.has_perm("roundtable.run_meetings"):
        raise PermissionDenied
    if meeting.state not in OPEN_MEETINGS:
        raise Refusal(f"This meeting is {meeting.get_state_display().lower()}. It stays as it was.")
    return meeting


@transaction.atomic
def create_meeting(*, facts: MeetingFacts, is_planned: bool, actor: Member) -> Meeting:
    """A request to the counterpart, or (`is_planned`) a meeting that needs nobody's consent."""
    if not actor.has_perm("roundtable.run_meetings"):
        raise PermissionDenied
    if is_planned and facts.starts_at is None:
        raise Refusal("A planned meeting needs a day and a time.")
    check_screened(texts=facts.texts)
    meeting = Meeting.objects.create(
        ref=new_reference("M", Meeting.objects.all()),
        state=MeetingState.PLANNED if is_planned else MeetingState.REQUESTED,
        created_by=actor,
        **_columns(facts),
    )
    record(Verb.MEETING_REQUESTED, actor=actor, subject=meeting, after=_recorded(meeting))
    if is_planned:
        _tell(meeting, "planned", actor)
    return meeting


@transaction.atomic
def save_meeting(*, meeting_id: int, facts: MeetingFacts, edition: int, actor: Member) -> Meeting:
    """Puts these facts in place of those of `edition`; raises StaleMeeting when there are newer."""
    meeting = locked_for_change(meeting_id, actor)
    if meeting.edition != edition:
        raise StaleMeeting(meeting)
    if facts.starts_at is None and meeting.state in FIXED_MEETINGS:
        raise Refusal("A planned meeting needs a day and a time. To give it up, cancel it.")
    check_screened(texts=facts.texts)
    before = _recorded(meeting)
    for name, value in _columns(facts).items():
        setattr(meeting, name, value)
    after = _recorded(meeting)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return meeting
    is_told = bool(set(changed) & set(ON_THE_CALENDAR))
    meeting.edition += 1
    meeting.ics_sequence += int(is_told)
    meeting.changed_at = Now()
    meeting.save()
    meeting.refresh_from_db()
    record(
        Verb.MEETING_CHANGED,
        actor=actor,
        subject=meeting,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    if is_told and meeting.state in FIXED_MEETINGS:
        _tell(meeting, "changed", actor)
    return meeting


@transaction.atomic
def step_meeting(*, meeting_id: int, name: str, actor: Member, reason: str = "") -> Meeting:
    """Accepted, declined, planned, closed, cancelled; tells people of what they count on."""
    meeting = locked(meeting_id)
    take_step(meeting=meeting, name=name, actor=actor, reason=reason)
    return meeting


def mark_agenda_published(*, meeting: Meeting, actor: Member) -> None:
    """The agenda of a locked meeting is out; the publication tells people by itself."""
    take_step(meeting=meeting, name="publish_agenda", actor=actor)


def take_step(*, meeting: Meeting, name: str, actor: Member, reason: str = "") -> None:
    """Writes the state of a locked meeting if table, rule and facts allow it, else Refusal."""
    step = MEETING_STEPS[name]
    if not actor.has_perm(step.permission):
        raise Refusal(f"{step.label}: this is for the staff of the associations.")
    if meeting.state not in step.sources:
        state = meeting.get_state_display().lower()
        raise Refusal(f"{step.label}: not possible while the meeting is {state}.")
    reason = " ".join(reason.split())[:500]
    if step.needs_reason and not reason:
        raise Refusal(f"{step.label}: say in a sentence why.")
    if step.needs_time and meeting.starts_at is None:
        raise Refusal(f"{step.label}: enter the day and the time first.")
    if name == "close" and meeting.starts_at and meeting.starts_at > database_now():
        raise Refusal("This meeting has not begun. If it will not take place, cancel it.")
    check_screened(texts={"reason": reason})
    _write_state(meeting, name, actor, reason)


def _write_state(meeting: Meeting, name: str, actor: Member, reason: str) -> None:
    before, meeting.state = meeting.state, MEETING_STEPS[name].target
    meeting.state_reason = reason
    meeting.changed_at = Now()
    if meeting.state != before:
        meeting.ics_sequence += 1
    meeting.save(update_fields=["state", "state_reason", "changed_at", "ics_sequence"])
    meeting.refresh_from_db()
    record(
        Verb.MEETING_STEPPED,
        actor=actor,
        subject=meeting,
        before={"state": before},
        after={"state": str(meeting.state), "step": name},
        reason=reason,
    )
    if name == "plan":
        _tell(meeting, "planned", actor)
    if name == "cancel" and before in FIXED_MEETINGS:
        _tell(meeting, "cancelled", actor)


def _columns(facts: MeetingFacts) -> dict[str, Any]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _recorded(meeting: Meeting) -> dict[str, Any]:
    """The facts as the audit keeps them."""
    found: dict[str, Any] = {
        "title": meeting.title,
        "proposal": meeting.proposal_id,
        "counterpart": meeting.counterpart_id,
        "time_zone": meeting.time_zone,
        "place": meeting.place,
        "link": meeting.link,
        "press_status": str(meeting.press_status),
        "objective": meeting.objective,
    }
    for name in ("starts_at", "ends_at"):
        moment = getattr(meeting, name)
        found[name] = moment.astimezone(UTC).isoformat() if moment else None
    return found


def _tell(meeting: Meeting, event: str, actor: Member) -> None:
    announce(
        MEETING_NEWS,
        subject_id=meeting.pk,
        key=f"meeting:{meeting.pk}:{meeting.ics_sequence}",
        detail={"event": event, "by": actor.pk},
    )
