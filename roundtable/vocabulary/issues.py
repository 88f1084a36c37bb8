"""Words for where an issue stands and whom it waits on."""

from django.db.models import IntegerChoices, TextChoices


class IssueState(TextChoices):
    """States of an issue's life."""

    PROPOSED = "proposed", "Proposed"
    PREPARING = "preparing", "Preparing"
    READY = "ready", "Ready"
    WITH_COUNTERPART = "with_counterpart", "With counterpart"
    ANSWERED = "answered", "Answered"
    IN_FORCE = "in_force", "In force"
    RESOLVED = "resolved", "Resolved"
    DEFERRED = "deferred", "Deferred"
    DORMANT = "dormant", "Dormant"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CLOSED_WITHOUT_AGREEMENT = "closed_without_agreement", "Closed without agreement"


OPEN_STATES = frozenset(
    {
        IssueState.PROPOSED,
        IssueState.PREPARING,
        IssueState.READY,
        IssueState.WITH_COUNTERPART,
        IssueState.ANSWERED,
        IssueState.IN_FORCE,
    }
)


FINAL_STATES = frozenset(
    {IssueState.RESOLVED, IssueState.WITHDRAWN, IssueState.CLOSED_WITHOUT_AGREEMENT}
)
"""Where an issue ends. Deferred and dormant ones may be taken up again at any time."""


class Priority(IntegerChoices):
    """How urgent; lists sort by it, most urgent first."""

    HIGH = 1, "High"
    NORMAL = 2, "Normal"
    LOW = 3, "Low"


MOST_TALKING_POINTS = 6
LONGEST_TALKING_POINT = 300
LONGEST_NOTE = 500
LONGEST_UPDATE = 2000


class WaitingOn(TextChoices):
    """Who moves next."""

    NOBODY = "nobody", "Nobody"
    OWNER = "owner", "The owner"
    MEMBER = "member", "A member"
    STAFF = "staff", "Association staff"
    FEDERAL_BODY = "federal_body", "A federal body"
    COURT = "court", "A court"


TONES = {
    IssueState.PROPOSED: "neutral",
    IssueState.PREPARING: "active",
    IssueState.READY: "active",
    IssueState.WITH_COUNTERPART: "wait",
    IssueState.ANSWERED: "active",
    IssueState.IN_FORCE: "good",
    IssueState.RESOLVED: "good",
    IssueState.DEFERRED: "neutral",
    IssueState.DORMANT: "neutral",
    IssueState.WITHDRAWN: "stop",
    IssueState.CLOSED_WITHOUT_AGREEMENT: "stop",
}
"""Colour of each state's tag."""
FIELD_NAMES = {
    "title": "title",
    "priority": "priority",
    "counterpart": "counterpart",
    "minutes": "time",
    "presenter": "presenter",
    "background": "background",
    "talking_points": "talking points",
}
"""What the texts of an issue are called on the page."""
