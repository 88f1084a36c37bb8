"""Who can see something at this moment, to be told on its page.

The people come from the rule that decides, read the other way round; nothing is worked out here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Window

from portal.models import Member, Thread
from portal.queries.audiences import members_in
from portal.queries.threads import seen_by
from portal.registry import Discussed
from portal.vocabulary.audiences import CLOSED, Audience

NAMED_AT_MOST = 200
EVERYBODY = "Everybody"


@dataclass(frozen=True, kw_only=True)
class Sight:
    """Who can see something, in words; how many they are, but for everybody; who they are.

    `names` are told to staff and owners, and of what is closed to each who may see it: inside a
    closed room everybody knows who is in it.
    """

    words: str
    count: int | None = None
    names: Sequence[str] = ()

    @property
    def unnamed(self) -> int:
        """How many more there are than names."""
        return (self.count or 0) - len(self.names)


EVERYBODYS = Sight(words=EVERYBODY)


def sight(words: str, people: QuerySet[Member], *, tells_names: bool) -> Sight:
    """Of something that these people see: one query, however many there are."""
    if not tells_names:
        return Sight(words=words, count=people.count())
    counted = people.order_by("name", "pk").annotate(everybody=Window(Count("pk")))
    found = list(counted.values_list("name", "everybody")[:NAMED_AT_MOST])
    count = found[0][1] if found else 0
    return Sight(words=words, count=count, names=[name for name, _ in found])


def sight_of_audience(audience: str, *, tells_names: bool) -> Sight:
    """Of something that a whole audience sees."""
    if audience == Audience.PUBLIC:
        return EVERYBODYS
    return sight(Audience(audience).label, members_in(audience), tells_names=tells_names)


def sight_of_thread(thread: Thread, about: Discussed, *, tells_names: bool) -> Sight:
    """Of a thread: as far as its audience can see what it is about."""
    label = thread.get_audience_display()
    words = f"{label}: those {about.seen_by}" if about.seen_by else label
    known = tells_names or thread.audience in CLOSED
    return sight(words, seen_by(thread, about), tells_names=known)
