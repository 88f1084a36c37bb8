"""Words of the board's address and its two charts."""

from django.db.models import TextChoices

from roundtable.vocabulary.issues import IssueState

OPEN, ALL = "open", "all"
"""Beside the states themselves: every open issue (what the board begins with), and every issue."""
ME, NOBODY, ENDED = "me", "none", "ended"
"""As owners: oneself, nobody yet, and those whose seat has ended."""


class Grouping(TextChoices):
    """How the board is divided."""

    TREE = "tree", "Topic"
    STATUS = "status", "Status"
    OWNER = "owner", "Owner"
    COUNTERPART = "counterpart", "Counterpart"


class Order(TextChoices):
    """In which order rows stand."""

    TREE = "tree", "As in the outline"
    WAITING = "waiting", "Waiting longest first"
    ACTIVITY = "activity", "Last activity first"
    PRIORITY = "priority", "Most urgent first"


class Phase(TextChoices):
    """States as the chart puts them together."""

    PREPARING = "preparing", "Being prepared"
    COUNTERPART = "counterpart", "With counterpart"
    ANSWERED = "answered", "Answered or in force"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"


PHASES = {
    IssueState.PROPOSED: Phase.PREPARING,
    IssueState.PREPARING: Phase.PREPARING,
    IssueState.READY: Phase.PREPARING,
    IssueState.WITH_COUNTERPART: Phase.COUNTERPART,
    IssueState.ANSWERED: Phase.ANSWERED,
    IssueState.IN_FORCE: Phase.ANSWERED,
    IssueState.DEFERRED: Phase.PAUSED,
    IssueState.DORMANT: Phase.PAUSED,
    IssueState.RESOLVED: Phase.ENDED,
    IssueState.WITHDRAWN: Phase.ENDED,
    IssueState.CLOSED_WITHOUT_AGREEMENT: Phase.ENDED,
}
