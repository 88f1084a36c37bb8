"""A document is made once of the same input, by whoever holds the job."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.db.utils import IntegrityError

from portal.jobs import bury, claim
from portal.models import Export, Job, Member
from portal.operations.exports import NOBODY_LEFT, make_export, request_export, retry_export
from portal.registry import Exporter, registry
from portal.tasks import run_job
from portal.vocabulary.jobs import JobState

pytestmark = pytest.mark.django_db


def plain_file(content, *, progress) -> bytes:
    return str(content["text"]).encode()


@pytest.fixture(autouse=True)
def plain_exporter():
    """A kind of document whose file is its own input."""
    registry.add_exporter(
        Exporter(
            kind="plain",
            may_see=lambda member, subject: True,
            render="tests.portal.operations.test_exports.plain_file",
            subject_url=lambda subject: "/",
            back_label="Back",
        )
    )
    yield
    del registry.exporters["plain"]


def requested(mayor: Member, *, text: str = "One", renderer: str = "1") -> Export:
    return request_export(
        kind="plain",
        subject_id=1,
        audience="working group",
        title="A document",
        filename="document.pdf",
        content={"text": text},
        renderer=renderer,
        actor=mayor,
    )


def test_the_same_input_is_the_same_document(mayor):
    assert requested(mayor) == requested(mayor)
    assert Job.objects.count() == 1


def test_another_input_or_another_template_is_another_document(mayor):
    documents = {
        requested(mayor).pk,
        requested(mayor, text="Two").pk,
        requested(mayor, renderer="2").pk,
    }

    assert len(documents) == 3


def test_a_made_document_has_its_file(mayor, files):
    export = requested(mayor)
    make_export(claim(export.job_id))

    export.refresh_from_db()
    assert (files / export.path).read_bytes() == b"One"
    assert (export.size, export.job.state) == (3, JobState.DONE)


@pytest.mark.trust("X9")
def test_a_late_worker_leaves_no_file_and_no_trace(mayor, files):
    export = requested(mayor)
    late = claim(export.job_id)
    Job.objects.update(lease_until=Now() - timedelta(seconds=1))
    make_export(claim(export.job_id))
    make_export(late)

    assert len(list(files.rglob("*.pdf"))) == 1


def test_a_worker_whose_lease_ran_out_meanwhile_throws_its_file_away(mayor, files):
    export = requested(mayor)
    late = claim(export.job_id)
    Job.objects.update(lease_until=Now() - timedelta(seconds=1))
    taken_over = claim(export.job_id)
    make_export(late)

    export.refresh_from_db()
    assert (export.is_ready, list(files.rglob("*.pdf"))) == (False, [])
    make_export(taken_over)
    export.refresh_from_db()
    assert export.is_ready is True


def test_asking_again_for_a_failed_document_tries_it_again(mayor):
    export = requested(mayor)
    bury(claim(export.job_id), "It failed.")
    requested(mayor)

    export.job.refresh_from_db()
    assert (export.job.state, export.job.error) == (JobState.QUEUED, "")


def test_a_failed_document_can_be_tried_again(mayor):
    export = requested(mayor)
    bury(claim(export.job_id), "It failed.")
    retry_export(export=export, actor=mayor)

    assert claim(export.job_id).attempt == 1


@pytest.fixture
def kept_from(mayor, monkeypatch) -> Callable[..., None]:
    """Of these members the subject is hidden from now on."""

    def keep_from(*members: Member) -> None:
        hidden = {member.pk for member in members}
        shown = replace(registry.exporters["plain"], may_see=lambda m, _: m.pk not in hidden)
        monkeypatch.setitem(registry.exporters, "plain", shown)

    return keep_from


def made(export: Export) -> tuple[str, str]:
    run_job(export.job_id)
    job = Job.objects.get(pk=export.job_id)
    return job.state, job.error


@pytest.mark.trust("C14", "A10")
def test_it_is_not_made_for_somebody_who_may_not_see_it_any_more(mayor, kept_from):
    export = requested(mayor)
    kept_from(mayor)

    assert made(export) == (JobState.DEAD, NOBODY_LEFT)
    assert Export.objects.get().is_ready is False


@pytest.mark.trust("C14", "A10")
def test_it_is_not_made_for_somebody_who_was_suspended(mayor):
    export = requested(mayor)
    Member.objects.filter(pk=mayor.pk).update(is_active=False)

    assert made(export) == (JobState.DEAD, NOBODY_LEFT)


@pytest.mark.trust("C14")
def test_it_is_made_while_anybody_who_asked_may_see_it(mayor, chief, kept_from):
    export = requested(mayor)
    requested(chief)
    kept_from(mayor)

    assert made(export) == (JobState.DONE, "")


@pytest.mark.trust("C14")
def test_who_tries_it_again_asked_for_it(mayor, chief, kept_from):
    export = requested(mayor)
    kept_from(mayor)
    run_job(export.job_id)
    retry_export(export=export, actor=chief)

    assert made(export) == (JobState.DONE, "")


@pytest.mark.trust("C14")
def test_what_is_published_is_made_whoever_published_it(mayor, kept_from, monkeypatch):
    export = requested(mayor)
    kept_from(mayor)
    published = replace(registry.exporters["plain"], is_for_whoever_asked=False)
    monkeypatch.setitem(registry.exporters, "plain", published)

    assert made(export) == (JobState.DONE, "")


@pytest.mark.parametrize(
    "change", [{"sha256": "0" * 64}, {"path": "other.pdf"}, {"input": {"text": "Other"}}]
)
@pytest.mark.trust("X9")
def test_the_database_keeps_a_finished_document_from_changing(mayor, change):
    export = requested(mayor)
    make_export(claim(export.job_id))

    with pytest.raises(IntegrityError, match="never change"):
        Export.objects.filter(pk=export.pk).update(**change)
