"""The closed list of things that are recorded."""

from django.db.models import TextChoices


class Verb(TextChoices):
    """What somebody did. A verb is never renamed: old entries keep it."""

    MEMBER_INVITED = "member_invited", "invited a member"
    INVITATION_ACCEPTED = "invitation_accepted", "accepted an invitation"
    SIGNED_IN = "signed_in", "signed in"
    SIGN_IN_FAILED = "sign_in_failed", "failed to sign in"
    SIGNED_OUT = "signed_out", "signed out"
    STATEMENT_IMPORTED = "statement_imported", "imported a statement"
    STATEMENT_REVISED = "statement_revised", "saved a new version"
    STATEMENT_HANDED_OVER = "statement_handed_over", "sent the draft to staff"
    STATEMENT_STEPPED = "statement_stepped", "moved the statement on"
    STATEMENT_CLEARED = "statement_cleared", "cleared the text for release"
    STATEMENT_SIGNED = "statement_signed", "co-signed"
    SIGNATURE_RECONFIRMED = "signature_reconfirmed", "reconfirmed a signature"
    SIGNATURE_ENDED = "signature_ended", "ended a signature"
    STATEMENT_ANSWERED = "statement_answered", "answered without signing"
    REMINDER_SENT = "reminder_sent", "reminded those who had not answered"
    PUBLICATION_SCHEDULED = "publication_scheduled", "scheduled the release"
    PUBLICATION_UNDONE = "publication_undone", "took the release back"
    PUBLICATION_HELD = "publication_held", "held the release"
    PUBLICATION_WITHDRAWN = "publication_withdrawn", "withdrew the statement"
    SCREENING_RELEASED = "screening_released", "released a passage from screening"
    ATTACHMENT_ADDED = "attachment_added", "added a file"
    AGENDA_IMPORTED = "agenda_imported", "imported an agenda"
    EXPORT_REQUESTED = "export_requested", "asked for a document"
    EXPORT_DOWNLOADED = "export_downloaded", "downloaded a document"
