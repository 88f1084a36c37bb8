"""Searching the record, and the histories that pages show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit import Change, record, record_many
from portal.models import AuditEvent, Invitation
from portal.operations.members import invite_member
from portal.operations.seats import end_seat
from portal.queries.history import history_of
from portal.queries.organization_history import organization_history_of
from portal.queries.record import COUNTED, PER_PAGE, Asked, search_record
from portal.vocabulary.audit import Verb
from roundtable.models import Issue
from roundtable.operations.lifecycle import step_issue
from roundtable.operations.meetings import save_meeting, step_meeting
from statements.models import Statement
from statements.operations.lifecycle import open_markup
from tests.factories import SeatFactory
from tests.roundtable.issue_data import closed, manned, table
from tests.roundtable.meeting_data import facts, planned
from tests.statements.editor import imported
from tests.statements.publishing_data import frozen_statement, publishers

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(db):
    return table()


def lines(viewer, **asked):
    shown = search_record(viewer, Asked(**asked), number=1).lines
    return [(line.entry.what, line.kind, line.title, line.entry.sentence) for line in shown]


def closed_without_agreement(found):
    issue = manned(found)
    closed("R-1.1")
    step_issue(issue_id=issue.pk, step="close", actor=found.lead.member, note="Too dear.")
    return issue


def test_an_entry_is_told_to_who_may_see_the_thing(found):
    closed_without_agreement(found)
    assert lines(found.mayors_staff.member, verb=Verb.ISSUE_STEPPED) == [
        ("Proposed to Closed without agreement", "Issue", "R-1.1 Notice", "Too dear.")
    ]


def test_of_what_is_closed_to_the_viewer_there_is_the_reference_and_nothing_else(found):
    closed_without_agreement(found)
    assert lines(found.chiefs_staff.member, verb=Verb.ISSUE_STEPPED) == [
        ("changed where an issue stands", "Issue", "R-1.1", "")
    ]


def test_a_statement_of_others_is_its_reference(found, mayor):
    [publisher] = publishers(1)
    statement = frozen_statement([publisher])
    assert {line[2] for line in lines(publisher, kind="statements.statement")} == {statement.title}
    viewer = found.chiefs_staff.member
    assert {line[2] for line in lines(viewer, kind="statements.statement")} == {statement.ref}
    labels = AuditEvent.objects.filter(object_type="statements.statement")
    assert {*labels.values_list("object_label", flat=True)} == {statement.ref}


def test_what_passes_between_an_organization_and_its_counsel_is_told_nowhere(found):
    [publisher] = publishers(1)
    statement = frozen_statement([publisher])
    record(Verb.COUNSEL_ANSWERED, actor=found.mayor.member, subject=statement)
    assert lines(publisher, verb=Verb.COUNSEL_ANSWERED) == []
    assert [entry for entry in history_of(statement) if "counsel" in entry.what] == []


def test_it_is_narrowed_by_person_verb_kind_reference_and_days(found, publisher):
    step = closed_without_agreement(found)
    seat = SeatFactory()
    end_seat(seat_id=seat.pk, reason="Term ended.", actor=publisher)
    viewer = found.lead.member
    moment = AuditEvent.objects.get(verb=Verb.SEAT_ENDED).at

    def verbs(**asked):
        shown = search_record(viewer, Asked(**asked), number=1)
        return [line.entry.what for line in shown.lines]

    assert verbs(who=publisher.name, kind="portal.seat") == ["ended a seat"]
    assert verbs(who=publisher.email[:8].upper(), verb=Verb.SEAT_ENDED) == ["ended a seat"]
    assert verbs(who="nobody at all") == []
    assert verbs(ref=step.ref.lower(), verb=Verb.ISSUE_STEPPED) != []
    assert verbs(since=moment, verb=Verb.SEAT_ENDED) == ["ended a seat"]
    assert verbs(until=moment, verb=Verb.SEAT_ENDED) == []


def test_what_happened_to_a_member_is_found_by_their_name(found, publisher, mayor):
    record(Verb.MEMBER_SUSPENDED, actor=publisher, subject=mayor)
    shown = lines(found.lead.member, who=mayor.name, verb=Verb.MEMBER_SUSPENDED)
    assert [line[:3] for line in shown] == [("suspended a member", "Member", mayor.name)]


@pytest.mark.parametrize("count", [3, 3000])
def test_it_asks_as_often_for_three_entries_as_for_three_thousand(found, signed_in, count):
    issue = manned(found)
    verbs = (Verb.ISSUE_CREATED, Verb.SEAT_ENDED, Verb.SIGNED_IN)
    subjects = (issue, found.owner, found.owner.member)
    for many in (count // 3 - 1, 1):
        for verb, subject in zip(verbs, subjects, strict=True):
            changes = [Change(subject=subject)] * many
            record_many(verb, actor=found.lead.member, changes=changes)
    client = signed_in(found.mayors_staff.member)
    client.get("/record/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/record/?who=Robin")
    assert answer.status_code == 200
    assert len(asked) == 11


def test_pages_are_as_long_as_they_should_and_the_last_is_where_it_ends(found, signed_in):
    record_many(
        Verb.SIGNED_IN,
        actor=found.lead.member,
        changes=[Change(subject=found.lead.member)] * (PER_PAGE + 5),
    )
    client = signed_in(found.mayors_staff.member)
    pages = [client.get(f"/record/?verb=signed_in&page={number}") for number in (1, 2, 99)]
    assert [len(page.context["found"].lines) for page in pages] == [PER_PAGE, 5, 5]
    assert '<a class="button button-second" href="?verb=signed_in&amp;page=2">' in pages[0].text


def test_beyond_a_thousand_nobody_counts_and_all_can_be_read(found, signed_in):
    lead = found.lead.member
    record_many(Verb.SEAT_GIVEN, actor=lead, changes=[Change(subject=lead)] * (COUNTED + 5))
    client = signed_in(found.mayors_staff.member)
    pages = [client.get(f"/record/?verb=seat_given&page={number}") for number in (1, 21, 22, 9**9)]

    assert [(p.context["found"].pages.number, len(p.context["found"].lines)) for p in pages] == [
        (1, PER_PAGE),
        (21, 5),
        (20, PER_PAGE),
        (20, PER_PAGE),
    ]
    assert [p.context["found"].pages.following for p in pages] == [2, 0, 21, 21]
    assert (
        "More than 1,000 entries, newest first. Narrow them by person or by days." in pages[0].text
    )
    assert '<p class="quiet">Page 1</p>' in pages[0].text


def test_a_thousand_are_counted(found):
    lead = found.lead.member
    record_many(Verb.SEAT_GIVEN, actor=lead, changes=[Change(subject=lead)] * COUNTED)
    shown = search_record(lead, Asked(verb=Verb.SEAT_GIVEN), number=99)

    assert (shown.count, shown.is_cut, shown.pages.number, shown.pages.last) == (
        1000,
        False,
        20,
        20,
    )


@pytest.mark.parametrize("query", ["since=yesterday", "verb=invented", "kind=portal.job"])
def test_what_cannot_be_asked_is_said_and_nothing_is_shown(found, signed_in, query):
    answer = signed_in(found.lead.member).get(f"/record/?{query}")
    assert (answer.status_code, "found" in answer.context) == (422, False)


def test_the_history_of_a_statement_is_told_in_sentences(publisher, mayor):
    statement = imported(
        mayor.current_seats[0].organization, publisher.current_seats[0].organization
    )
    Statement.objects.filter(pk=statement.pk).update(handed_over_at="2026-01-01T00:00Z")
    open_markup(statement_id=statement.pk, actor=publisher)
    newest = history_of(statement)[0]
    [change] = newest.changes
    assert (newest.who, newest.what) == (publisher.name, "moved the statement on")
    assert (change.label, change.before, change.after) == ("State", "Draft", "Markup")


def test_the_history_of_a_meeting_says_what_became_what(publisher, signed_in):
    meeting = planned(publisher)
    save_meeting(
        meeting_id=meeting.pk,
        facts=facts(place="The library"),
        edition=meeting.edition,
        actor=publisher,
    )
    step_meeting(meeting_id=meeting.pk, name="cancel", actor=publisher, reason="Snow.")
    told = [(one.what, one.sentence) for one in history_of(meeting)][:2]
    assert told == [("Planned to Cancelled", "Snow."), ("changed a meeting", "")]
    page = signed_in(publisher).get(f"/meetings/{meeting.ref}/").text
    assert "Where: from City Hall, room 4 to The library" in page


def test_a_history_shows_no_numbers_of_rows_and_no_json(publisher, mayor, signed_in):
    statement = frozen_statement([publisher])
    page = signed_in(publisher).get(f"/statements/{statement.ref}/staff/").text
    history = page.partition("<summary>History</summary>")[2].partition("</details>")[0]
    assert "imported it from text.txt" in history
    assert [sign for sign in ("{", "}", "None", "digest") if sign in history] == []


def test_the_history_of_an_organization_holds_its_people_and_no_comings_and_goings(
    publisher, mayor, aide
):
    city = mayor.current_seats[0].organization
    record(Verb.SIGNED_IN, actor=mayor, subject=mayor)
    invite_member(
        email="new@city.example",
        organization=city,
        capacity="staff",
        title="Clerk",
        site_url="http://testserver",
        actor=mayor,
    )
    end_seat(seat_id=aide.current_seats[0].pk, reason="Term ended.", actor=publisher)
    told = [(one.who, one.what, one.about, one.sentence) for one in organization_history_of(city)]
    assert told == [
        (publisher.name, "ended a seat", str(aide.seats.get()), "Term ended."),
        (mayor.name, "invited a member as staff", str(Invitation.objects.get()), ""),
    ]


def test_the_history_of_an_issue_stays_closed_with_it(found, signed_in):
    issue = closed_without_agreement(found)
    page = signed_in(found.chief.member).get(f"/roundtable/{issue.ref}/").text
    assert "Too dear." not in page
    assert Issue.objects.get(pk=issue.pk).state_reason == "Too dear."
