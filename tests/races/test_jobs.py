"""Two at the same moment: one wins, and nothing is done twice."""

import time
from datetime import datetime

import pytest
from django.db import connection

from portal.jobs import Claim, claim, enqueue, held
from portal.models import Export, Job, Seat
from portal.operations.exports import request_export
from portal.operations.mail import MAIL_JOB
from portal.operations.members import accept_invitation, invite_member
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.importing import Origin, import_agenda
from tests.factories import MemberFactory, OrganizationFactory
from tests.portal.samples import OUTLINE
from tests.races.conftest import ROUNDS

pytestmark = pytest.mark.usefixtures("cloned_database")


def test_two_workers_claim_one_job(at_once):
    for _ in range(ROUNDS):
        job = enqueue(MAIL_JOB)
        results = at_once(lambda: claim(job.pk), lambda: claim(job.pk))  # noqa: B023 - run at once

        assert [type(result) for result in results if result is not None] == [Claim]


@pytest.mark.trust("G7")
def test_two_requests_for_the_same_document_make_one(at_once):
    member = MemberFactory()

    def ask(number: int) -> Export:
        return request_export(
            kind="agenda-pdf",
            subject_id=1,
            audience="working group",
            title="Agenda",
            filename="agenda.pdf",
            content={"number": number},
            renderer="1",
            actor=member,
        )

    for number in range(ROUNDS):
        first, second = at_once(lambda: ask(number), lambda: ask(number))  # noqa: B023 - run at once
        assert first == second
    assert (Export.objects.count(), Job.objects.count()) == (ROUNDS, ROUNDS)


@pytest.mark.trust("A11")
def test_an_invitation_taken_up_twice_at_once_gives_one_seat(at_once):
    city = OrganizationFactory()

    def accept(token: str) -> object:
        return accept_invitation(token=token, name="Ana", password="", signed_in=None)

    for number in range(ROUNDS):
        link = invite_member(
            email=f"new{number}@city.example",
            organization=city,
            capacity="staff",
            title="Aide",
            site_url="",
            actor=None,
        )
        token = link.split("/")[2]
        results = at_once(lambda: accept(token), lambda: accept(token))  # noqa: B023 - run at once
        assert [type(result) for result in results if isinstance(result, Exception)] == [Refusal]
    assert Seat.objects.count() == ROUNDS


def test_outlines_imported_at_once_get_references_of_their_own(at_once):
    origin = Origin(file_name="outline.txt", issuer=None, counterpart=None, actor=None)

    def read() -> str:
        return import_agenda(text=OUTLINE, origin=origin).ref

    for _ in range(5):
        results = at_once(read, read, read)
        assert [result for result in results if isinstance(result, Exception)] == []
    assert Issue.objects.count() == 15 * 4


def test_a_lease_is_renewed_on_after_the_database_was_away(settings):
    settings.JOB_LEASE_SECONDS = 1
    claimed = claim(enqueue(MAIL_JOB).pk)
    with held(claimed):
        first = renewed_after(claimed, None)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert cursor.rowcount == 1
        second = renewed_after(claimed, first)

    assert second > first


def renewed_after(claimed: Claim, before: datetime | None) -> datetime:
    """The end of the lease once it is another one; fails after ten seconds."""
    before = before or Job.objects.get(pk=claimed.job_id).lease_until
    end = time.monotonic() + 10
    while time.monotonic() < end:
        lease = Job.objects.get(pk=claimed.job_id).lease_until
        if lease != before:
            return lease
        time.sleep(0.02)
    pytest.fail("the lease was not renewed")
