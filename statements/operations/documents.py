"""Asking for a statement's PDF."""

from portal.models import Export, Member
from portal.operations.exports import request_export
from portal.pdf.versions import template_version
from statements.documents.inputs import statement_filename, statement_input
from statements.queries.statements import CurrentText

STATEMENT_PDF = "statement-pdf"
AUDIENCE = "drafters"


def request_statement_pdf(*, current: CurrentText, actor: Member) -> Export:
    """The PDF of exactly this text; the same text is never rendered twice."""
    statement = current.statement
    content = statement_input(statement, current.revision, current.blocks, statement.letterhead)
    return request_export(
        kind=STATEMENT_PDF,
        subject_id=statement.pk,
        audience=AUDIENCE,
        title=statement.title,
        filename=statement_filename(content),
        content=content,
        renderer=template_version(),
        actor=actor,
    )
