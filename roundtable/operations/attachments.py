"""Adding a file to an issue."""

from django.core.files import File
from django.db import transaction

from portal.models import Attachment, Member
from portal.operations.attachments import add_attachment
from portal.vocabulary.attachments import LARGEST, LARGEST_IN_WORDS
from portal.vocabulary.refusals import Refusal
from roundtable.operations.issues import changeable

MOST_FILES = 50


@transaction.atomic
def attach_to_issue(
    *, issue_id: int, file: "File[bytes]", actor: Member, release_reason: str = ""
) -> Attachment:
    """Adds a file for those who may see the issue; who works on it may.

    Raises Refusal and, for what is never stored, ScreeningStop; nothing is kept then.
    """
    issue = changeable(issue_id=issue_id, permission="roundtable.edit", actor=actor)
    if issue.attachments.count() >= MOST_FILES:
        raise Refusal(f"An issue has at most {MOST_FILES} files. Put several into one.")
    if file.size > LARGEST:
        raise Refusal(f"This file is larger than {LARGEST_IN_WORDS}. Make it smaller or split it.")
    attachment = add_attachment(
        data=file.read(),
        name=file.name or "",
        actor=actor,
        holder=issue,
        release_reason=release_reason,
    )
    issue.attachments.add(attachment)
    return attachment
