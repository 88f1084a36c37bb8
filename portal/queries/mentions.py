"""Who is mentioned in a comment, and who can be."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Concat, Lower

from portal.intake.comments import (
    CommentText,
    Mention,
    Named,
    may_hold_mention,
    read_comment,
)
from portal.models import Member, Seat, Thread
from portal.queries.threads import seen_by, subject_of
from portal.vocabulary.refusals import Refusal

SUGGESTED = 8


@dataclass(frozen=True)
class Mentionable:
    """Somebody who can be mentioned: `typed` stands after the @."""

    name: str
    organization: str
    typed: str


def read_mentions(source: str, thread: Thread) -> tuple[CommentText, set[int]]:
    """The comment as it is shown and who is mentioned in it, by number.

    Raises Refusal for a name that several readers share, or whose bearer may not see the thread.
    """
    if not may_hold_mention(source):
        return read_comment(source, []), set()
    text = read_comment(source, _named_in(source))
    if not text.mentions:
        return text, set()
    named = {person.pk for mention in text.mentions for person in mention.meant}
    reading = seen_by(thread, subject_of(thread.pk)).filter(pk__in=named)
    readers = set(reading.values_list("pk", flat=True))
    meant = [_meant(mention, thread, readers) for mention in text.mentions]
    return text, {pk for several in meant for pk in several}


def mentionable(thread: Thread, words: str = "", *, limit: int = SUGGESTED) -> list[Mentionable]:
    """The first readers, by name, whose name has the words in it; those who share a name with
    another reader come with the organization."""
    readers = seen_by(thread, subject_of(thread.pk)).annotate(folded=Lower("name"))
    found = list(readers.filter(name__icontains=words.strip()).order_by("folded", "pk")[:limit])
    folded = [member.folded for member in found]
    bearers = Counter(readers.filter(folded__in=folded).values_list("folded", flat=True))
    shared = {member.pk for member in found if bearers[member.folded] > 1}
    return [_suggested(person, is_shared=person.pk in shared) for person in _named(found)]


def _suggested(person: Named, *, is_shared: bool) -> Mentionable:
    organization = person.organizations[0] if person.organizations else ""
    typed = f"{person.name} ({organization})" if is_shared else person.name
    return Mentionable(name=person.name, organization=organization, typed=typed)


def _named_in(source: str) -> list[Named]:
    """Everybody whose name follows an @ in the text, whatever they may see."""
    active = Member.objects.filter(is_active=True).alias(typed=Value(source))
    return _named(list(active.filter(typed__icontains=Concat(Value("@"), "name"))))


def _named(members: Collection[Member]) -> list[Named]:
    """With the names of their organizations, short ones first; ordered by name."""
    names: dict[int, list[str]] = defaultdict(list)
    seats = Seat.objects.current().filter(member__in=members).select_related("organization")
    for seat in seats.order_by("pk"):
        names[seat.member_id] += [seat.organization.short_name, seat.organization.name]
    people = [Named(member.pk, member.name, tuple(names[member.pk])) for member in members]
    return sorted(people, key=lambda person: (person.name.casefold(), person.pk))


def _meant(mention: Mention, thread: Thread, readers: set[int]) -> list[int]:
    seeing = [person for person in mention.meant if person.pk in readers]
    if not seeing:
        raise Refusal(
            f"{mention.meant[0].name} may not see this thread, which is for: "
            f"{thread.get_audience_display()}. Take the mention out, or ask in another thread."
        )
    if len(seeing) > 1 and not mention.is_told_apart:
        ways = " or ".join(f"@{_suggested(person, is_shared=True).typed}" for person in seeing)
        raise Refusal(f"Several people are called {mention.meant[0].name}. Write {ways}.")
    return [person.pk for person in seeing]
