"""Words for discussions and for following them."""

from django.db.models import IntegerChoices, TextChoices


class ThreadKind(TextChoices):
    """What a thread is for. Only a question holds up the end of what it is about."""

    QUESTION = "question", "Question"
    POSITION = "position", "Position"
    DRAFTING = "drafting", "Drafting"
    FACT = "fact", "Fact"
    LOGISTICS = "logistics", "Logistics"


class Level(TextChoices):
    """How much a member wants to hear of something."""

    MUTED = "muted", "Nothing"
    DECISIONS = "decisions", "Decisions only"
    MINE = "mine", "What concerns me, and mentions"
    EVERYTHING = "everything", "Everything"


class SubjectKind(TextChoices):
    """What can be discussed and followed."""

    ISSUE = "issue", "Issue"
    STATEMENT = "statement", "Statement"


class Weekday(IntegerChoices):
    """As ISO counts them."""

    MONDAY = 1, "Monday"
    TUESDAY = 2, "Tuesday"
    WEDNESDAY = 3, "Wednesday"
    THURSDAY = 4, "Thursday"
    FRIDAY = 5, "Friday"
    SATURDAY = 6, "Saturday"
    SUNDAY = 7, "Sunday"


DEFAULT_DIGEST_DAYS = (Weekday.MONDAY, Weekday.THURSDAY)
DIGEST_HOUR = 7
"""In the member's own zone."""
LONGEST_COMMENT = 10_000
LONGEST_TITLE = 200
