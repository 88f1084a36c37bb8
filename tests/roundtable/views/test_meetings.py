"""The pages of meetings, as members and as staff use them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Member
from roundtable.models import Meeting
from roundtable.operations.meetings import save_meeting, step_meeting
from roundtable.queries.meetings import time_of
from tests.roundtable.meeting_data import facts, planned, proposed

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "Spring roundtable",
    "day": "2031-03-04",
    "begins": "10:00",
    "ends": "12:00",
    "zone": "America/Chicago",
    "place": "City Hall",
    "press_status": "closed",
    "begins_as": "planned",
}


def typed(**changes: str) -> dict[str, str]:
    return {**TYPED, **changes}


@pytest.fixture
def staff(signed_in, publisher: Member) -> Client:
    return signed_in(publisher)


def edited(meeting: Meeting, **changes: str) -> dict[str, object]:
    return {**typed(**changes), "edition": meeting.edition}


def test_times_are_meant_in_the_zone_that_is_chosen(staff):
    answer = staff.post("/meetings/new/", typed())
    meeting = Meeting.objects.get()

    assert answer.headers["location"] == f"/meetings/{meeting.ref}/"
    assert meeting.starts_at == datetime(2031, 3, 4, 16, 0, tzinfo=UTC)
    assert meeting.ends_at == datetime(2031, 3, 4, 18, 0, tzinfo=UTC)
    assert (meeting.state, meeting.time_zone) == ("planned", "America/Chicago")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"day": "2031-03-09", "begins": "02:30", "zone": "America/New_York", "ends": ""},
            "begins",
            "Clocks skip this hour on that day. Choose another time.",
        ),
        (
            {"day": "2031-11-02", "begins": "01:30", "zone": "America/New_York", "ends": ""},
            "begins",
            "Clocks go back in this hour, so that it comes twice. Choose another time.",
        ),
        ({"ends": "09:00"}, "ends", "A meeting ends after it begins, on the same day."),
        ({"begins": "", "ends": ""}, "begins", "A time needs its day, and a day its time."),
        ({"day": "", "begins": "", "ends": ""}, "day", "A planned meeting needs a day and a time."),
    ],
)
def test_what_is_no_time_is_asked_again(staff, changes, field, sentence):
    answer = staff.post("/meetings/new/", typed(**changes))

    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [sentence]})
    assert Meeting.objects.count() == 0


def test_a_meeting_can_begin_from_its_proposal(staff):
    proposal = proposed()

    form = staff.get(f"/meetings/new/?proposal={proposal.ref}").context["form"]

    assert (form["title"].value(), form.initial["proposal"]) == (proposal.title, proposal)


def test_a_stale_save_keeps_both_texts(staff, publisher, editor):
    meeting = planned(publisher)
    save_meeting(meeting_id=meeting.pk, facts=facts(place="Annex"), edition=1, actor=editor)

    answer = staff.post(f"/meetings/{meeting.ref}/edit/", edited(meeting, place="My house"))
    shown = {found.label: (found.stands, found.typed) for found in answer.context["differences"]}

    assert answer.status_code == 409
    assert shown["Place"] == ("Annex", "My house")
    assert answer.context["form"]["place"].value() == "My house"
    again = staff.post(
        f"/meetings/{meeting.ref}/edit/", {**edited(meeting, place="My house"), "edition": 2}
    )
    assert (again.status_code, Meeting.objects.get().place) == (302, "My house")


def test_an_unchanged_form_changes_nothing(staff, publisher):
    meeting = planned(publisher, counterpart=None)
    form = staff.get(f"/meetings/{meeting.ref}/edit/").context["form"]
    values = {field.html_name: field.value() or "" for field in form}

    staff.post(f"/meetings/{meeting.ref}/edit/", values)

    assert Meeting.objects.get().edition == 1


def test_a_zone_of_its_own_can_be_kept(staff, publisher):
    meeting = planned(publisher, time_zone="America/Detroit")
    form = staff.get(f"/meetings/{meeting.ref}/edit/").context["form"]

    assert form.fields["zone"].choices[0] == ("America/Detroit", "America/Detroit")


def test_a_reason_is_asked_on_a_page_of_its_own(staff, publisher):
    meeting = planned(publisher)
    url = f"/meetings/{meeting.ref}/step/cancel/"

    asked = staff.get(url)
    empty = staff.post(url, {"reason": ""})
    given = staff.post(url, {"reason": "The room is lost."})

    assert (asked.status_code, empty.status_code, given.status_code) == (200, 422, 302)
    assert Meeting.objects.get().state == "cancelled"


def test_what_is_never_stored_is_stopped(staff):
    answer = staff.post("/meetings/new/", typed(objective="About SSN 123-45-6789"))

    assert answer.status_code == 422
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("zone", "is_elsewhere"), [("America/New_York", True), ("America/Chicago", False)]
)
def test_a_reader_elsewhere_sees_both_clocks(signed_in, publisher, mayor, zone, is_elsewhere):
    meeting = planned(publisher, time_zone="America/Chicago")
    Member.objects.filter(pk=mayor.pk).update(time_zone=zone)

    answer = signed_in(mayor).get(f"/meetings/{meeting.ref}/")

    assert answer.context["time"].is_elsewhere is is_elsewhere
    assert ("there: Mar 4, 9:00 AM CST" in answer.content.decode()) is is_elsewhere


def test_a_time_in_another_zone_with_the_same_clocks_is_shown_once(publisher):
    with timezone.override("America/New_York"):
        time = time_of(planned(publisher, time_zone="America/Detroit"))

    assert time.is_elsewhere is False


def test_nobody_outside_the_working_group_sees_a_meeting(signed_in, publisher, observer):
    meeting = planned(publisher)

    assert signed_in(observer).get(f"/meetings/{meeting.ref}/").status_code == 404
    assert signed_in(observer).get(f"/meetings/{meeting.ref}/calendar.ics").status_code == 404


def test_the_calendar_file_is_a_calendar_file(signed_in, publisher, mayor):
    meeting = planned(publisher)
    answer = signed_in(mayor).get(f"/meetings/{meeting.ref}/calendar.ics")

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR") is True


def test_lists_begin_with_what_comes(signed_in, publisher, mayor):
    late = planned(publisher, title="Late", starts_at=datetime(2032, 1, 1, 15, tzinfo=UTC),
                   ends_at=None)  # fmt: skip
    soon = planned(publisher, title="Soon")
    over = planned(publisher, title="Over", starts_at=datetime(2020, 1, 1, 15, tzinfo=UTC),
                   ends_at=None)  # fmt: skip
    off = planned(publisher, title="Off")
    step_meeting(meeting_id=off.pk, name="cancel", actor=publisher, reason="No room.")

    lists = signed_in(mayor).get("/meetings/").context["lists"]

    assert [row.meeting for row in lists.upcoming] == [soon, late]
    assert [row.meeting for row in lists.past] == [off, over]


def test_the_list_asks_the_database_as_often_for_many(signed_in, publisher, mayor):
    planned(publisher)
    client = signed_in(mayor)
    client.get("/meetings/")  # the first one also begins the session
    with CaptureQueriesContext(connection) as few:
        client.get("/meetings/")
    for number in range(8):
        planned(publisher, title=f"More {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/meetings/")

    assert len(many) == len(few)


def test_attendees_print_as_their_seats_say(staff, publisher, mayor):
    meeting = planned(publisher)
    seat = mayor.current_seats[0]
    url = f"/meetings/{meeting.ref}/attendees/"

    staff.post(url, {"add-member": "1", "member-seat": seat.pk, "member-basis": "1534(b)"})
    twice = staff.post(url, {"add-member": "1", "member-seat": seat.pk})
    staff.post(
        url,
        {
            "add-outside": "1",
            "outside-name": "Pat Lee",
            "outside-title": "Deputy director",
            "outside-role": "federal",
        },
    )
    people = list(meeting.attendees.values_list("name", "title", "organization", "role", "basis"))

    assert twice.status_code == 422
    assert sorted(people) == sorted(
        [
            (mayor.name, "Mayor", seat.organization.name, "principal", "1534(b)"),
            ("Pat Lee", "Deputy director", "", "federal", ""),
        ]
    )
    staff.post(f"{url}{meeting.attendees.get(seat=seat).pk}/remove/")
    assert [found.name for found in meeting.attendees.all()] == ["Pat Lee"]


def test_home_names_the_next_meeting(signed_in, publisher, mayor):
    planned(publisher, title="Far", starts_at=datetime(2032, 1, 1, 15, tzinfo=UTC), ends_at=None)
    planned(publisher, title="Near")

    assert signed_in(mayor).get("/").context["next_meeting"].title == "Near"
