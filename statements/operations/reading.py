"""Who read a text that is not out."""

from portal.models import Export, Member
from portal.operations.reading_log import note_read
from statements.models import Publication, Statement


def note_text_read(*, reader: Member, statement: Statement, version: str) -> None:
    """Notes that somebody opens a version, unless the statement is known to be out."""
    if not getattr(statement, "is_out", False):
        note_read(reader=reader, subject=statement, version=f"version {version}")


def note_pdf_taken(reader: Member, export: Export) -> None:
    """The same of a file."""
    if Publication.objects.visible().filter(statement=export.subject_id).exists():
        return
    statement = Statement.objects.get(pk=export.subject_id)
    note_read(reader=reader, subject=statement, version=f"PDF of version {export.input['version']}")
