"""What the shared ground stores."""

from portal.models.audit import AuditEvent
from portal.models.jobs import Export, Job, OutgoingMail
from portal.models.members import Invitation, Mandate, Member, Seat
from portal.models.organizations import Membership, Organization

__all__ = [
    "AuditEvent",
    "Export",
    "Invitation",
    "Job",
    "Mandate",
    "Member",
    "Membership",
    "Organization",
    "OutgoingMail",
    "Seat",
]
