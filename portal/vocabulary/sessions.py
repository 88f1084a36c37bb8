"""How long somebody stays signed in, and what is said when it is over."""

from django.db.models import TextChoices

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 3600
NOTED_EVERY_SECONDS = 60
"""Use is written down at most this often: a page must not cost a write."""

SIGNED_IN_AT = "auth_at"
SEEN_AT = "seen_at"
"""Facts in the session, seconds of the server's clock."""


_KEPT = "Comments that you were writing are kept as drafts."


class Limit(TextChoices):
    """Why a session is over, with the sentence for its member."""

    IDLE = "idle", f"You were signed out after 30 minutes without use. {_KEPT}"
    ABSOLUTE = "absolute", f"You were signed out 12 hours after you signed in. {_KEPT}"
