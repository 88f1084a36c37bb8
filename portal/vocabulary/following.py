"""Which news reaches whom, by how much somebody wants to hear of something."""

from enum import StrEnum

from portal.vocabulary.threads import Level


class Event(StrEnum):
    """What happened to something that is followed."""

    COMMENT = "comment"
    """Somebody wrote, or opened a thread."""
    CONCERN = "concern"
    """Those responsible are asked for something."""
    DECISION = "decision"
    """It took a step, was published, stands on a published agenda."""
    MENTION = "mention"
    """Somebody was named in a text, or what they wrote was answered."""


MENTION_KIND = "mention"
"""The kind of announcement by which somebody hears that they were named."""
HEARD: dict[Level, frozenset[Event]] = {
    Level.MUTED: frozenset(),
    Level.DECISIONS: frozenset({Event.DECISION}),
    Level.MINE: frozenset({Event.MENTION}),
    Level.EVERYTHING: frozenset(Event),
}


def is_heard(event: Event, *, level: Level, is_concerned: bool) -> bool:
    """Whether the event reaches somebody at that level.

    Its owner, helpers, leads and drafters are concerned: they hear all unless they chose otherwise.
    """
    is_mine = level == Level.MINE and is_concerned
    return event in HEARD[Level.EVERYTHING if is_mine else level]
