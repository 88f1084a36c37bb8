"""Private files that a member may have now."""

from uuid import UUID

from portal.models import Attachment, Member
from portal.registry import registry


def visible_attachment(member: Member, attachment_id: UUID) -> Attachment | None:
    """The file if the member may see, at this moment, something that it hangs on."""
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is None or not may_see_attachment(member, attachment):
        return None
    return attachment


def may_see_attachment(member: Member, attachment: Attachment) -> bool:
    return any(holds(member, attachment) for holds in registry.attachment_holders)
