"""Files of statements: for those who work on the statement, never with its publication."""

from django.db.models import QuerySet

from portal.models import Attachment, Member
from statements.models import Statement
from statements.queries.receipts import signatures_open_to
from statements.queries.statements import may_work_on, statements_worked_on_by


def holds_attachment(member: Member, attachment: Attachment) -> bool:
    """Whether the file hangs on a statement that the member works on, or is the letter behind a
    signature whose receipt the member may read.
    """
    works_on_it = statements_worked_on_by(member).filter(attachments=attachment).exists()
    return works_on_it or signatures_open_to(member).filter(letter=attachment).exists()


def files_of(statement: Statement, member: Member) -> QuerySet[Attachment] | None:
    """The statement's files, oldest first, or None for whom there is no such section."""
    if not may_work_on(member, statement.pk):
        return None
    return statement.attachments.select_related("uploaded_by").order_by("uploaded_at", "name")
