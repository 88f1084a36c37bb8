"""An announcement reaches each member at most once, however often its job runs."""

import pytest

from portal.jobs import claim
from portal.models import Job, Member, Notification, OutgoingMail
from portal.notify import ANNOUNCE_JOB, announce
from portal.operations.mail import deliver_mail
from portal.operations.notifications import mark_read, send_announcement
from portal.vocabulary.jobs import JobState
from statements.models import Statement
from tests.statements.telling_data import frozen_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(publisher: Member) -> Statement:
    """Freezing it announces that it waits for clearance."""
    return frozen_statement(publisher)


@pytest.fixture
def job(statement: Statement) -> Job:
    return Job.objects.get(kind=ANNOUNCE_JOB)


def told() -> tuple[int, int]:
    return Notification.objects.count(), OutgoingMail.objects.count()


def test_an_announcement_gives_a_row_and_a_mail(job, publisher, mailoutbox):
    send_announcement(claim(job.pk))
    row = Notification.objects.get()
    deliver_mail(claim(row.mail.job_id))

    assert (row.recipient, row.read_at) == (publisher, None)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [([publisher.email], row.title)]


def test_running_it_twice_tells_once(job):
    claimed = claim(job.pk)
    send_announcement(claimed)
    send_announcement(claimed)

    assert told() == (1, 1)


def test_a_worker_that_lost_its_lease_tells_nobody(job):
    late = claim(job.pk)
    Job.objects.filter(pk=job.pk).update(token=None, lease_until=None, state=JobState.QUEUED)
    send_announcement(late)

    assert told() == (0, 0)


def test_a_job_that_an_operator_starts_anew_tells_nobody_twice(job):
    send_announcement(claim(job.pk))
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    send_announcement(claim(job.pk))

    assert told() == (1, 1)


def test_who_loses_sight_of_the_subject_before_it_is_sent_is_not_told(job, publisher):
    publisher.current_seats[0].organization.issued_statements.clear()
    Statement.objects.update(handed_over_at=None)
    send_announcement(claim(job.pk))

    assert told() == (0, 0)
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


def test_what_arrives_while_the_list_is_read_stays_new(job, statement, publisher):
    send_announcement(claim(job.pk))
    shown = Notification.objects.get()
    later = announce("frozen", subject_id=statement.pk, key="frozen:again")
    send_announcement(claim(later.job_id))

    assert mark_read(member=publisher, newest_id=shown.pk) == 1
    assert Notification.objects.get(read_at=None).announcement == later
