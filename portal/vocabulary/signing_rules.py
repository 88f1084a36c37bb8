"""What must be true inside an organization before it signs."""

from django.db.models import TextChoices

HOLD_HOURS_MOST = 14 * 24
HOLD_HOURS_USUAL = 48
DELEGATION_DAYS_MOST = 30


class SigningRuleKind(TextChoices):
    """The rule of an agency towards its city. Its clock starts when sign-on opens."""

    NOTHING = "nothing", "Nothing more"
    NOTIFY = "notify", "The city is told first"
    HOLD = "hold", "The city has some hours to object"
    NO_OBJECTION = "no_objection", "The mayor says that there is no objection"


MEANINGS = {
    SigningRuleKind.NOTHING: (
        "Whoever has authority to sign for {agency} signs. {city} is not asked and not told."
    ),
    SigningRuleKind.NOTIFY: (
        "{city} gets a mail with a link to the text when sign-on opens. {agency} does not wait, "
        "and cannot sign while {city} objects."
    ),
    SigningRuleKind.HOLD: (
        "{city} gets a mail when sign-on opens and can object. {agency} can sign once the hours "
        "are over and nobody has objected, or as soon as the mayor says that there is no objection."
    ),
    SigningRuleKind.NO_OBJECTION: (
        "{city} gets a mail when sign-on opens. {agency} can sign only after the mayor, or who "
        "else may sign for {city}, has said there that there is no objection."
    ),
}
"""What each rule means for an agency and its city, in plain words."""


def strictness(kind: str, hours: int | None) -> tuple[int, int]:
    """Orders rules by how much they hold back: in the order in which they are listed."""
    return list(SigningRuleKind).index(SigningRuleKind(kind)), hours or 0


def in_words(kind: str, hours: int | None) -> str:
    """The rule in one line, with its hours."""
    if kind == SigningRuleKind.HOLD:
        return f"The city has {hours} hour{'' if hours == 1 else 's'} to object"
    return str(SigningRuleKind(kind).label)
