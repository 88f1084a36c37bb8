"""Nobody who writes an entry waits for the sealer, and sealers do not meet."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections, transaction

from portal.audit import record
from portal.models import AuditEvent, AuditLink, Member
from portal.operations.sealing import seal, seal_batch
from portal.queries.chain import count_unsealed, verified
from portal.vocabulary.audit import Verb
from tests.factories import MemberFactory
from tests.portal.roster_data import run

WRITERS = 10
ENTRIES = 30
LINES = 1_500


@pytest.fixture
def member(cloned_database) -> Member:
    return MemberFactory()


def hasty() -> None:
    """This connection waits a second for a lock and a second for an answer, and not more."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1s'")
        cursor.execute("SET statement_timeout = '1s'")


def writer(member: Member) -> Callable[[], int]:
    def write() -> int:
        hasty()
        for _ in range(ENTRIES):
            with transaction.atomic():
                record(Verb.SIGNED_IN, actor=member, subject=member)
        return ENTRIES

    return write


def import_lines() -> int:
    """A roster in one transaction, with an entry for each line and one for itself."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1s'")
    lines = [f"City of Town {number},city,Town {number},OH" for number in range(LINES)]
    return len(run("\n".join(["name,kind,city,state", *lines])).added) + 1


@pytest.fixture
def stop_sealing(cloned_database) -> Iterator[Callable[[], None]]:
    """A sealer that never rests until it is told to stop."""
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            seal(batch=50)
        connections.close_all()

    thread = threading.Thread(target=work)

    def stop() -> None:
        done.set()
        thread.join()

    thread.start()
    yield stop
    stop()


def test_ten_writers_and_an_import_do_not_wait_for_the_sealer(member, at_once, stop_sealing):
    written = at_once(*[writer(member)] * WRITERS, import_lines)
    stop_sealing()
    seal(everywhere=True)

    assert written == [ENTRIES] * WRITERS + [LINES + 1]
    assert (AuditLink.objects.count(), count_unsealed()) == (sum(written), 0)
    assert verified({}).fault == ""


def test_what_is_committed_late_with_a_smaller_number_comes_later_and_the_chain_is_whole(member):
    begun, seen = threading.Event(), threading.Event()
    numbers: list[int] = []

    def late() -> None:
        with transaction.atomic():
            numbers.append(record(Verb.SIGNED_IN, actor=member, subject=member).pk)
            begun.set()
            seen.wait(10)
        connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    begun.wait(10)
    early = record(Verb.SIGNED_OUT, actor=member, subject=member).pk
    assert seal() == 1
    seen.set()
    thread.join()
    assert seal() == 1

    assert numbers[0] < early
    assert [*AuditLink.objects.values_list("event", flat=True)] == [early, *numbers]
    assert verified({}).fault == ""


def test_a_second_sealer_goes_home(member, at_once):
    record(Verb.SIGNED_IN, actor=member, subject=member)
    held, done = threading.Event(), threading.Event()

    def first() -> int:
        with transaction.atomic():
            sealed = seal_batch()
            held.set()
            done.wait(10)
        return sealed

    def second() -> int:
        held.wait(10)
        hasty()
        try:
            return seal()
        finally:
            done.set()

    assert at_once(first, second) == [1, 0]
    assert AuditLink.objects.count() == AuditEvent.objects.count() == 1
