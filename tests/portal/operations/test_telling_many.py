"""What concerns everybody reaches everybody: in batches, once each, however often it is stopped."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from portal.jobs import claim, sweep
from portal.models import (
    Announcement,
    Job,
    MailSettings,
    Member,
    Notification,
    OutgoingMail,
    Seat,
)
from portal.notify import announce
from portal.operations import notifications
from portal.operations.notifications import BATCH, send_announcement
from portal.registry import AnnouncementKind, Message, registry
from portal.tasks import run_job
from portal.vocabulary.jobs import JobState
from portal.vocabulary.organizations import Capacity
from statements.models import Statement
from statements.operations.telling import statement_titles
from statements.queries.readers import members_who_see
from tests.factories import SeatFactory
from tests.portal.crowd import mayors
from tests.statements.signing_data import joint_statement, open_sign_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement() -> Statement:
    """Open for signing to every city."""
    found = joint_statement()
    open_sign_on(found)
    return found


def reminder(statement: Statement, number: int = 1) -> Announcement:
    return announce("reminder", subject_id=statement.pk, key=f"reminder:{statement.pk}:{number}")


def told() -> int:
    assert OutgoingMail.objects.count() == Notification.objects.count()
    return Notification.objects.count()


def take_up(announcement: Announcement) -> None:
    """As a worker does, that runs into what goes wrong."""
    Job.objects.filter(pk=announcement.job_id).update(run_after=Now())
    run_job(announcement.job_id)


@contextmanager
def stopped_at(table: str, *, time: int, by: Exception) -> Iterator[None]:
    """Stops the worker right before it fills a table for that time."""
    seen = 0

    def stop(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # Django's
        nonlocal seen
        if sql.startswith(f'INSERT INTO "{table}"'):
            seen += 1
            if seen == time:
                raise by
        return execute(sql, params, many, context)

    with connection.execute_wrapper(stop):
        yield


def questions(statement: Statement, number: int) -> int:
    announcement = reminder(statement, number)
    with CaptureQueriesContext(connection) as asked:
        send_announcement(claim(announcement.job_id))
    return len(asked)


def test_what_it_asks_grows_with_batches_and_not_with_people(statement):
    mayors(30)
    few = questions(statement, 1)
    mayors(BATCH - 30, first=30)
    one_batch = questions(statement, 2)
    mayors(BATCH, first=BATCH)
    two_batches = questions(statement, 3)

    assert Notification.objects.count() == 30 + BATCH + 2 * BATCH
    assert few == one_batch
    assert two_batches - one_batch == 13  # for 150 more people
    assert one_batch == 30


def test_g1_a_worker_that_dies_between_batches_leaves_nobody_out_and_tells_nobody_twice(statement):
    people = mayors(2 * BATCH + 10)
    announcement = reminder(statement)
    for times_told in (BATCH, 2 * BATCH):
        with stopped_at("portal_notification", time=2, by=OSError("the machine went down")):
            take_up(announcement)
        assert told() == times_told
        assert Job.objects.get(pk=announcement.job_id).state == JobState.QUEUED
    take_up(announcement)

    assert told() == len(people)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {p.pk for p in people}
    assert Job.objects.get(pk=announcement.job_id).state == JobState.DONE


def test_a_turn_that_is_over_gives_way_and_costs_no_attempt(statement, monkeypatch):
    monkeypatch.setattr(notifications, "TURN_SECONDS", 0)
    mayors(2 * BATCH + 10)
    announcement = reminder(statement)
    for times_told, state in (
        (BATCH, JobState.QUEUED),
        (2 * BATCH, JobState.QUEUED),
        (2 * BATCH + 10, JobState.DONE),
    ):
        take_up(announcement)
        assert told() == times_told
        job = Job.objects.get(pk=announcement.job_id)
        assert (job.state, job.attempts) == (state, 0 if state == JobState.QUEUED else 1)


def test_g8_taking_too_long_is_no_end_of_it_and_is_tried_again(statement):
    mayors(3)
    announcement = reminder(statement)
    with stopped_at("portal_notification", time=1, by=SoftTimeLimitExceeded()):
        take_up(announcement)
    job = Job.objects.get(pk=announcement.job_id)

    assert (job.state, job.attempts, told()) == (JobState.QUEUED, 1, 0)
    assert job.error == "Telling everybody took too long. Whoever is left will be told."
    take_up(announcement)
    assert told() == 3


def test_g8_a_worker_that_always_takes_too_long_ends_in_a_sentence(statement):
    mayors(1)
    announcement = reminder(statement)
    Job.objects.filter(pk=announcement.job_id).update(max_attempts=2)
    for _ in range(2):
        with stopped_at("portal_notification", time=1, by=SoftTimeLimitExceeded()):
            take_up(announcement)
    Job.objects.filter(pk=announcement.job_id).update(run_after=Now())
    sweep()
    job = Job.objects.get(pk=announcement.job_id)

    assert (job.state, told()) == (JobState.DEAD, 0)
    assert job.error == ("Not everybody could be told of this. Tell the staff of your association.")


def everybody(announcement: Announcement) -> list[Message]:
    return [
        Message(recipient=member, title="News", text="Read it.", url="/", why="you are here")
        for member in Member.objects.order_by("pk")
    ]


@pytest.fixture
def to_everybody() -> Iterator[str]:
    """A kind that would be told to all, whatever they may see."""
    kind = AnnouncementKind(
        name="everybody", tell=everybody, subjects=statement_titles, may_see=members_who_see
    )
    registry.add_announcement_kind(kind)
    yield kind.name
    del registry.announcement_kinds[kind.name]


def test_c9_who_may_not_see_it_gets_nothing_however_many_are_told(statement, to_everybody):
    people = mayors(BATCH + 20)
    for number, member in enumerate(people):
        if number % 10 == 0:
            Seat.objects.filter(member=member).update(until=Now())
        if number % 10 == 5:
            Member.objects.filter(pk=member.pk).update(is_active=False)
    SeatFactory(capacity=Capacity.OBSERVER)
    announcement = announce(to_everybody, subject_id=statement.pk, key="everybody:1")
    send_announcement(claim(announcement.job_id))

    assert set(Notification.objects.values_list("recipient", flat=True)) == {
        member.pk for number, member in enumerate(people) if number % 5 != 0
    }


def test_of_what_does_not_exist_nobody_is_told(to_everybody):
    mayors(3)
    send_announcement(claim(announce(to_everybody, subject_id=1, key="everybody:1").job_id))

    assert told() == 0


def test_the_staff_of_many_principals_get_their_copy_once(statement):
    people = mayors(20)
    for member in people:
        SeatFactory(organization=member.seats.get().organization, capacity=Capacity.STAFF)
    send_announcement(claim(reminder(statement).job_id))

    copies = Notification.objects.exclude(copied_for=None)
    assert told() == 40
    assert set(copies.values_list("copied_for", flat=True)) == {member.pk for member in people}


def test_a_principal_who_wants_no_copies_sent_is_told_alone(statement):
    people = mayors(2)
    for member in people:
        SeatFactory(organization=member.seats.get().organization, capacity=Capacity.STAFF)
    MailSettings.objects.create(member=people[0], copies_to_staff=False)
    send_announcement(claim(reminder(statement).job_id))

    copied = Notification.objects.exclude(copied_for=None).values_list("copied_for", flat=True)
    assert told() == 3
    assert list(copied) == [people[1].pk]
