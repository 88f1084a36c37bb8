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
    AGENDA_IMPORTED = "agenda_imported", "imported an agenda"
    EXPORT_REQUESTED = "export_requested", "asked for a document"
    EXPORT_DOWNLOADED = "export_downloaded", "downloaded a document"
