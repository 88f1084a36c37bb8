"""Words about authority to sign."""

from django.db.models import TextChoices


class AuthorityState(TextChoices):
    """Where an authority stands at a moment; derived, never stored."""

    IN_FORCE = "in_force", "In force"
    WAITING = "waiting", "Waits for a second person"
    COMING = "coming", "Not yet"
    ENDED = "ended", "Ended"
    REVOKED = "revoked", "Taken back"


class Until(TextChoices):
    """Until when somebody may sign for a principal, as it is chosen on a phone."""

    FRIDAY = "friday", "Until Friday"
    WEEK = "7", "For 7 days"
    FORTNIGHT = "14", "For 14 days"
    DAY = "day", "Until the day that I choose below"


PRINCIPAL_LEFT = "The seat or the authority of {name}, who gave this, has ended."
"""Why a delegation ends that nobody took back."""

GIVER_SUSPENDED = "The account of {name}, who gave this, was suspended."

AUTHORITY_GIVEN = "authority_given"
"""Announced when somebody may sign from now on, or from a day that is to come."""

AUTHORITY_ENDED = "authority_ended"
"""Announced once for each authority that somebody ended."""
