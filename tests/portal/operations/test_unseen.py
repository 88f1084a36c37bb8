"""A question that nobody can see any more holds nothing up for ever."""

import pytest
from django.db.models.functions import Now
from django.test import Client

from portal.models import AuditEvent, Member, Seat, Thread
from portal.operations.unseen import resolve_unseen
from portal.queries.threads import threads_visible_to
from portal.queries.unseen import unseen_questions, without_readers
from portal.registry import Discussed
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.lifecycle import step_issue
from roundtable.queries.discussion import discussed
from tests.discussions import a_thread, an_issue
from tests.portal.people_pages import held_for_days, sign_in

pytestmark = pytest.mark.django_db
WORDS = "Unmistakable words"


@pytest.fixture
def issue() -> Issue:
    return an_issue()


@pytest.fixture
def about(issue: Issue) -> Discussed:
    return discussed(issue)


@pytest.fixture
def lost(issue: Issue, mayor: Member, aide: Member) -> Thread:
    """Asked between two people who both left their seats since."""
    held_for_days()
    thread = a_thread(issue, mayor, audience=Audience.NAMED, readers=[aide.pk], text=WORDS)
    leave(mayor, aide)
    return thread


def leave(*members: Member) -> None:
    Seat.objects.filter(member__in=members).update(until=Now())


def page(issue: Issue) -> str:
    return f"/threads/about/issue/{issue.pk}/unseen/"


def test_it_is_found_when_its_last_reader_has_left(issue, about, mayor, aide, publisher):
    held_for_days()
    thread = a_thread(issue, mayor, audience=Audience.NAMED, readers=[aide.pk])
    before = list(unseen_questions(publisher, about))
    leave(mayor)
    one_left = list(unseen_questions(publisher, about))
    leave(aide)

    assert (before, one_left) == ([], [])
    assert list(unseen_questions(publisher, about)) == [thread]


def test_so_is_one_of_a_side_without_anybody(issue, about, chief):
    held_for_days()
    thread = a_thread(issue, chief, audience=Audience.CHIEFS)
    before = list(without_readers(about))
    leave(chief)

    assert (before, list(without_readers(about))) == ([], [thread])


def test_only_association_staff_hear_of_it(lost, about, chief, publisher):
    assert list(unseen_questions(chief, about)) == []
    assert list(unseen_questions(publisher, about)) == [lost]


def test_ending_it_lets_the_issue_end_and_shows_nothing(lost, issue, about, publisher):
    resolve_unseen(about=about, thread_id=lost.pk, sentence="Its askers left.", actor=publisher)
    step_issue(issue_id=issue.pk, step="withdraw", note="Not needed.", actor=publisher)
    entry = AuditEvent.objects.get(verb="thread_resolved")

    assert Issue.objects.get().state == "withdrawn"
    assert (entry.actor, entry.reason) == (publisher, "Its askers left.")
    assert threads_visible_to(publisher).count() == 0


def test_a_question_that_somebody_sees_is_not_ended_unread(issue, about, mayor, publisher):
    thread = a_thread(issue, mayor, audience=Audience.NAMED, readers=[mayor.pk])
    with pytest.raises(Refusal) as refusal:
        resolve_unseen(about=about, thread_id=thread.pk, sentence="So.", actor=publisher)

    assert str(refusal.value) == (
        "Somebody can see this question again, or it is resolved. Look at the list."
    )


def test_the_page_names_nothing_of_it_and_one_button_ends_it(lost, issue, publisher):
    client = sign_in(publisher)
    issue_page, shown = client.get(f"/roundtable/{issue.ref}/"), client.get(page(issue))
    sent = client.post(page(issue), {"question": lost.pk, "sentence": "Its askers left."})
    lost.refresh_from_db()

    assert issue_page.text.count("1 open question can be seen by nobody any more.") == 1
    for secret in (WORDS, lost.title):
        assert shown.text.count(secret) == issue_page.text.count(secret) == 0
    assert (sent.status_code, lost.resolution) == (302, "Its askers left.")


def test_without_a_sentence_it_stays_and_says_so(lost, issue, publisher):
    answer = sign_in(publisher).post(page(issue), {"question": lost.pk, "sentence": " "})
    lost.refresh_from_db()

    assert (answer.status_code, lost.is_resolved) == (422, False)
    assert answer.text.count("Say in a sentence why it is ended.") == 2


def test_to_all_others_the_page_is_not_there(issue, mayor, observer):
    answers = [sign_in(member).get(page(issue)).status_code for member in (mayor, observer)]

    assert (answers, Client().get(page(issue)).status_code) == ([404, 404], 302)
