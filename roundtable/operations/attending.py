"""Who attends a meeting."""

from dataclasses import dataclass

from django.db import transaction

from portal.audit import record
from portal.models import Member, Seat
from portal.operations.screening import check_screened
from portal.queries.organizations import HEADS
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from roundtable.models import Attendee
from roundtable.operations.meetings import locked_for_change
from roundtable.vocabulary.meetings import AttendeeRole


@dataclass(frozen=True, kw_only=True)
class PrintedPerson:
    """Somebody as the list of attendees prints them."""

    name: str
    title: str
    organization: str


@dataclass(frozen=True, kw_only=True)
class Footing:
    """In what role and capacity somebody attends, and on what basis; no role: the seat's own."""

    role: str = ""
    capacity: str = ""
    basis: str = ""


@transaction.atomic
def add_member(*, meeting_id: int, seat: Seat, footing: Footing, actor: Member) -> Attendee:
    """Adds a member by a seat, printed as it stands today; Refusal when it is on the list."""
    meeting = locked_for_change(meeting_id, actor)
    if meeting.attendees.filter(seat=seat).exists():
        raise Refusal(f"{seat.member.name} is on the list already.")
    attendee = Attendee(
        meeting=meeting,
        seat=seat,
        name=seat.member.name,
        title=seat.title,
        organization=seat.organization.name,
        role=footing.role or _role_of(seat),
    )
    return _added(attendee, footing, actor)


@transaction.atomic
def add_outsider(
    *, meeting_id: int, person: PrintedPerson, footing: Footing, actor: Member
) -> Attendee:
    """Adds somebody without an account."""
    meeting = locked_for_change(meeting_id, actor)
    attendee = Attendee(
        meeting=meeting,
        name=person.name,
        title=person.title,
        organization=person.organization,
        role=footing.role or AttendeeRole.FEDERAL,
    )
    return _added(attendee, footing, actor)


@transaction.atomic
def remove_attendee(*, meeting_id: int, attendee_id: int, actor: Member) -> None:
    """Takes somebody off the list; nothing happens when they are off it already."""
    meeting = locked_for_change(meeting_id, actor)
    attendee = meeting.attendees.filter(pk=attendee_id).first()
    if attendee is None:
        return
    attendee.delete()
    before = {"attendee": attendee.name, "role": str(attendee.role)}
    record(Verb.MEETING_CHANGED, actor=actor, subject=meeting, before=before)


def _added(attendee: Attendee, footing: Footing, actor: Member) -> Attendee:
    check_screened(texts={"capacity": footing.capacity, "basis": footing.basis})
    attendee.capacity = footing.capacity
    attendee.basis = footing.basis
    attendee.save()
    after = {
        "attendee": attendee.name,
        "role": str(attendee.role),
        "capacity": attendee.capacity,
        "basis": attendee.basis,
    }
    record(Verb.MEETING_CHANGED, actor=actor, subject=attendee.meeting, after=after)
    return attendee


def _role_of(seat: Seat) -> str:
    if seat.capacity == Capacity.OBSERVER:
        return AttendeeRole.OBSERVER
    if seat.capacity == Capacity.LIAISON:
        return AttendeeRole.FEDERAL
    return AttendeeRole.PRINCIPAL if seat.capacity in HEADS else AttendeeRole.STAFF
