"""What moving and merging would mean for who sees an issue."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.models import Member
from portal.vocabulary.audiences import Audience, is_within
from roundtable.models import Issue
from roundtable.queries.issues import issues_visible_to
from roundtable.queries.readers import members_who_see


@dataclass(frozen=True)
class Narrowing:
    """Who would see an issue from then on; `is_possible` is false where nobody would."""

    audience: str
    readers: Sequence[Member] = ()
    is_possible: bool = True


def narrowing_under(issue: Issue, parent: Issue | None) -> Narrowing | None:
    """What an issue loses by standing under another one; None where it stays as it is."""
    if parent is None:
        return None
    if issue.audience == Audience.NAMED:
        named = list(issue.readers.all())
        left = list(members_who_see(parent).filter(pk__in=[reader.pk for reader in named]))
        return None if len(left) == len(named) else _named(left)
    if is_within(issue.audience, parent.audience):
        return None
    if parent.audience == Audience.NAMED:
        return _named(list(members_who_see(issue).filter(pk__in=parent.readers.all())))
    return Narrowing(parent.audience, is_possible=is_within(parent.audience, issue.audience))


def is_open_to_all_of(issue: Issue, other: Issue) -> bool:
    """Whether whoever may see `other` may see `issue` too."""
    if issue.audience == other.audience == Audience.NAMED:
        seeing = set(issue.readers.values_list("pk", flat=True))
        return set(other.readers.values_list("pk", flat=True)) <= seeing
    return is_within(other.audience, issue.audience)


def shapeable(member: Member) -> list[Issue]:
    """Issues that the member may choose as a new place: visible ones that went nowhere else."""
    return list(issues_visible_to(member).filter(merged_into__isnull=True))


def _named(readers: Sequence[Member]) -> Narrowing:
    return Narrowing(Audience.NAMED, readers, is_possible=bool(readers))
