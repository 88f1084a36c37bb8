"""What a member was told, and who gets a copy of a principal's mail."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from portal.models import Member, Notification, Organization, Seat
from portal.registry import registry
from portal.vocabulary.organizations import Capacity

SHOWN = 100


@dataclass(frozen=True)
class Told:
    """One notification; `subject` is empty when the member may no longer see what it is about."""

    notification: Notification
    subject: str


def notifications_of(member: Member) -> list[Told]:
    """The newest ones, unread first."""
    rows = list(
        Notification.objects.filter(recipient=member)
        .select_related("announcement", "copied_for")
        .alias(is_read=ExpressionWrapper(Q(read_at__isnull=False), BooleanField()))
        .order_by("is_read", "-created_at", "-pk")[:SHOWN]
    )
    names = _subjects(member, rows)
    return [
        Told(row, names.get((row.announcement.kind, row.announcement.subject_id), ""))
        for row in rows
    ]


def unread_count(member: Member) -> int:
    return Notification.objects.filter(recipient=member, read_at__isnull=True).count()


def staff_seats(organizations: Collection[Organization]) -> QuerySet[Seat]:
    """Those who work for the principals of these organizations."""
    return (
        Seat.objects.current()
        .filter(capacity=Capacity.STAFF, organization__in=organizations)
        .select_related("member", "organization")
        .order_by("pk")
    )


def _subjects(member: Member, rows: Sequence[Notification]) -> dict[tuple[str, int], str]:
    """Names by kind and number; kinds of the same subjects are asked together."""
    asked = defaultdict(set)
    for row in rows:
        kind = registry.announcement_kinds[row.announcement.kind]
        asked[kind.subjects].add((kind.name, row.announcement.subject_id))
    found = {}
    for subjects, pairs in asked.items():
        names = subjects(member, sorted({number for _, number in pairs}))
        found.update({pair: names[pair[1]] for pair in pairs if pair[1] in names})
    return found
