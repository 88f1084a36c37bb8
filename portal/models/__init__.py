"""What the shared ground stores."""

from portal.models.about import AboutText
from portal.models.attachments import Attachment, ScreeningRelease
from portal.models.audit import AuditEvent, AuditLink, ReadEvent
from portal.models.authority import Mandate, SigningRule
from portal.models.following import Digest, MailSettings, Subscription
from portal.models.jobs import Export, Job, OutgoingMail
from portal.models.members import Invitation, Member, Seat
from portal.models.notices import Announcement, Notification
from portal.models.organizations import Membership, Organization
from portal.models.recovery import Recovery
from portal.models.threads import Comment, CommentVersion, ComposerDraft, Thread, ThreadRead

__all__ = [
    "AboutText",
    "Announcement",
    "Attachment",
    "AuditEvent",
    "AuditLink",
    "Comment",
    "CommentVersion",
    "ComposerDraft",
    "Digest",
    "Export",
    "Invitation",
    "Job",
    "MailSettings",
    "Mandate",
    "Member",
    "Membership",
    "Notification",
    "Organization",
    "OutgoingMail",
    "ReadEvent",
    "Recovery",
    "ScreeningRelease",
    "Seat",
    "SigningRule",
    "Subscription",
    "Thread",
    "ThreadRead",
]
