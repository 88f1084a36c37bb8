"""Whom the events of an issue are told to, and in which words."""

import pytest
from django.db.models.functions import Now

from portal.jobs import claim
from portal.models import Announcement, Job, Notification, OutgoingMail, Seat
from portal.operations.following import set_level
from portal.operations.notifications import send_announcement
from portal.queries.notifications import unread_count
from portal.vocabulary.audiences import Audience
from portal.vocabulary.threads import Level, SubjectKind
from roundtable.models import Issue
from roundtable.operations.audiences import change_audience
from roundtable.operations.lifecycle import step_issue
from roundtable.operations.responsibility import assign
from roundtable.operations.updates import ask_for_update, post_update
from tests.roundtable.issue_data import Table, again, closed, manned, table

pytestmark = pytest.mark.django_db
SECRET = "Quetzal"


@pytest.fixture
def people() -> Table:
    return table()


@pytest.fixture
def issue(people: Table) -> Issue:
    issue = manned(people)
    Issue.objects.filter(pk=issue.pk).update(title=SECRET)
    return issue


def told(kind: str) -> dict[str, str]:
    """Title by address, after the worker sent the newest announcement of the kind."""
    announcement = Announcement.objects.filter(kind=kind).latest("pk")
    Job.objects.filter(pk=announcement.job_id).update(run_after=Now())
    send_announcement(claim(announcement.job_id))
    found = Notification.objects.filter(announcement=announcement)
    return dict(found.values_list("recipient__email", "title"))


def mails() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("to", "subject"))


def give(people: Table, issue: Issue, owner: Seat) -> None:
    assign(
        issue_id=issue.pk,
        owner=owner,
        helpers=[people.helper],
        staff_lead=people.lead,
        actor=people.lead.member,
    )


def test_a_new_owner_is_told_by_mail_and_nobody_else_is(people, issue):
    give(people, issue, people.mayor)

    email = people.mayor.member.email
    assert told("issue_assigned") == {email: "R-1.1 was given to you"}
    assert mails() == [(email, "R-1.1 was given to you")]
    assert SECRET in OutgoingMail.objects.get().text


def test_a_mail_about_a_closed_issue_has_a_link_and_no_content(people, issue):
    closed("R-1.1", Audience.MAYORS)
    give(people, issue, people.mayor)
    told("issue_assigned")

    mail = OutgoingMail.objects.get()
    assert (SECRET in mail.text, SECRET in mail.subject, "/roundtable/R-1.1/" in mail.text) == (
        False, False, True,
    )  # fmt: skip


def test_who_lost_sight_of_it_before_the_mail_went_out_gets_none(people, issue):
    give(people, issue, people.chief)
    give(people, issue, people.mayor)
    change_audience(issue_id=issue.pk, audience=Audience.MAYORS, actor=again(people.lead.member))
    first = Announcement.objects.filter(kind="issue_assigned").earliest("pk")

    send_announcement(claim(first.job_id))

    assert mails() == []


def test_the_owner_is_asked_by_mail_and_staff_get_a_copy(people, issue):
    ask_for_update(issue_id=issue.pk, actor=people.mayor.member)

    assert told("issue_update_asked") == {
        seat.member.email: "R-1.1 needs an update" for seat in (people.owner, people.helper)
    }
    assert len(mails()) == 2


def test_an_owner_who_has_answered_meanwhile_is_not_asked(people, issue):
    ask_for_update(issue_id=issue.pk, actor=people.mayor.member)
    post_update(issue_id=issue.pk, text="Both met.", actor=people.owner.member)

    assert told("issue_update_asked") == {}


def test_a_step_is_told_without_a_mail_to_who_answers_for_it_and_who_follows(people, issue):
    for seat, level in ((people.chief, Level.DECISIONS), (people.helper, Level.MUTED)):
        set_level(member=seat.member, kind=SubjectKind.ISSUE, subject_id=issue.pk, level=level)

    step_issue(issue_id=issue.pk, step="prepare", actor=people.lead.member)

    assert told("issue_stepped") == {
        seat.member.email: "R-1.1 moved on" for seat in (people.owner, people.chief)
    }
    assert (mails(), unread_count(people.owner.member)) == ([], 1)
