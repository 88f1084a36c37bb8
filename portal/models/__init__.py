"""What the shared ground stores."""

from portal.models.attachments import Attachment, ScreeningRelease
from portal.models.audit import AuditEvent
from portal.models.jobs import Export, Job, OutgoingMail
from portal.models.members import Invitation, Mandate, Member, Seat
from portal.models.notices import Announcement, Notification
from portal.models.organizations import Membership, Organization

__all__ = [
    "Announcement",
    "Attachment",
    "AuditEvent",
    "Export",
    "Invitation",
    "Job",
    "Mandate",
    "Member",
    "Membership",
    "Notification",
    "Organization",
    "OutgoingMail",
    "ScreeningRelease",
    "Seat",
]
