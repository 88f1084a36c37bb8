"""The agenda's page: staff build it, order it and change it; closed issues stay closed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Member
from portal.vocabulary.audiences import Audience
from roundtable.models import AgendaSlot, Issue, Meeting
from roundtable.operations.slots import SlotFacts, add_issue, add_slot, build_agenda
from roundtable.queries.slots import agenda_of
from tests.roundtable.meeting_data import close_issue, planned, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(publisher: Member) -> Meeting:
    return planned(publisher, proposal=proposed())


@pytest.fixture
def staff(signed_in, publisher: Member) -> Client:
    return signed_in(publisher)


def ids(meeting: Meeting) -> list[int]:
    return list(meeting.slots.values_list("pk", flat=True))


def edition(meeting: Meeting) -> int:
    return Meeting.objects.get(pk=meeting.pk).edition


def test_an_agenda_is_built_ordered_and_read(staff, meeting, signed_in, mayor):
    staff.post(f"/meetings/{meeting.ref}/slots/build/")
    staff.post(f"/meetings/{meeting.ref}/slots/add/", {"title": "Opening", "purpose": "inform",
                                                       "minutes": "5"})  # fmt: skip
    opening = ids(meeting)[-1]
    for _ in range(3):
        staff.post(f"/meetings/{meeting.ref}/slots/{opening}/up/")

    agenda = signed_in(mayor).get(f"/meetings/{meeting.ref}/").context["agenda"]
    read = [
        (item.number, item.title, item.starts_at.strftime("%H:%M"), item.over_by)
        for item in agenda.items
    ]

    assert read == [
        (1, "Opening", "15:00", 0),
        (2, "Notice", "15:05", 0),
        (3, "Beds", "15:15", 0),
        (4, "Grants", "15:25", 5),
    ]
    assert (agenda.minutes, agenda.length, agenda.over_by) == (35, 30, 5)


def test_minutes_that_just_fit_are_not_too_many(publisher, meeting):
    build_agenda(meeting_id=meeting.pk, actor=publisher)
    agenda = agenda_of(publisher, meeting)

    assert [item.over_by for item in agenda.items] == [0, 0, 0]
    assert (agenda.over_by, agenda.left) == (0, 0)


def test_an_order_is_posted_whole(staff, publisher, meeting):
    build_agenda(meeting_id=meeting.pk, actor=publisher)
    turned = ids(meeting)[::-1]
    url = f"/meetings/{meeting.ref}/slots/order/"
    now = edition(meeting)

    good = staff.post(url, {"order": ",".join(map(str, turned)), "edition": now})
    stale = staff.post(url, {"order": ",".join(map(str, ids(meeting)[::-1])), "edition": now})
    broken = staff.post(url, {"order": "1,x", "edition": now})

    assert (good.status_code, stale.status_code, broken.status_code) == (302, 409, 422)
    assert ids(meeting) == turned
    assert stale.context["sentence"].startswith("Somebody changed this agenda") is True


def test_a_slot_is_changed_in_place(staff, publisher, meeting):
    build_agenda(meeting_id=meeting.pk, actor=publisher)
    slot = ids(meeting)[0]
    url = f"/meetings/{meeting.ref}/slots/{slot}/"
    values = {"purpose": "decide", "minutes": "20", "presenter": "Counsel"}

    wrong = staff.post(url, {**values, "minutes": "0", "edition": edition(meeting)})
    right = staff.post(url, {**values, "edition": edition(meeting)})
    stale = staff.post(url, {**values, "minutes": "25", "edition": 1})

    assert (wrong.status_code, right.status_code, stale.status_code) == (422, 302, 409)
    assert AgendaSlot.objects.get(pk=slot).minutes == 20
    assert stale.context["form"]["minutes"].value() == "25"
    assert stale.context["form"]["edition"].value() == edition(meeting)


def test_a_slot_that_is_gone_leaves_what_was_typed(staff, publisher, meeting):
    slot = add_slot(meeting_id=meeting.pk, facts=SlotFacts(title="Lunch"), actor=publisher)
    slot_id = slot.pk
    slot.delete()

    answer = staff.post(
        f"/meetings/{meeting.ref}/slots/{slot_id}/",
        {"title": "Long lunch", "purpose": "inform", "minutes": "60", "edition": 2},
    )

    assert (answer.status_code, answer.context["new"]["title"].value()) == (409, "Long lunch")


def test_missing_issues_have_a_button_each(staff, publisher, meeting):
    close_issue("R-2", Audience.STAFF)
    close_issue("R-1.2", Audience.NAMED)
    page = staff.get(f"/meetings/{meeting.ref}/slots/")

    assert [issue.ref for issue in page.context["missing"]] == ["R-1.1", "R-2"]
    assert ("Beds" in page.content.decode()) is False
    staff.post(f"/meetings/{meeting.ref}/slots/add/R-2/")
    again = staff.get(f"/meetings/{meeting.ref}/slots/")
    assert [issue.ref for issue in again.context["missing"]] == ["R-1.1"]


def test_a_closed_issue_stands_in_its_closed_form(signed_in, publisher, mayor, meeting):
    Issue.objects.filter(ref="R-2").update(presenter="Whisperer")
    close_issue("R-2", Audience.STAFF, closed_title="A matter of staffing")
    add_issue(meeting_id=meeting.pk, ref="R-2", actor=publisher)

    theirs = signed_in(publisher).get(f"/meetings/{meeting.ref}/").content.decode()
    others = signed_in(mayor).get(f"/meetings/{meeting.ref}/").content.decode()

    assert [word in theirs for word in ("Grants", "Whisperer")] == [True, True]
    assert [word in others for word in ("Grants", "Whisperer")] == [False, False]
    assert "A matter of staffing" in others


def test_an_issue_that_is_closed_later_closes_on_the_agenda_too(
    signed_in, publisher, mayor, meeting
):
    build_agenda(meeting_id=meeting.pk, actor=publisher)
    close_issue("R-2", Audience.CHIEFS)
    agenda = signed_in(mayor).get(f"/meetings/{meeting.ref}/").context["agenda"]

    assert [item.title for item in agenda.items] == ["Notice", "Beds", "Closed item"]


def test_staff_who_may_not_read_an_issue_order_it_without_its_presenter(
    signed_in, publisher, meeting
):
    Issue.objects.filter(ref="R-2").update(presenter="Whisperer")
    build_agenda(meeting_id=meeting.pk, actor=publisher)
    close_issue("R-2", Audience.NAMED)
    slot = ids(meeting)[-1]
    url = f"/meetings/{meeting.ref}/slots/{slot}/"
    client = signed_in(publisher)

    page = client.get(url)
    client.post(url, {"purpose": "inform", "minutes": "20", "edition": edition(meeting)})

    assert set(page.context["form"].fields) & {"title", "presenter"} == set()
    assert ("Whisperer" in page.content.decode()) is False
    saved = AgendaSlot.objects.get(pk=slot)
    assert (saved.minutes, saved.presenter) == (20, "Whisperer")


@pytest.mark.parametrize("page", ["", "slots/"])
def test_pages_ask_the_database_as_often_for_many_slots(signed_in, publisher, meeting, page):
    client = signed_in(publisher)
    build_agenda(meeting_id=meeting.pk, actor=publisher)
    client.get(f"/meetings/{meeting.ref}/{page}")  # the first one also begins the session
    with CaptureQueriesContext(connection) as few:
        client.get(f"/meetings/{meeting.ref}/{page}")
    for number in range(57):
        add_slot(meeting_id=meeting.pk, facts=SlotFacts(title=f"Slot {number}"), actor=publisher)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/meetings/{meeting.ref}/{page}")

    assert len(many) == len(few)


def test_only_staff_come_to_the_agendas_page(signed_in, mayor, meeting):
    client = signed_in(mayor)

    assert client.get(f"/meetings/{meeting.ref}/slots/").status_code == 404
    assert client.post(f"/meetings/{meeting.ref}/slots/build/").status_code == 404
    assert meeting.slots.count() == 0
