"""Words for where a statement stands."""

from django.db.models import TextChoices


class StatementState(TextChoices):
    """States of a statement's life. Clearance is not a state; what waits is derived."""

    DRAFTING = "drafting", "Draft"
    MARKUP = "markup", "Markup"
    FROZEN = "frozen", "Frozen"
    SIGN_ON = "sign_on", "Signing"
    SCHEDULED = "scheduled", "Ready"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ABANDONED = "abandoned", "Abandoned"


class DocumentType(TextChoices):
    """What kind of document the text is."""

    STATEMENT = "statement", "Joint statement"
    RELEASE = "release", "Press release"
    RESOLUTION = "resolution", "Resolution"
    LETTER = "letter", "Letter"


TONES = {
    StatementState.DRAFTING: "neutral",
    StatementState.MARKUP: "active",
    StatementState.FROZEN: "active",
    StatementState.SIGN_ON: "wait",
    StatementState.SCHEDULED: "active",
    StatementState.PUBLISHED: "good",
    StatementState.WITHDRAWN: "stop",
    StatementState.ABANDONED: "stop",
}
"""Colour of each state's tag."""
