"""A proposal with open issues and a planned meeting, for tests of meetings."""

from datetime import UTC, datetime

from portal.models import Member
from roundtable.models import Issue, Meeting, Proposal
from roundtable.operations.importing import Origin, import_agenda
from roundtable.operations.meetings import MeetingFacts, create_meeting
from roundtable.operations.slots import SlotFacts, add_slot
from tests.portal.samples import OUTLINE

STARTS = datetime(2031, 3, 4, 15, 0, tzinfo=UTC)
ENDS = datetime(2031, 3, 4, 15, 30, tzinfo=UTC)


def proposed() -> Proposal:
    """Issues: R-1 Arrivals (a topic), R-1.1 Notice, 10 minutes, R-1.2 Beds, R-2 Grants."""
    origin = Origin(file_name="outline.txt", issuer=None, counterpart=None, actor=None)
    return import_agenda(text=OUTLINE, origin=origin)


def facts(**changes: object) -> MeetingFacts:
    values: dict[str, object] = {
        "title": "Spring roundtable",
        "starts_at": STARTS,
        "ends_at": ENDS,
        "place": "City Hall, room 4",
    }
    return MeetingFacts(**{**values, **changes})


def planned(actor: Member, **changes: object) -> Meeting:
    """Half an hour at ten o'clock Eastern time."""
    made = create_meeting(facts=facts(**changes), is_planned=True, actor=actor)
    return Meeting.objects.get(pk=made.pk)


def close_issue(ref: str, audience: str, *, closed_title: str = "") -> Issue:
    Issue.objects.filter(ref=ref).update(audience=audience, closed_title=closed_title)
    return Issue.objects.get(ref=ref)


def meeting_addresses(actor: Member) -> dict[str, str]:
    """One address for every name of a meeting's pages, of a meeting with a slot."""
    meeting = planned(actor)
    slot = add_slot(meeting_id=meeting.pk, facts=SlotFacts(title="Opening"), actor=actor)
    here = f"/meetings/{meeting.ref}/"
    return {
        "meeting_new": "/meetings/new/",
        "meeting": here,
        "meeting_edit": f"{here}edit/",
        "meeting_step": f"{here}step/cancel/",
        "meeting_calendar": f"{here}calendar.ics",
        "attendees": f"{here}attendees/",
        "attendee_remove": f"{here}attendees/1/remove/",
        "slots": f"{here}slots/",
        "slot": f"{here}slots/{slot.pk}/",
        "agenda_build": f"{here}slots/build/",
        "agenda_order": f"{here}slots/order/",
        "slot_add": f"{here}slots/add/",
        "slot_add_issue": f"{here}slots/add/R-1.1/",
        "slot_remove": f"{here}slots/{slot.pk}/remove/",
        "slot_move": f"{here}slots/{slot.pk}/up/",
        "agenda_publish": f"{here}agenda/",
        "agenda_file": f"{here}agenda.pdf",
        "agenda_version_file": f"{here}agenda-v1.pdf",
    }
