"""Issues hold threads: who sees them, whom they concern, and when there can be none."""

import pytest
from django.core.files.base import ContentFile
from django.db.models.functions import Now

from portal.models import Member, Seat, Thread
from portal.operations.attachments import add_attachment
from portal.operations.threads import reopen_thread, resolve_thread
from portal.queries.attachments import may_see_attachment
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import SubjectKind, ThreadKind
from roundtable.models import Issue
from roundtable.operations.discussion import ISSUES
from roundtable.queries.issues import issues_visible_to
from roundtable.vocabulary.issues import FINAL_STATES, OPEN_STATES
from tests.discussions import a_thread, an_issue

pytestmark = pytest.mark.django_db
EVERYBODY = ("publisher", "editor", "mayor", "aide", "chief", "observer", "liaison", "nobody_yet")


@pytest.mark.parametrize("audience", list(Audience))
def test_those_who_may_see_an_issue_are_those_who_see_it(request, audience):
    people = [request.getfixturevalue(name) for name in EVERYBODY]
    issue = an_issue(audience=audience)
    issue.readers.add(*people[3:6])
    seeing = [one for one in people if issues_visible_to(one).filter(pk=issue.pk).exists()]

    assert set(ISSUES.may_see(Member.objects.all(), issue.pk)) == set(seeing)
    assert [one for one in people if ISSUES.find(one, issue.pk)] == seeing


def test_an_issue_is_named_by_its_reference_and_live_title(mayor):
    issue = an_issue(title="Court orders")
    found = ISSUES.find(mayor, issue.pk)

    assert (found.kind, found.ref, found.title, found.audience, found.url) == (
        SubjectKind.ISSUE,
        issue.ref,
        "Court orders",
        Audience.WORKING_GROUP,
        f"/roundtable/{issue.ref}/",
    )


def test_an_issue_concerns_owner_helpers_and_lead_while_they_hold_their_seats(
    mayor, chief, publisher, aide
):
    issue = an_issue(owner=mayor.current_seats[0], staff_lead=publisher.current_seats[0])
    issue.helpers.add(chief.current_seats[0], aide.current_seats[0])
    Seat.objects.filter(member=aide).update(until=Now())

    assert set(ISSUES.concerned(issue.pk)) == {mayor, chief, publisher}


def test_owner_lead_and_staff_steer_what_they_see(request):
    people = {name: request.getfixturevalue(name) for name in EVERYBODY}
    issue = an_issue(owner=people["chief"].current_seats[0])

    assert {name for name, one in people.items() if ISSUES.may_steer(one, issue.pk)} == {
        "publisher",
        "editor",
        "chief",
    }


def test_nobody_steers_what_they_do_not_see(publisher, chief):
    issue = an_issue(owner=chief.current_seats[0], audience=Audience.MAYORS)

    assert [ISSUES.may_steer(one, issue.pk) for one in (publisher, chief)] == [False, False]


@pytest.mark.parametrize("state", sorted(FINAL_STATES | OPEN_STATES))
def test_no_question_is_opened_on_an_issue_that_has_ended(mayor, state):
    issue = an_issue(state=state)
    a_thread(issue, mayor, kind=ThreadKind.FACT)
    if state in FINAL_STATES:
        with pytest.raises(Refusal) as refusal:
            a_thread(issue, mayor, kind=ThreadKind.QUESTION)
        assert str(refusal.value) == (
            f"{issue.ref} has ended, so that no question can be open on it. "
            "Take the issue up again first."
        )
    else:
        assert a_thread(issue, mayor, kind=ThreadKind.QUESTION).pk


def test_no_question_is_opened_again_on_an_issue_that_has_ended(mayor):
    issue = an_issue()
    thread = a_thread(issue, mayor)
    resolve_thread(thread_id=thread.pk, sentence="Yes.", actor=mayor)
    Issue.objects.filter(pk=issue.pk).update(state=min(FINAL_STATES))
    with pytest.raises(Refusal, match="has ended"):
        reopen_thread(thread_id=thread.pk, actor=mayor)

    assert Thread.objects.get(pk=thread.pk).is_resolved


def test_an_issue_that_was_narrowed_meanwhile_takes_no_wider_thread():
    issue = an_issue(audience=Audience.MAYORS)
    with pytest.raises(Refusal) as refusal:
        ISSUES.admit(ThreadKind.FACT, Audience.WORKING_GROUP, issue.pk)

    assert str(refusal.value) == (
        f"{issue.ref} is for mayors only: choose the same people or fewer."
    )


def test_a_merged_issue_takes_no_more_threads(mayor):
    other = an_issue()
    issue = an_issue(merged_into=other)
    with pytest.raises(Refusal) as refusal:
        a_thread(issue, mayor, kind=ThreadKind.FACT)

    assert str(refusal.value) == f"{issue.ref} was merged into {other.ref}. Go on there."


def test_a_file_of_an_issue_is_for_those_who_see_the_issue(mayor, chief, observer):
    issue = an_issue(audience=Audience.MAYORS)
    data = ContentFile(b"Two days").read()
    file = add_attachment(data=data, name="days.txt", actor=mayor, holder=issue)
    issue.attachments.add(file)

    assert [may_see_attachment(one, file) for one in (mayor, chief, observer)] == [
        True,
        False,
        False,
    ]
