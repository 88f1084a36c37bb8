"""Asking for the PDF of a proposal's topics as they stand."""

from portal.models import Export, Member
from portal.operations.exports import request_export
from portal.pdf.versions import template_version
from portal.vocabulary.audiences import Audience
from roundtable.documents.inputs import agenda_filename, document_title, proposal_snapshot
from roundtable.models import Proposal
from roundtable.queries.agendas import tree_of

AGENDA_PDF = "agenda-pdf"


def request_agenda_pdf(*, proposal: Proposal, actor: Member) -> Export:
    """The whole tree for the working group, whoever asks: closed issues in their closed form."""
    content = proposal_snapshot(proposal, tree_of(proposal.pk))
    return request_export(
        kind=AGENDA_PDF,
        subject_id=proposal.pk,
        audience=Audience.WORKING_GROUP,
        title=document_title(content),
        filename=agenda_filename(content),
        content=content,
        renderer=template_version(),
        actor=actor,
    )
