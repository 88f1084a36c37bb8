"""Laying a private file beside a statement."""

from django.core.files import File
from django.db import transaction

from portal.models import Attachment, Member
from portal.operations.attachments import add_attachment
from portal.vocabulary.attachments import LARGEST, LARGEST_IN_WORDS
from portal.vocabulary.refusals import Refusal
from statements.models import Statement

MOST_FILES = 50


@transaction.atomic
def attach_to_statement(
    *, statement_id: int, file: "File[bytes]", actor: Member, release_reason: str = ""
) -> Attachment:
    """Adds a file for those who work on the statement; who drafts or edits it may.

    Raises Refusal and, for what is never stored, ScreeningStop; nothing is kept then.
    """
    statement = Statement.objects.select_for_update().get(pk=statement_id)
    if not actor.has_perm("statements.draft", statement):
        raise Refusal("Files are added by those who draft the statement. Ask them to add yours.")
    if statement.attachments.count() >= MOST_FILES:
        raise Refusal(f"A statement has at most {MOST_FILES} files. Put several into one.")
    attachment = add_attachment(
        data=_bytes(file),
        name=file.name or "",
        actor=actor,
        holder=statement,
        release_reason=release_reason,
    )
    statement.attachments.add(attachment)
    return attachment


def _bytes(file: "File[bytes]") -> bytes:
    if file.size > LARGEST:
        raise Refusal(f"This file is larger than {LARGEST_IN_WORDS}. Make it smaller or split it.")
    data: bytes = file.read()
    return data
