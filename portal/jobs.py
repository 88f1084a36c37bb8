"""Background work: the row decides, a message only wakes a worker.

A job is claimed by one conditional update that sets a token and a lease. Whoever holds the token
may finish; a worker that was killed, frozen or cut off loses its lease, the sweep rings again and
another worker takes over. All instants are the database's.
"""

import logging
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import Error, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from kombu.exceptions import OperationalError
from kombu.pools import producers
from redis.exceptions import RedisError

from portal.celery import app
from portal.models import Job
from portal.registry import registry
from portal.vocabulary.jobs import TASK_NAME, UNKNOWN_KIND, JobState

logger = logging.getLogger(__name__)

RINGING_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 1, "max_retries": 0}
FIRST_RETRY_SECONDS = 2


@dataclass(frozen=True)
class Claim:
    """The right to work on a job while the row still carries this token."""

    job_id: int
    kind: str
    token: uuid.UUID
    attempt: int

    @property
    def row(self) -> Q:
        return Q(pk=self.job_id, token=self.token, state=JobState.RUNNING)

    def report(self, percent: int, step: str) -> bool:
        """Shows progress to whoever waits, and holds the lease; inside a transaction it locks the
        row. False when another worker has taken over meanwhile."""
        held = Job.objects.filter(self.row).update(
            progress=percent, step=step, lease_until=_lease_end()
        )
        return bool(held)


def enqueue(kind: str, *, run_after: datetime | None = None) -> Job:
    """Adds a job inside the caller's transaction and rings once that has committed.

    One that is not to run before `run_after` is left to the sweep.
    """
    known = registry.job_kinds[kind]
    when = {} if run_after is None else {"run_after": run_after}
    job = Job.objects.create(kind=kind, queue=known.queue, max_attempts=known.max_attempts, **when)
    if run_after is None:
        transaction.on_commit(partial(ring, job.pk, job.queue))
    return job


def enqueue_many(kind: str, count: int) -> list[Job]:
    """The same for several jobs that are due at once: as many queries as for one."""
    known = registry.job_kinds[kind]
    jobs = Job.objects.bulk_create(
        Job(kind=kind, queue=known.queue, max_attempts=known.max_attempts) for _ in range(count)
    )
    if jobs:
        transaction.on_commit(partial(ring_all, [job.pk for job in jobs], known.queue))
    return jobs


def ring(job_id: int, queue: str) -> None:
    """Wakes a worker."""
    ring_all([job_id], queue)


def ring_all(job_ids: Sequence[int], queue: str) -> None:
    """Wakes workers for several jobs. A broker that is away costs nothing: the sweep rings again,
    and the first that cannot be rung is the last that is tried."""
    rung: list[int] = []
    try:
        waking = app.connection_for_write(transport_options=RINGING_OPTIONS)
        with producers[waking].acquire(block=True, timeout=2) as producer:
            for job_id in job_ids:
                app.send_task(TASK_NAME, args=[job_id], queue=queue, producer=producer, retry=False)
                rung.append(job_id)
    except (OperationalError, RedisError, OSError) as problem:
        silent = job_ids[len(rung)]
        logger.warning("job %s not rung: %s", silent, type(problem).__name__)
    if rung:
        Job.objects.filter(pk__in=rung).update(rung_at=Now())


def claim(job_id: int) -> Claim | None:
    """Takes the job if it is due or its last worker's lease has run out; else None."""
    token = uuid.uuid4()
    taken = Job.objects.filter(_claimable(), pk=job_id, attempts__lt=F("max_attempts")).update(
        state=JobState.RUNNING,
        token=token,
        lease_until=_lease_end(),
        attempts=F("attempts") + 1,
        error="",
    )
    if not taken:
        return None
    job = Job.objects.get(pk=job_id)
    return Claim(job_id=job_id, kind=job.kind, token=token, attempt=job.attempts)


def finish(claim: Claim) -> bool:
    """Marks the job done; False when another worker has taken over meanwhile."""
    return _end(claim, state=JobState.DONE, progress=100, step="")


def bury(claim: Claim, sentence: str) -> bool:
    """Marks the job failed for good, with the sentence for the person who waits."""
    return _end(claim, state=JobState.DEAD, error=sentence[:500])


def postpone(claim: Claim, sentence: str) -> None:
    """Gives the job back to be tried again later, each time twice as much later.

    After the last attempt the sweep buries it.
    """
    delay = timedelta(seconds=FIRST_RETRY_SECONDS * 2**claim.attempt)
    Job.objects.filter(claim.row).update(
        state=JobState.QUEUED,
        token=None,
        lease_until=None,
        run_after=Now() + delay,
        rung_at=None,
        error=sentence[:500],
    )


def defer(claim: Claim, *, seconds: int) -> None:
    """Gives the job back for later: what it waits for is still to come. Costs no attempt."""
    Job.objects.filter(claim.row).update(
        state=JobState.QUEUED,
        token=None,
        lease_until=None,
        run_after=Now() + timedelta(seconds=seconds),
        rung_at=None,
        attempts=F("attempts") - 1,
    )


def retry(job: Job) -> None:
    """Puts a failed job back to the start of its attempts."""
    revived = Job.objects.filter(pk=job.pk, state=JobState.DEAD).update(
        state=JobState.QUEUED, attempts=0, run_after=Now(), error="", token=None, progress=0
    )
    if revived:
        transaction.on_commit(partial(ring, job.pk, job.queue))


def sweep() -> int:
    """Buries what has no attempt left, or that nobody here knows how to do, and rings for what
    waits; returns how many it rang for."""
    due = Job.objects.filter(_claimable())
    due.exclude(kind__in=registry.job_kinds).update(
        state=JobState.DEAD, error=UNKNOWN_KIND, finished_at=Now()
    )
    spent = due.filter(attempts__gte=F("max_attempts"))
    for kind in registry.job_kinds.values():
        spent.filter(kind=kind.name).update(
            state=JobState.DEAD, error=kind.failed, finished_at=Now()
        )
    quiet = Now() - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    silent = Q(rung_at__isnull=True) | Q(rung_at__lt=quiet) | Q(state=JobState.RUNNING)
    waiting = Job.objects.filter(_claimable() & silent).values_list("pk", "queue")[:500]
    for job_id, queue in waiting:
        ring(job_id, queue)
    return len(waiting)


@contextmanager
def held(claim: Claim) -> Iterator[None]:
    """Renews the lease from a thread while the block runs, however long one step takes."""
    stop = threading.Event()
    thread = threading.Thread(target=_renew, args=(claim, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew(claim: Claim, stop: threading.Event) -> None:
    while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
        close_old_connections()
        try:
            Job.objects.filter(claim.row).update(lease_until=_lease_end())
        except Error:
            logger.warning("job %s: its lease was not renewed, asking again", claim.job_id)
    connection.close()


def _end(claim: Claim, **values: object) -> bool:
    ended = Job.objects.filter(claim.row).update(
        token=None, lease_until=None, finished_at=Now(), **values
    )
    return bool(ended)


def _claimable() -> Q:
    due = Q(state=JobState.QUEUED, run_after__lte=Now())
    return due | Q(state=JobState.RUNNING, lease_until__lt=Now())


def _lease_end() -> object:
    return Now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
