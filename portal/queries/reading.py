"""How far somebody has read, and the people whom a page offers by name."""

from collections.abc import Collection, Iterable

from django.db.models import Min

from portal.models import Member, Seat, Thread
from portal.queries.threads import unread_comments


def read_up_to(member: Member, thread: Thread, seen: Collection[int]) -> int:
    """The last comment up to which nothing is left that the member has not seen.

    `seen` are comments that were on their screen, in any order.
    """
    if not seen:
        return 0
    last = max(seen)
    unseen = unread_comments(member).filter(thread=thread, pk__lte=last).exclude(pk__in=seen)
    first: int | None = unseen.order_by().aggregate(first=Min("pk"))["first"]
    return last if first is None else first - 1


def people_choices(members: Iterable[Member]) -> list[tuple[int, str]]:
    """Members by name with what they do where, for a list to choose from."""
    found = {member.pk: member for member in members}
    seats = Seat.objects.current().filter(member__in=found).select_related("organization")
    roles: dict[int, list[str]] = {}
    for seat in seats.order_by("pk"):
        roles.setdefault(seat.member_id, []).append(f"{seat.title}, {seat.organization.short_name}")
    ordered = sorted(found.values(), key=lambda member: (member.name.casefold(), member.pk))
    return [(one.pk, "; ".join([one.name, *roles.get(one.pk, [])])) for one in ordered]
