"""Who may see a thread: its audience, within what it is about; and what lists say of it."""

import pytest
from django.db.models.functions import Now

from portal.models import Member, Membership, Seat, Thread
from portal.operations.threads import mark_thread_read, resolve_thread
from portal.queries.audiences import members_in
from portal.queries.threads import (
    audiences_to_open,
    may_see_thread,
    open_question_count,
    people_who_see,
    readers_of,
    subject_of,
    threads_of,
    threads_visible_to,
    unread_counts,
    visible_thread,
)
from portal.vocabulary.audiences import Audience, within
from portal.vocabulary.threads import SubjectKind, ThreadKind
from roundtable.models import Issue, IssueThread
from tests.discussions import a_thread, an_issue, say

pytestmark = pytest.mark.django_db
EVERYBODY = ("publisher", "editor", "mayor", "aide", "chief", "observer", "liaison", "nobody_yet")
GROUP = {"publisher", "editor", "mayor", "aide", "chief"}


@pytest.fixture
def people(request, publisher: Member, mayor: Member) -> dict[str, Member]:
    """One of each role; the city belongs to the publisher's association."""
    Membership.objects.create(
        organization=mayor.current_seats[0].organization,
        association=publisher.current_seats[0].organization,
        since="2026-01-01",
    )
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


def bare_thread(issue: Issue, opener: Member, audience: str) -> Thread:
    thread = Thread.objects.create(
        kind=ThreadKind.FACT, title="Dates", audience=audience, created_by=opener
    )
    IssueThread.objects.create(thread=thread, issue=issue)
    return thread


def who_sees(thread: Thread, people: dict[str, Member]) -> set[str]:
    fresh = {name: Member.objects.get(pk=member.pk) for name, member in people.items()}
    return {
        name
        for name, member in fresh.items()
        if threads_visible_to(member).filter(pk=thread.pk).exists()
    }


@pytest.mark.parametrize(
    ("audience", "seeing"),
    [
        (Audience.PUBLIC, GROUP),
        (Audience.WORKING_GROUP, GROUP),
        (Audience.MAYORS, {"publisher", "editor", "mayor", "aide"}),
        (Audience.CHIEFS, {"chief"}),
        (Audience.STAFF, {"publisher", "editor"}),
        (Audience.NAMED, {"mayor"}),
    ],
)
def test_an_audience_is_seen_by_its_own(people, audience, seeing):
    thread = bare_thread(an_issue(audience=Audience.PUBLIC), people["mayor"], audience)
    thread.readers.add(people["mayor"], people["observer"])

    assert who_sees(thread, people) == seeing


@pytest.mark.parametrize(
    ("issue_audience", "audience"),
    [(outer, inner) for outer in Audience for inner in within(outer)],
)
def test_readers_are_those_who_see_it(people, issue_audience, audience):
    issue = an_issue(audience=issue_audience)
    issue.readers.add(people["aide"], people["chief"], people["liaison"])
    thread = bare_thread(issue, people["mayor"], audience)
    thread.readers.add(people["aide"], people["mayor"], people["observer"])
    by_name = {member.name: name for name, member in people.items()}
    told = may_see_thread(Member.objects.all(), thread.pk)

    assert {by_name[member.name] for member in readers_of(thread)} == who_sees(thread, people)
    assert {by_name[member.name] for member in told} == who_sees(thread, people)


@pytest.mark.parametrize("audience", [one for one in Audience if one != Audience.NAMED])
def test_the_members_of_an_audience_are_those_who_say_so_themselves(people, audience):
    said = {member.name for member in people.values() if audience in member.audiences}

    assert {member.name for member in members_in(audience)} == said


def test_a_named_reader_who_may_not_see_the_issue_sees_no_thread_of_it(people):
    thread = bare_thread(an_issue(audience=Audience.STAFF), people["mayor"], Audience.NAMED)
    thread.readers.add(people["mayor"], people["editor"])

    assert who_sees(thread, people) == {"editor"}


def test_nobody_signed_in_sees_none(people):
    bare_thread(an_issue(audience=Audience.PUBLIC), people["mayor"], Audience.PUBLIC)

    assert list(threads_visible_to(None)) == []


def test_a_thread_that_may_not_be_seen_is_not_found(people):
    thread = bare_thread(an_issue(), people["mayor"], Audience.MAYORS)

    assert visible_thread(people["chief"], thread.pk) is None
    assert visible_thread(people["mayor"], thread.pk) == thread


@pytest.mark.trust("A10")
def test_whoever_left_the_seat_sees_it_no_longer(mayor, chief):
    thread = a_thread(an_issue(), mayor)
    Seat.objects.filter(member=chief).update(until=Now())

    assert readers_of(thread) == [mayor]


@pytest.mark.trust("A10")
def test_a_closed_account_reads_nothing(mayor, chief):
    thread = a_thread(an_issue(), mayor)
    Member.objects.filter(pk=chief.pk).update(is_active=False)

    assert readers_of(thread) == [mayor]


def test_a_thread_knows_what_it_is_about(mayor):
    issue = an_issue()
    about = subject_of(a_thread(issue, mayor).pk)

    assert (about.kind, about.pk, about.ref) == (SubjectKind.ISSUE, issue.pk, issue.ref)


@pytest.mark.parametrize(
    ("issue_audience", "offered"),
    [
        (Audience.PUBLIC, [Audience.WORKING_GROUP, Audience.CHIEFS, Audience.NAMED]),
        (Audience.WORKING_GROUP, [Audience.WORKING_GROUP, Audience.CHIEFS, Audience.NAMED]),
        (Audience.CHIEFS, [Audience.CHIEFS, Audience.NAMED]),
        (Audience.NAMED, [Audience.NAMED]),
    ],
)
def test_a_thread_is_opened_for_people_among_whom_one_is(chief, issue_audience, offered):
    issue = an_issue(audience=issue_audience)
    issue.readers.add(chief)
    about = subject_of(bare_thread(issue, chief, Audience.NAMED).pk)

    assert audiences_to_open(chief, about) == offered


def test_who_may_be_named_are_those_who_see_what_it_is_about(people):
    issue = an_issue(audience=Audience.STAFF)
    about = subject_of(bare_thread(issue, people["publisher"], Audience.NAMED).pk)

    assert set(people_who_see(about)) == {people["publisher"], people["editor"]}


def test_the_list_of_threads_puts_open_ones_with_news_first(mayor, chief):
    issue = an_issue()
    first, second, done = (a_thread(issue, mayor, title=title) for title in ("1", "2", "Done"))
    say(first, chief)
    resolve_thread(thread_id=done.pk, sentence="The clerk does.", actor=mayor)

    assert [
        (summary.title, summary.comment_count, summary.unread_count, summary.is_resolved)
        for summary in threads_of(mayor, SubjectKind.ISSUE, issue.pk)
    ] == [("1", 2, 1, False), ("2", 1, 0, False), ("Done", 1, 0, True)]
    assert second.pk < done.pk


@pytest.mark.parametrize("threads", [1, 4])
def test_the_list_takes_as_many_queries_for_one_as_for_many(
    mayor, threads, django_assert_num_queries
):
    issue = an_issue()
    for _ in range(threads):
        a_thread(issue, mayor)
    member = Member.objects.get(pk=mayor.pk)
    with django_assert_num_queries(2):  # seats, threads
        found = threads_of(member, SubjectKind.ISSUE, issue.pk)

    assert len(found) == threads


def test_unread_are_comments_by_others_behind_what_one_has_read(mayor, chief):
    issue, quiet = an_issue(), an_issue()
    thread = a_thread(issue, mayor)
    a_thread(quiet, mayor)
    seen = say(thread, chief, "One")
    say(thread, chief, "Two")
    mark_thread_read(member=mayor, thread_id=thread.pk, last_comment_id=seen.pk)

    assert unread_counts(mayor, SubjectKind.ISSUE, [issue.pk, quiet.pk]) == {issue.pk: 1}
    assert unread_counts(chief, SubjectKind.ISSUE, [issue.pk]) == {issue.pk: 1}


def test_unread_counts_are_within_what_one_may_see(mayor, chief):
    issue = an_issue()
    a_thread(issue, mayor, audience=Audience.MAYORS)

    assert unread_counts(chief, SubjectKind.ISSUE, [issue.pk]) == {}


def test_unread_counts_take_one_query(mayor, chief, django_assert_num_queries):
    issues = [an_issue() for _ in range(3)]
    for issue in issues:
        a_thread(issue, mayor)
    assert chief.audiences
    with django_assert_num_queries(1):
        counts = unread_counts(chief, SubjectKind.ISSUE, [issue.pk for issue in issues])

    assert counts == {issue.pk: 1 for issue in issues}


def test_open_questions_count_whoever_may_see_them(mayor, chief):
    issue = an_issue()
    a_thread(issue, mayor, audience=Audience.MAYORS)
    a_thread(issue, chief, kind=ThreadKind.POSITION)
    done = a_thread(issue, chief)
    resolve_thread(thread_id=done.pk, sentence="The clerk does.", actor=chief)

    assert open_question_count(SubjectKind.ISSUE, issue.pk) == 1
