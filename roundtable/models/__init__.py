"""What the roundtable stores."""

from roundtable.models.agendas import AgendaPublication, Rendition
from roundtable.models.issues import Issue, IssueThread, Proposal
from roundtable.models.meetings import AgendaSlot, Attendee, Meeting

__all__ = [
    "AgendaPublication",
    "AgendaSlot",
    "Attendee",
    "Issue",
    "IssueThread",
    "Meeting",
    "Proposal",
    "Rendition",
]
