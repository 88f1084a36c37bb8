"""Asking for a document, making it, trying again, handing it out."""

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from portal.audit import record
from portal.documents import StoredFile, discard_file, store_file
from portal.jobs import Claim, enqueue, finish, retry
from portal.models import Export, Job, Member
from portal.queries.exports import is_still_wanted
from portal.registry import registry
from portal.vocabulary.audit import Verb
from portal.vocabulary.jobs import JobState
from portal.vocabulary.refusals import Refusal

EXPORT_JOB = "export"
WITHHELD = "This document shows something that was closed meanwhile. Make a new one."
NOBODY_LEFT = "Whoever asked for this document may not see it any more. Ask for it yourself."


@transaction.atomic
def request_export(
    *,
    kind: str,
    subject_id: int,
    audience: str,
    title: str,
    filename: str,
    content: Mapping[str, Any],
    renderer: str,
    actor: Member,
) -> Export:
    """The document made of exactly this content, new or already there.

    `content` is all that the worker may use, already cut to `audience`; `renderer` names the
    version of the templates, so that a new one renders anew. A failed document is tried again.
    """
    digest = input_digest(content, renderer=renderer)
    export = Export.objects.filter(kind=kind, audience=audience, input_digest=digest).first()
    if export is None:
        export, _ = Export.objects.get_or_create(
            kind=kind,
            audience=audience,
            input_digest=digest,
            defaults={
                "job": partial(enqueue, EXPORT_JOB),  # type: ignore[misc]  # called on creation
                "subject_id": subject_id,
                "title": title[:300],
                "filename": filename,
                "input": dict(content),
                "requested_by": actor,
            },
        )
    else:
        retry(export.job)
    record(Verb.EXPORT_REQUESTED, actor=actor, subject=export, after={"digest": digest})
    return export


def input_digest(content: Mapping[str, Any], *, renderer: str) -> str:
    """SHA-256 (hex) of the content in canonical JSON and the renderer's version."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{renderer}\n{canonical}".encode()).hexdigest()


def make_export(claim: Claim) -> None:
    """Renders the claimed job's document from its frozen input and keeps the file.

    Refusal when it shows something that was closed to its audience since it was asked for, or when
    nobody who asked for it may see its subject now.
    """
    export = Export.objects.get(job_id=claim.job_id)
    if export.is_ready:
        finish(claim)
        return
    exporter = registry.exporters[export.kind]
    if exporter.is_withheld(export):
        raise Refusal(WITHHELD)
    if exporter.is_for_whoever_asked and not is_still_wanted(export):
        raise Refusal(NOBODY_LEFT)
    render = import_string(exporter.render)
    data = render(export.input, progress=claim.report)
    claim.report(95, "Storing the file")
    stored = store_file(data, folder="exports", suffix=".pdf")
    if not _keep(claim, export, stored):
        discard_file(stored.path)


def _keep(claim: Claim, export: Export, stored: StoredFile) -> bool:
    """Only the worker that still holds the job adds its file; a late one is turned away."""
    with transaction.atomic():
        if not finish(claim):
            return False
        Export.objects.filter(pk=export.pk, ready_at__isnull=True).update(
            path=stored.path, sha256=stored.sha256, size=stored.size, ready_at=Now()
        )
    return True


@transaction.atomic
def retry_export(*, export: Export, actor: Member) -> None:
    """Tries a failed document again, for whoever asks now."""
    retry(Job.objects.select_for_update().get(pk=export.job_id))
    record(
        Verb.EXPORT_REQUESTED, actor=actor, subject=export, after={"digest": export.input_digest}
    )


@transaction.atomic
def record_download(*, export: Export, actor: Member) -> None:
    """Notes who took the file."""
    record(Verb.EXPORT_DOWNLOADED, actor=actor, subject=export, after={"sha256": export.sha256})


def is_under_way(job: Job) -> bool:
    """Whether waiting makes sense."""
    return job.state in {JobState.QUEUED, JobState.RUNNING}
