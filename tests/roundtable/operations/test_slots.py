"""Building an agenda, ordering it, changing its slots."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Member
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue, Meeting
from roundtable.operations.meetings import StaleMeeting
from roundtable.operations.slots import (
    SlotFacts,
    add_issue,
    add_slot,
    build_agenda,
    move_slot,
    order_slots,
    remove_slot,
    save_slot,
)
from tests.roundtable.meeting_data import close_issue, planned, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(publisher: Member) -> Meeting:
    return planned(publisher, proposal=proposed())


def titles(meeting: Meeting) -> list[str]:
    slots = meeting.slots.select_related("issue")
    return [slot.issue.ref if slot.issue else slot.title for slot in slots]


def ids(meeting: Meeting) -> list[int]:
    return list(meeting.slots.values_list("pk", flat=True))


def built(meeting: Meeting, actor: Member) -> Meeting:
    build_agenda(meeting_id=meeting.pk, actor=actor)
    return Meeting.objects.get(pk=meeting.pk)


def test_an_agenda_begins_with_all_open_issues_in_tree_order(meeting, publisher, mayor):
    Issue.objects.filter(ref="R-1.2").update(owner=mayor.current_seats[0])
    Issue.objects.filter(ref="R-2").update(presenter="Counsel")

    assert build_agenda(meeting_id=meeting.pk, actor=publisher) == 3
    slots = meeting.slots.select_related("issue")
    assert [(slot.issue.ref, slot.minutes, slot.presenter) for slot in slots] == [
        ("R-1.1", 10, ""),
        ("R-1.2", 10, mayor.name),
        ("R-2", 10, "Counsel"),
    ]


def test_a_topic_with_nothing_open_under_it_stands_for_itself(meeting, publisher):
    Issue.objects.filter(ref__in=["R-1.1", "R-1.2"]).update(state="resolved")

    built(meeting, publisher)

    assert titles(meeting) == ["R-1", "R-2"]


def test_building_again_adds_only_what_is_missing(meeting, publisher):
    built(meeting, publisher)
    remove_slot(meeting_id=meeting.pk, slot_id=ids(meeting)[0], actor=publisher)

    assert build_agenda(meeting_id=meeting.pk, actor=publisher) == 1
    assert build_agenda(meeting_id=meeting.pk, actor=publisher) == 0
    assert titles(meeting) == ["R-1.2", "R-2", "R-1.1"]


def test_issues_of_another_proposal_stay_out(meeting, publisher):
    proposed()

    built(meeting, publisher)

    assert titles(meeting) == ["R-1.1", "R-1.2", "R-2"]


def test_closed_issues_are_never_built_in_and_may_be_placed_by_who_sees_them(meeting, publisher):
    close_issue("R-1.2", Audience.STAFF)
    close_issue("R-2", Audience.NAMED)
    built(meeting, publisher)
    add_issue(meeting_id=meeting.pk, ref="R-1.2", actor=publisher)

    with pytest.raises(Refusal, match="not open any more"):
        add_issue(meeting_id=meeting.pk, ref="R-2", actor=publisher)
    assert titles(meeting) == ["R-1.1", "R-1.2"]


def test_no_issue_stands_on_an_agenda_twice(meeting, publisher):
    add_issue(meeting_id=meeting.pk, ref="R-2", actor=publisher)

    with pytest.raises(Refusal, match="R-2 is on the agenda already"):
        add_issue(meeting_id=meeting.pk, ref="R-2", actor=publisher)


def test_a_slot_need_not_be_an_issue(meeting, publisher):
    built(meeting, publisher)
    slot = add_slot(
        meeting_id=meeting.pk, facts=SlotFacts(title="Lunch", minutes=45), actor=publisher
    )
    move_slot(meeting_id=meeting.pk, slot_id=slot.pk, places=-1, actor=publisher)

    assert titles(meeting) == ["R-1.1", "R-1.2", "Lunch", "R-2"]


@pytest.mark.parametrize(
    ("places", "order"), [(-1, ["R-1.1", "R-1.2", "R-2"]), (1, ["R-1.2", "R-1.1", "R-2"])]
)
def test_a_slot_at_an_end_stays_there(meeting, publisher, places, order):
    built(meeting, publisher)

    move_slot(meeting_id=meeting.pk, slot_id=ids(meeting)[0], places=places, actor=publisher)

    assert titles(meeting) == order


def test_the_whole_order_comes_at_once(meeting, publisher):
    meeting = built(meeting, publisher)
    turned = ids(meeting)[::-1]

    order_slots(meeting_id=meeting.pk, slot_ids=turned, edition=meeting.edition, actor=publisher)

    assert titles(meeting) == ["R-2", "R-1.2", "R-1.1"]


def test_an_order_made_before_somebody_else_changed_the_agenda_is_refused(meeting, publisher):
    meeting = built(meeting, publisher)
    old = ids(meeting)
    add_slot(meeting_id=meeting.pk, facts=SlotFacts(title="Lunch"), actor=publisher)

    with pytest.raises(StaleMeeting):
        order_slots(
            meeting_id=meeting.pk, slot_ids=old[::-1], edition=meeting.edition, actor=publisher
        )
    with pytest.raises(StaleMeeting):
        order_slots(
            meeting_id=meeting.pk, slot_ids=old, edition=meeting.edition + 1, actor=publisher
        )
    assert titles(meeting) == ["R-1.1", "R-1.2", "R-2", "Lunch"]


def test_a_slot_is_changed_on_the_agenda_that_was_seen(meeting, publisher):
    meeting = built(meeting, publisher)
    slot_id = ids(meeting)[0]
    wanted = SlotFacts(purpose="decide", minutes=25, presenter="Counsel", title="Not used")
    saved = save_slot(
        meeting_id=meeting.pk,
        slot_id=slot_id,
        facts=wanted,
        edition=meeting.edition,
        actor=publisher,
    )

    assert (saved.purpose, saved.minutes, saved.presenter, saved.title) == (
        "decide",
        25,
        "Counsel",
        "",
    )
    with pytest.raises(StaleMeeting):
        save_slot(
            meeting_id=meeting.pk,
            slot_id=slot_id,
            facts=SlotFacts(minutes=5),
            edition=meeting.edition,
            actor=publisher,
        )


def test_a_presenter_who_is_not_shown_is_kept(meeting, publisher):
    Issue.objects.filter(ref="R-1.1").update(presenter="Counsel")
    meeting = built(meeting, publisher)
    saved = save_slot(
        meeting_id=meeting.pk,
        slot_id=ids(meeting)[0],
        facts=SlotFacts(minutes=5, presenter=None),
        edition=meeting.edition,
        actor=publisher,
    )

    assert (saved.minutes, saved.presenter) == (5, "Counsel")


def test_only_staff_change_an_agenda(meeting, mayor):
    with pytest.raises(PermissionDenied):
        build_agenda(meeting_id=meeting.pk, actor=mayor)
    with pytest.raises(PermissionDenied):
        add_slot(meeting_id=meeting.pk, facts=SlotFacts(title="Lunch"), actor=mayor)
