"""Building the files of a release, in the background, before its instant."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from portal.documents import StoredFile, discard_file, store_file
from portal.jobs import Claim, finish
from statements.documents.publication import release_json, release_text
from statements.models import Publication, PublicationFile
from statements.vocabulary.signing import FileFormat

FOLDER = "publications"
# By name: only workers load the engine.
PRINTER = "statements.documents.printing.render_statement"


def make_publication(claim: Claim) -> None:
    """Builds every file of the claimed job's release from its snapshot, and keeps them."""
    publication = Publication.objects.get(job_id=claim.job_id)
    if publication.built_at is not None or publication.undone_at is not None:
        finish(claim)
        return
    stored = _stored(publication, claim)
    if not _keep(claim, publication, stored):
        for file in stored.values():
            discard_file(file.path)


def _stored(publication: Publication, claim: Claim) -> dict[FileFormat, StoredFile]:
    snapshot = publication.snapshot
    made = {
        FileFormat.TEXT: release_text(snapshot),
        FileFormat.JSON: release_json(snapshot),
        FileFormat.PDF: import_string(PRINTER)(snapshot, progress=claim.report),
    }
    claim.report(95, "Storing the files")
    return {
        kind: store_file(data, folder=FOLDER, suffix=f".{kind.value}")
        for kind, data in made.items()
    }


def _keep(claim: Claim, publication: Publication, stored: dict[FileFormat, StoredFile]) -> bool:
    """Only the worker that still holds the job adds its files; a late one is turned away."""
    with transaction.atomic():
        if not finish(claim):
            return False
        current = Publication.objects.select_for_update().get(pk=publication.pk)
        if current.built_at is not None or current.undone_at is not None:
            return False
        PublicationFile.objects.bulk_create(
            PublicationFile(
                publication=current,
                format=kind,
                path=file.path,
                sha256=file.sha256,
                size=file.size,
            )
            for kind, file in stored.items()
        )
        Publication.objects.filter(pk=current.pk).update(built_at=Now())
    return True
