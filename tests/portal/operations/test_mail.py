"""A mail is accepted with the change it tells of, sent once, then forgotten."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from portal.jobs import claim
from portal.models import Job, Member, Notification, OutgoingMail, Seat
from portal.notify import ANNOUNCE_JOB
from portal.operations.mail import NOT_SENT, deliver_mail, queue_mail
from portal.operations.notifications import send_announcement
from portal.vocabulary.jobs import JobState
from statements.models import Statement
from tests.factories import OrganizationFactory
from tests.seats import moved
from tests.statements.telling_data import frozen_statement

pytestmark = pytest.mark.django_db


def test_a_mail_is_sent_once_and_its_text_blanked(mailoutbox):
    mail = queue_mail(to="mayor@city.example", subject="A code", text="The code is 1.")
    deliver_mail(claim(mail.job_id))

    assert [(sent.to, sent.subject, sent.body) for sent in mailoutbox] == [
        (["mayor@city.example"], "A code", "The code is 1.")
    ]
    mail.refresh_from_db()
    assert (mail.text, mail.job.state) == ("", JobState.DONE)


@pytest.mark.trust("E12")
def test_a_subject_with_a_line_break_adds_no_header(mailoutbox):
    mail = queue_mail(to="mayor@city.example", subject="A title\r\nBcc: x@y.example", text="-")
    deliver_mail(claim(mail.job_id))

    assert mailoutbox[0].subject == "A title Bcc: x@y.example"
    assert mailoutbox[0].message()["Bcc"] is None


# --- who may no longer see what a mail is about --------------------------------------------------


@pytest.fixture
def told(publisher: Member) -> Notification:
    """The publisher is told that a text waits for clearance; the mail is on its way."""
    frozen_statement(publisher)
    send_announcement(claim(Job.objects.get(kind=ANNOUNCE_JOB).pk))
    return Notification.objects.select_related("mail").get()


def delivered(mail: OutgoingMail) -> tuple[str, bool, str, str]:
    """What the rows say after delivery: text, whether it was sent, state and step of the job."""
    deliver_mail(claim(mail.job_id))
    mail = OutgoingMail.objects.select_related("job").get(pk=mail.pk)
    return mail.text, mail.sent_at is not None, mail.job.state, mail.job.step


def test_who_may_still_see_the_subject_gets_the_mail(told, mailoutbox):
    assert delivered(told.mail) == ("", True, JobState.DONE, "")
    assert [sent.to for sent in mailoutbox] == [[told.recipient.email]]


@pytest.mark.trust("A10", "C9")
def test_who_lost_the_seat_between_announcement_and_delivery_gets_none(told, mailoutbox):
    ended = Now() - timedelta(seconds=1)
    moved(Seat.objects.all(), since=Now() - timedelta(days=9), until=ended)

    assert delivered(told.mail) == ("", False, JobState.DONE, NOT_SENT)
    assert mailoutbox == []


def test_who_lost_sight_of_the_statement_gets_none(told, mailoutbox):
    Statement.objects.update(organization=OrganizationFactory(), handed_over_at=None)

    assert delivered(told.mail) == ("", False, JobState.DONE, NOT_SENT)
    assert mailoutbox == []


@pytest.mark.trust("A10")
def test_an_account_that_was_closed_gets_none(told, mailoutbox):
    Member.objects.update(is_active=False)

    assert delivered(told.mail) == ("", False, JobState.DONE, NOT_SENT)
    assert mailoutbox == []


def test_what_was_not_sent_is_never_tried_again(told, mailoutbox):
    Member.objects.update(is_active=False)
    delivered(told.mail)
    Member.objects.update(is_active=True)

    assert claim(told.mail.job_id) is None
    assert mailoutbox == []


def test_a_worker_that_lost_its_lease_discards_nothing(told, mailoutbox):
    late = claim(told.mail.job_id)
    Job.objects.filter(pk=told.mail.job_id).update(
        token=None, lease_until=None, state=JobState.QUEUED
    )
    Member.objects.update(is_active=False)
    deliver_mail(late)

    assert OutgoingMail.objects.get(pk=told.mail_id).text != ""
    assert mailoutbox == []
