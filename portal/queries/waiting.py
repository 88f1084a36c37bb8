"""What waits on a member."""

from datetime import UTC, datetime

from portal.models import Member
from portal.registry import Card, registry


def waiting_cards(member: Member) -> list[Card]:
    """All of it, the most urgent first."""
    cards = [card for source in registry.cards for card in source(member)]
    return sorted(cards, key=urgency)


def urgency(card: Card) -> tuple[bool, datetime, str]:
    """By deadline, then those without one; the title settles the rest."""
    return (card.deadline is None, card.deadline or datetime.max.replace(tzinfo=UTC), card.title)
