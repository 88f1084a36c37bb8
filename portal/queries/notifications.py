"""What a member was told, and who gets a copy of a principal's mail."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, ExpressionWrapper, Max, Q, QuerySet

from portal.models import MailSettings, Member, Notification, Organization, Seat
from portal.registry import registry
from portal.vocabulary.following import MENTION_KIND
from portal.vocabulary.organizations import Capacity

SHOWN = 30
Names = Mapping[tuple[str, int], str]
"""By kind of announcement and number of the subject."""


class Shelf(StrEnum):
    """A part of the inbox."""

    ALL = "all"
    UNREAD = "unread"
    MENTIONS = "mentions"


SHELVES = {
    Shelf.ALL: Q(),
    Shelf.UNREAD: Q(read_at__isnull=True),
    Shelf.MENTIONS: Q(announcement__kind=MENTION_KIND),
}


@dataclass(frozen=True)
class Told:
    """One notification; `subject` is empty when the member may no longer see what it is about."""

    notification: Notification
    subject: str
    actor: str

    @property
    def is_mention(self) -> bool:
        return self.notification.announcement.kind == MENTION_KIND

    @property
    def is_new(self) -> bool:
        return self.notification.read_at is None


@dataclass(frozen=True)
class Inbox:
    """One page of it. `newest` is the newest of all that the member was told, not of the page."""

    found: Sequence[Told]
    page: Page[Any]
    newest: int | None
    unread: int


def inbox_of(member: Member, *, shelf: Shelf, page: str) -> Inbox:
    """Unread ones first, then the newest."""
    told = Notification.objects.filter(recipient=member)
    rows = told.filter(SHELVES[shelf]).select_related("announcement", "copied_for")
    read = ExpressionWrapper(Q(read_at__isnull=False), BooleanField())
    ordered = rows.alias(is_read=read).order_by("is_read", "-created_at", "-pk")
    shown = Paginator(ordered, SHOWN).get_page(page)
    return Inbox(
        found=_told(member, list(shown)),
        page=shown,
        newest=told.aggregate(newest=Max("pk"))["newest"],
        unread=unread_count(member),
    )


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


def without_copies(members: Collection[Member]) -> set[int]:
    """Those of them who chose that their staff get no copies."""
    chosen = MailSettings.objects.filter(member__in=members, copies_to_staff=False)
    return set(chosen.values_list("member", flat=True))


def visible_names(member: Member, rows: Iterable[Notification]) -> Names:
    """Names of what the member may see now; kinds of the same subjects are asked together."""
    asked = defaultdict(set)
    for row in rows:
        kind = registry.announcement_kinds[row.announcement.kind]
        asked[kind.subjects].add((kind.name, row.announcement.subject_id))
    found = {}
    for subjects, pairs in asked.items():
        names = subjects(member, sorted({number for _, number in pairs}))
        found.update({pair: names[pair[1]] for pair in pairs if pair[1] in names})
    return found


def _told(member: Member, rows: Sequence[Notification]) -> list[Told]:
    names = visible_names(member, rows)
    actors = _names_of_actors(rows)
    found = []
    for row in rows:
        subject = names.get((row.announcement.kind, row.announcement.subject_id), "")
        actor = actors.get(row.announcement.detail.get("by"), "") if subject else ""
        found.append(Told(notification=row, subject=subject, actor=actor))
    return found


def _names_of_actors(rows: Iterable[Notification]) -> dict[object, str]:
    asked = {row.announcement.detail.get("by") for row in rows} - {None}
    return dict(Member.objects.filter(pk__in=asked).values_list("pk", "name"))
