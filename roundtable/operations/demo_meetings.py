"""A meeting that was held and one that is to come, with the second version of its agenda."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.models import Member, Organization, Seat
from portal.queries.clock import database_now
from portal.vocabulary.audiences import Audience
from roundtable.models import Issue, Meeting, Proposal
from roundtable.operations.agendas import publish_agenda
from roundtable.operations.attending import Footing, PrintedPerson, add_member, add_outsider
from roundtable.operations.meetings import MeetingFacts, create_meeting, step_meeting
from roundtable.operations.slots import SlotFacts, add_issue, add_slot, build_agenda, move_slot
from roundtable.operations.updates import post_update
from roundtable.vocabulary import demo_life as samples
from roundtable.vocabulary.meetings import AttendeeRole, PressStatus, Purpose

BOTH = (Audience.WORKING_GROUP, Audience.PUBLIC)
EASTERN = ZoneInfo("America/New_York")
BASIS = "2 U.S.C. 1534(b), as counsel of both associations wrote on file"


def load_meetings(proposal: Proposal) -> None:
    _load_past(proposal)
    _load_coming(proposal)


def _load_past(proposal: Proposal) -> None:
    staff = _member(samples.RUTH)
    starts = _day(-23, hour=14)
    facts = MeetingFacts(
        title="Preparing the roundtable: mayors and chiefs",
        proposal=proposal,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=60),
        place="By telephone",
        objective="Agree on owners and on what is asked first.",
    )
    meeting = create_meeting(facts=facts, is_planned=True, actor=staff)
    Meeting.objects.filter(pk=meeting.pk).update(is_sample=True)
    _attend(meeting, staff, samples.MARSH, samples.BAPTISTE, samples.REYES, samples.TANAKA)
    for title in ("Notice of planned", "How soon ICE"):
        ref = Issue.objects.get(proposal=proposal, title__startswith=title).ref
        add_issue(meeting_id=meeting.pk, ref=ref, actor=staff)
    publish_agenda(meeting_id=meeting.pk, audiences=BOTH, note="", actor=staff)
    step_meeting(meeting_id=meeting.pk, name="close", actor=staff)


def _load_coming(proposal: Proposal) -> None:
    """The first version for both audiences; then something changes, and the second."""
    staff = _member(samples.MARCUS)
    starts = _day(12, hour=10)
    facts = MeetingFacts(
        title="Roundtable with the Department of Homeland Security",
        proposal=proposal,
        counterpart=Organization.objects.get(short_name="DHS"),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=120),
        place="Washington, DC; the room follows",
        press_status=PressStatus.AVAILABILITY,
        objective="One desk for notices, one definition of capacity, one clock for custody.",
    )
    meeting = create_meeting(facts=facts, is_planned=False, actor=staff)
    for name in ("accept", "plan"):
        step_meeting(meeting_id=meeting.pk, name=name, actor=staff)
    Meeting.objects.filter(pk=meeting.pk).update(is_sample=True)
    _attend(meeting, staff, samples.MARSH, samples.BAPTISTE, samples.REYES)
    add_outsider(
        meeting_id=meeting.pk,
        person=PrintedPerson(
            name="To be named",
            title="Assistant Secretary",
            organization="Department of Homeland Security",
        ),
        footing=Footing(role=AttendeeRole.FEDERAL, basis=BASIS),
        actor=staff,
    )
    opening = SlotFacts(title="Opening", purpose=Purpose.INFORM, minutes=5)
    add_slot(meeting_id=meeting.pk, facts=opening, actor=staff)
    build_agenda(meeting_id=meeting.pk, actor=staff)
    publish_agenda(meeting_id=meeting.pk, audiences=BOTH, note="", actor=staff)
    _change(proposal, meeting, staff)
    publish_agenda(
        meeting_id=meeting.pk,
        audiences=BOTH,
        note="Minors come first, as both sides wish.",
        actor=staff,
    )


def _change(proposal: Proposal, meeting: Meeting, staff: Member) -> None:
    minors = Issue.objects.get(proposal=proposal, title__startswith="Unaccompanied minors")
    slot = meeting.slots.get(issue=minors)
    move_slot(meeting_id=meeting.pk, slot_id=slot.pk, places=-4, actor=staff)
    closing = SlotFacts(title="Who does what by when", purpose=Purpose.DECIDE, minutes=10)
    add_slot(meeting_id=meeting.pk, facts=closing, actor=staff)
    post_update(
        issue_id=minors.pk,
        text="Both associations agree on the first sentence; the figures come from ORR.",
        actor=_member(samples.INES),
    )


def _attend(meeting: Meeting, staff: Member, *emails: str) -> None:
    for email in emails:
        seat = Seat.objects.select_related("member", "organization").get(member__email=email)
        footing = Footing(capacity="Elected officer or designated employee", basis=BASIS)
        add_member(meeting_id=meeting.pk, seat=seat, footing=footing, actor=staff)


def _member(email: str) -> Member:
    return Member.objects.get(email=email)


def _day(days: int, *, hour: int) -> datetime:
    """A working day about so many days from now, at that hour in Washington."""
    day = database_now().astimezone(EASTERN).date() + timedelta(days=days)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=EASTERN)
