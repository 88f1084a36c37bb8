"""Who something is for, from everybody to a few named people."""

from collections.abc import Iterable

from django.db.models import TextChoices

from portal.vocabulary.organizations import AGENCY_KINDS, CITY_KINDS


class Audience(TextChoices):
    """Who may see something. Each rank is narrower than the one before (`RANKS`)."""

    PUBLIC = "public", "Public"
    WORKING_GROUP = "working_group", "Working group"
    MAYORS = "mayors", "Mayors only"
    CHIEFS = "chiefs", "Chiefs only"
    STAFF = "staff", "Staff of both associations"
    NAMED = "named", "Named people"


RANKS: dict[str, int] = {
    Audience.PUBLIC: 0,
    Audience.WORKING_GROUP: 1,
    Audience.MAYORS: 2,
    Audience.CHIEFS: 2,
    Audience.STAFF: 2,
    Audience.NAMED: 3,
}
"""The same table stands in SQL (`portal_audience_within`)."""

CLOSED = frozenset({Audience.MAYORS, Audience.CHIEFS, Audience.STAFF, Audience.NAMED})
"""Audiences that leave a part of the working group out."""


SIDES = {Audience.MAYORS: CITY_KINDS, Audience.CHIEFS: AGENCY_KINDS}
"""Kinds of organizations whose people see what is closed to one side."""


def is_within(inner: str, outer: str) -> bool:
    """True when whatever `inner` may see, `outer` may too: the same or a narrower rank."""
    return inner == outer or RANKS[inner] > RANKS[outer]


def within(outer: str) -> list[Audience]:
    """The audiences that something inside `outer` may have, widest first."""
    return [audience for audience in Audience if is_within(audience, outer)]


def narrower_than(audience: str) -> list[Audience]:
    return [other for other in within(audience) if other != audience]


def narrowest(audiences: Iterable[str]) -> Audience:
    """The narrowest of audiences that lie inside one another, in any order."""
    return Audience(max(audiences, key=lambda audience: RANKS[audience]))
