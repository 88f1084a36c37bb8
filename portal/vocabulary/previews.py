"""As whom association staff may look at the portal."""

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices


class Reader(TextChoices):
    """A kind of reader, never a person."""

    WORKING_GROUP = "working_group", "a member of the working group"
    MAYORS = "mayors", "somebody on the mayors' side"
    CHIEFS = "chiefs", "somebody on the chiefs' side"
    OBSERVER = "observer", "an observer"
    LIAISON = "liaison", "the counterpart's liaison"
    VISITOR = "visitor", "a visitor without an account"


PREVIEW = "preview"
"""Where a session keeps the reader as whom its owner looks."""

OWN_PAGES_LEFT_OUT = "That page is about your own account and is not part of the preview."
VISITORS_SIGN_IN = "A visitor is asked to sign in there."


class NothingInPreview(PermissionDenied):
    """Something was to be done in a preview."""
