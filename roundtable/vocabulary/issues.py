"""Words for where an issue stands and whom it waits on."""

from django.db.models import TextChoices


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
