"""Every row of the meetings' table for every role in every state; then facts and news."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Announcement, AuditEvent
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from roundtable.models import Meeting
from roundtable.operations.meetings import (
    StaleMeeting,
    create_meeting,
    locked,
    mark_agenda_published,
    save_meeting,
    step_meeting,
    take_step,
)
from roundtable.vocabulary.meetings import MEETING_STEPS, MeetingState
from tests.roundtable.meeting_data import facts, planned

pytestmark = pytest.mark.django_db
ROLES = ("publisher", "editor", "mayor", "aide", "chief", "observer", "liaison", "nobody_yet")
STAFF = {"publisher", "editor"}


def in_state(meeting: Meeting, state: str) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    return Meeting.objects.get(pk=meeting.pk)


def news(meeting: Meeting) -> list[str]:
    rows = Announcement.objects.filter(kind="meeting", subject_id=meeting.pk).order_by("pk")
    return [row.detail["event"] for row in rows]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MEETING_STEPS)
def test_a_step_is_for_staff_from_its_sources_only(publisher, request, name, role):
    meeting, step = planned(publisher), MEETING_STEPS[name]
    actor = request.getfixturevalue(role)
    taken = []
    for state in MeetingState:
        current = in_state(meeting, state)
        if name == "close":
            Meeting.objects.filter(pk=meeting.pk).update(starts_at="2020-01-01T00:00Z")
            current = locked(meeting.pk)
        try:
            take_step(meeting=current, name=name, actor=actor, reason="The room is lost.")
        except Refusal:
            continue
        taken.append(state)
        assert Meeting.objects.get(pk=meeting.pk).state == step.target

    allowed = role in STAFF
    assert taken == ([state for state in MeetingState if state in step.sources] if allowed else [])


def test_only_staff_enter_and_change_meetings(publisher, mayor):
    meeting = planned(publisher)

    with pytest.raises(PermissionDenied):
        create_meeting(facts=facts(), is_planned=True, actor=mayor)
    with pytest.raises(PermissionDenied):
        save_meeting(meeting_id=meeting.pk, facts=facts(), edition=1, actor=mayor)


def test_a_request_needs_no_time_yet_and_tells_nobody(publisher):
    meeting = create_meeting(
        facts=facts(starts_at=None, ends_at=None), is_planned=False, actor=publisher
    )

    assert (meeting.state, meeting.ref[:2], len(meeting.ref)) == ("requested", "M-", 7)
    assert news(meeting) == []


def test_a_meeting_is_planned_with_a_time_only(publisher):
    untimed = facts(starts_at=None, ends_at=None)
    with pytest.raises(Refusal, match="needs a day and a time"):
        create_meeting(facts=untimed, is_planned=True, actor=publisher)
    meeting = create_meeting(facts=untimed, is_planned=False, actor=publisher)
    step_meeting(meeting_id=meeting.pk, name="accept", actor=publisher)

    with pytest.raises(Refusal, match="enter the day and the time first"):
        step_meeting(meeting_id=meeting.pk, name="plan", actor=publisher)


def test_a_planned_meeting_keeps_a_time(publisher):
    meeting = planned(publisher)

    with pytest.raises(Refusal, match="cancel it"):
        save_meeting(
            meeting_id=meeting.pk,
            facts=facts(starts_at=None, ends_at=None),
            edition=1,
            actor=publisher,
        )


@pytest.mark.parametrize("name", ["decline", "cancel"])
def test_no_meeting_is_given_up_without_a_reason(publisher, name):
    meeting = create_meeting(facts=facts(), is_planned=False, actor=publisher)

    with pytest.raises(Refusal, match="say in a sentence why"):
        step_meeting(meeting_id=meeting.pk, name=name, actor=publisher, reason="  ")


def test_a_meeting_that_has_not_begun_is_not_closed(publisher):
    meeting = planned(publisher)

    with pytest.raises(Refusal, match="has not begun"):
        step_meeting(meeting_id=meeting.pk, name="close", actor=publisher)


def test_a_meeting_that_is_over_stays_as_it_was(publisher):
    meeting = in_state(planned(publisher), MeetingState.CLOSED)

    with pytest.raises(Refusal, match="This meeting is closed"):
        save_meeting(meeting_id=meeting.pk, facts=facts(title="Other"), edition=1, actor=publisher)


def test_a_save_on_an_older_edition_changes_nothing(publisher, editor):
    meeting = planned(publisher)
    save_meeting(meeting_id=meeting.pk, facts=facts(place="Annex"), edition=1, actor=editor)

    with pytest.raises(StaleMeeting) as stale:
        save_meeting(meeting_id=meeting.pk, facts=facts(title="Mine"), edition=1, actor=publisher)
    assert (stale.value.newest.place, stale.value.newest.title) == ("Annex", "Spring roundtable")


def test_the_calendar_file_goes_on_with_what_a_calendar_shows(publisher):
    meeting = planned(publisher)
    sequences = []
    for edition, change in enumerate(
        (
            {"objective": "Who tells whom"},
            {"objective": "Who tells whom", "place": "Annex"},
            {"objective": "Who tells whom", "place": "Annex", "title": "Summer roundtable"},
            {"objective": "Who tells whom", "place": "Annex", "title": "Summer roundtable"},
        ),
        start=1,
    ):
        saved = save_meeting(
            meeting_id=meeting.pk, facts=facts(**change), edition=min(edition, 4), actor=publisher
        )
        sequences.append((saved.edition, saved.ics_sequence))
    cancelled = step_meeting(
        meeting_id=meeting.pk, name="cancel", actor=publisher, reason="The room is lost."
    )

    assert sequences == [(2, 0), (3, 1), (4, 2), (4, 2)]
    assert cancelled.ics_sequence == 3


def test_people_are_told_what_they_count_on(publisher):
    meeting = planned(publisher)
    save_meeting(
        meeting_id=meeting.pk, facts=facts(objective="To agree"), edition=1, actor=publisher
    )
    save_meeting(
        meeting_id=meeting.pk,
        facts=facts(objective="To agree", place="Annex"),
        edition=2,
        actor=publisher,
    )
    step_meeting(meeting_id=meeting.pk, name="cancel", actor=publisher, reason="No room.")

    assert news(meeting) == ["planned", "changed", "cancelled"]


def test_a_request_that_is_given_up_was_counted_on_by_nobody(publisher):
    meeting = create_meeting(facts=facts(), is_planned=False, actor=publisher)
    step_meeting(meeting_id=meeting.pk, name="cancel", actor=publisher, reason="Too early.")

    assert news(meeting) == []


def test_an_agenda_is_published_again_without_a_new_calendar_file(publisher):
    meeting = planned(publisher)
    mark_agenda_published(meeting=locked(meeting.pk), actor=publisher)
    mark_agenda_published(meeting=locked(meeting.pk), actor=publisher)

    found = Meeting.objects.get(pk=meeting.pk)
    assert (found.state, found.ics_sequence) == ("agenda_published", 1)


def test_every_change_is_recorded_with_what_it_was(publisher):
    meeting = planned(publisher)
    save_meeting(meeting_id=meeting.pk, facts=facts(place="Annex"), edition=1, actor=publisher)

    event = AuditEvent.objects.get(verb=Verb.MEETING_CHANGED)
    assert (event.before, event.after) == ({"place": "City Hall, room 4"}, {"place": "Annex"})
