"""A job's row decides who works on it and when it is over."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from portal.jobs import (
    Claim,
    bury,
    claim,
    defer,
    enqueue,
    enqueue_many,
    finish,
    postpone,
    retry,
    sweep,
)
from portal.models import Job
from portal.operations.mail import MAIL_JOB
from portal.registry import registry
from portal.tasks import run_job
from portal.vocabulary.jobs import UNKNOWN_KIND, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> Job:
    return enqueue(MAIL_JOB)


def lease_runs_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def claimed(job: Job) -> Claim:
    taken = claim(job.pk)
    assert taken is not None
    return taken


def test_a_job_is_claimed_once_while_its_lease_lasts(job):
    claimed(job)

    assert claim(job.pk) is None


@pytest.mark.trust("G1")
def test_a_job_whose_lease_ran_out_goes_to_the_next_worker(job):
    first = claimed(job)
    lease_runs_out(job)
    second = claimed(job)

    assert (first.attempt, second.attempt) == (1, 2)
    assert first.token != second.token


def test_a_worker_that_lost_its_lease_cannot_finish(job):
    late = claimed(job)
    lease_runs_out(job)
    claimed(job)

    assert finish(late) is False
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_worker_that_lost_its_lease_cannot_report_progress(job):
    late = claimed(job)
    lease_runs_out(job)
    claimed(job)
    late.report(70, "Too late")

    job.refresh_from_db()
    assert (job.progress, job.step) == (0, "")


def test_progress_renews_the_lease(job):
    working = claimed(job)
    lease_runs_out(job)
    working.report(40, "Laying out pages")

    assert claim(job.pk) is None


def test_a_finished_job_is_never_claimed_again(job):
    assert finish(claimed(job)) is True

    assert claim(job.pk) is None
    job.refresh_from_db()
    assert (job.state, job.progress) == (JobState.DONE, 100)


def test_a_postponed_job_waits_before_it_is_due(job):
    postpone(claimed(job), "It did not work this time.")

    assert claim(job.pk) is None
    Job.objects.filter(pk=job.pk).update(run_after=Now())
    assert claimed(job).attempt == 2


@pytest.mark.trust("G8")
def test_the_sweep_buries_a_job_that_has_no_attempt_left(job):
    Job.objects.filter(pk=job.pk).update(attempts=job.max_attempts)
    sweep()

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DEAD, "This mail could not be sent.")


@pytest.mark.trust("G2")
def test_the_sweep_rings_for_a_job_whose_bell_was_lost(job):
    Job.objects.filter(pk=job.pk).update(rung_at=None)

    assert sweep() == 1


def test_the_sweep_leaves_a_job_alone_that_was_just_rung_for(job):
    Job.objects.filter(pk=job.pk).update(rung_at=Now())

    assert sweep() == 0


def test_the_sweep_rings_for_a_job_whose_worker_died(job):
    claimed(job)
    Job.objects.filter(pk=job.pk).update(rung_at=Now())
    lease_runs_out(job)

    assert sweep() == 1


def test_a_buried_job_can_be_tried_again_from_the_start(job):
    bury(claimed(job), "It failed.")
    retry(job)

    assert claimed(job).attempt == 1


def test_a_job_under_way_is_not_started_anew(job):
    claimed(job)
    retry(job)

    assert claim(job.pk) is None


def test_a_job_for_later_waits_for_its_instant_and_then_for_the_sweep():
    job = enqueue(MAIL_JOB, run_after=timezone.now() + timedelta(minutes=1))

    assert (claim(job.pk), sweep()) == (None, 0)
    Job.objects.filter(pk=job.pk).update(run_after=Now())
    assert sweep() == 1


def test_waiting_for_what_is_still_to_come_costs_no_attempt(job):
    defer(claimed(job), seconds=30)

    assert claim(job.pk) is None
    Job.objects.filter(pk=job.pk).update(run_after=Now())
    assert claimed(job).attempt == 1


@pytest.mark.trust("G8")
@pytest.mark.parametrize("find", [lambda job: sweep(), lambda job: run_job(job.pk)])
def test_a_job_of_a_kind_that_is_gone_is_buried_by_whoever_finds_it(job, find):
    """Otherwise it would be rung for every few seconds for ever."""
    Job.objects.filter(pk=job.pk).update(kind="of an earlier version")
    find(job)

    job.refresh_from_db()
    assert (job.state, job.error, job.finished_at is None) == (JobState.DEAD, UNKNOWN_KIND, False)
    assert sweep() == 0


def test_the_sweep_leaves_a_job_of_such_a_kind_to_the_worker_that_still_does_it(job):
    claimed(job)
    Job.objects.filter(pk=job.pk).update(kind="of a later version")
    sweep()

    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_each_kind_says_its_own_about_taking_too_long():
    kinds = registry.job_kinds.values()

    assert len({kind.slow for kind in kinds}) == len(kinds)
    assert {kind.queue for kind in kinds if kind.ends_when_slow} == {"render"}
    assert {kind.queue for kind in kinds if not kind.ends_when_slow} == {"mail"}


def test_many_jobs_are_as_quickly_added_as_one(django_assert_num_queries):
    for count in (1, 300):
        with django_assert_num_queries(1):
            jobs = enqueue_many(MAIL_JOB, count)
        assert len({found.pk for found in jobs}) == count
    with django_assert_num_queries(0):
        assert enqueue_many(MAIL_JOB, 0) == []
    assert claim(jobs[-1].pk).attempt == 1
