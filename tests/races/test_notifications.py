"""The same announcement taken up several times at once: one row and one mail for each person."""

import pytest

from portal.jobs import claim
from portal.models import Job, Notification, OutgoingMail
from portal.notify import ANNOUNCE_JOB
from portal.operations.notifications import send_announcement
from portal.tasks import run_job
from portal.vocabulary.jobs import JobState
from portal.vocabulary.organizations import Capacity, OrganizationKind
from tests.factories import OrganizationFactory, SeatFactory
from tests.races.conftest import ROUNDS
from tests.statements.telling_data import frozen_statement

pytestmark = pytest.mark.usefixtures("cloned_database")


@pytest.fixture
def publishers(cloned_database: None) -> list[object]:
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    return [
        SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member for _ in range(3)
    ]


def waiting_job(publisher: object) -> Job:
    frozen_statement(publisher)
    return Job.objects.get(kind=ANNOUNCE_JOB, state=JobState.QUEUED)


@pytest.mark.trust("G7")
def test_a_job_rung_for_three_times_at_once_tells_each_person_once(publishers, at_once):
    for number in range(1, ROUNDS + 1):
        job = waiting_job(publishers[0])
        results = at_once(*[lambda: run_job(job.pk)] * 3)  # noqa: B023 - run at once

        assert results == [None] * 3
        assert Job.objects.get(pk=job.pk).state == JobState.DONE
        assert Notification.objects.count() == OutgoingMail.objects.count() == 3 * number


def test_workers_that_all_believe_to_hold_the_job_tell_each_person_once(publishers, at_once):
    for number in range(1, ROUNDS + 1):
        claimed = claim(waiting_job(publishers[0]).pk)
        results = at_once(*[lambda: send_announcement(claimed)] * 3)  # noqa: B023 - run at once

        assert results == [None] * 3
        assert Notification.objects.count() == OutgoingMail.objects.count() == 3 * number
