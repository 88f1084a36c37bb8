"""Asking for an agenda's PDF."""

from portal.models import Export, Member
from portal.operations.exports import request_export
from portal.pdf.versions import template_version
from roundtable.documents.inputs import agenda_filename, agenda_input
from roundtable.models import Issue, Proposal

AGENDA_PDF = "agenda-pdf"
AUDIENCE = "working group"


def request_agenda_pdf(*, proposal: Proposal, nodes: list[Issue], actor: Member) -> Export:
    """The agenda of exactly these issues as they stand; the same is never rendered twice."""
    content = agenda_input(proposal, nodes)
    return request_export(
        kind=AGENDA_PDF,
        subject_id=proposal.pk,
        audience=AUDIENCE,
        title=f"Agenda: {proposal.title}",
        filename=agenda_filename(content),
        content=content,
        renderer=template_version(),
        actor=actor,
    )
