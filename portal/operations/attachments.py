"""Adding a private file: read, screened, stored under a random name, recorded."""

from django.db import models, transaction

from portal.audit import record
from portal.documents import discard_file, store_file
from portal.intake.files import IncomingFile, read_file
from portal.models import Attachment, Member
from portal.operations.screening import ScreeningStop, check_screened, release_stop
from portal.vocabulary.audit import Verb

FOLDER = "attachments"


@transaction.atomic
def add_attachment(
    *, data: bytes, name: str, actor: Member, holder: models.Model, release_reason: str = ""
) -> Attachment:
    """Keeps a file that is about to hang on `holder`; the caller has asked who may.

    Raises Refusal for a kind that is not taken, and ScreeningStop (keys `file`, `name`) for what
    is never stored; with a `release_reason` staff let exactly that pass. Words of PDFs and
    pictures cannot be read and are not screened: the public-record line stands beside the field.
    """
    incoming = read_file(data, name=name)
    _screen(incoming, actor=actor, release_reason=release_reason)
    attachment = _store(incoming, actor)
    record(
        Verb.ATTACHMENT_ADDED,
        actor=actor,
        subject=holder,
        after={
            "attachment": str(attachment.pk),
            "name": attachment.name,
            "sha256": attachment.sha256,
            "size": attachment.size,
        },
    )
    return attachment


def _screen(incoming: IncomingFile, *, actor: Member, release_reason: str) -> None:
    try:
        check_screened(texts={"file": incoming.text, "name": incoming.name})
    except ScreeningStop as stop:
        if not release_reason.strip():
            raise
        release_stop(stop=stop, reason=release_reason, actor=actor)


def _store(incoming: IncomingFile, actor: Member) -> Attachment:
    """The file first, then its row; a file whose row fails does not stay."""
    stored = store_file(incoming.data, folder=FOLDER, suffix=".bin")
    try:
        with transaction.atomic():
            return Attachment.objects.create(
                name=incoming.name,
                path=stored.path,
                content_type=incoming.kind.content_type,
                size=stored.size,
                sha256=stored.sha256,
                uploaded_by=actor,
            )
    except BaseException:
        discard_file(stored.path)
        raise
