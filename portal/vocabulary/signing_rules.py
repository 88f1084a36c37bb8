"""What must be true inside an organization before it signs."""

from django.db.models import TextChoices

HOLD_HOURS_MOST = 14 * 24
DELEGATION_DAYS_MOST = 30


class SigningRuleKind(TextChoices):
    """The rule of an agency towards its city. Its clock starts when sign-on opens."""

    NOTHING = "nothing", "Nothing more"
    NOTIFY = "notify", "The city is told first"
    HOLD = "hold", "The city has some hours to object"
    NO_OBJECTION = "no_objection", "The mayor says that there is no objection"
