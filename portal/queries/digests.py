"""Whose digest is due, and what it says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet
from django.db.models.functions import Now

from portal.models import Digest, MailSettings, Member, Notification
from portal.queries.notifications import visible_names
from portal.queries.waiting import waiting_cards
from portal.registry import Card, registry
from portal.vocabulary.organizations import WORKING_CAPACITIES
from portal.vocabulary.threads import DEFAULT_DIGEST_DAYS, DIGEST_HOUR
from portal.vocabulary.zones import DEFAULT_ZONE

SETTLING = timedelta(minutes=3)
"""Longer than a worker may take: what is older has been committed in the order of its numbers."""

DUE = """
WITH people AS (
    SELECT member.id, member.date_joined, coalesce(zone.name, %(default_zone)s) AS zone,
           coalesce(chosen.digest_days, %(default_days)s::smallint[]) AS days
      FROM portal_member AS member
      LEFT JOIN portal_mailsettings AS chosen ON chosen.member_id = member.id
      LEFT JOIN pg_timezone_names AS zone ON zone.name = member.time_zone
     WHERE member.is_active
       AND EXISTS (SELECT FROM portal_seat AS seat
                    WHERE seat.member_id = member.id AND seat.capacity = ANY (%(working)s)
                      AND seat.since <= statement_timestamp()
                      AND (seat.until IS NULL OR seat.until > statement_timestamp()))
), clocks AS (
    SELECT id, date_joined, zone, days,
           coalesce(%(moment)s::timestamptz, statement_timestamp()) AT TIME ZONE zone AS clock
      FROM people
)
SELECT here.id, here.clock::date AS day
  FROM clocks AS here
 WHERE extract(isodow FROM here.clock) = ANY (here.days)
   AND here.clock::time >= %(hour)s
   AND here.date_joined < (here.clock::date + %(hour)s) AT TIME ZONE here.zone
   AND NOT EXISTS (SELECT FROM portal_announcement AS begun
                    WHERE begun.key
                          = 'digest:' || here.id || ':' || to_char(here.clock, 'YYYY-MM-DD'))
 ORDER BY here.id
"""


@dataclass(frozen=True)
class News:
    """What a member was told of one subject; `name` is empty where a mail may not hold it."""

    name: str
    rows: Sequence[Notification]


@dataclass(frozen=True)
class DigestContent:
    """What a digest would say now."""

    cards: Sequence[Card]
    news: Sequence[News]
    newest_id: int

    @property
    def new_count(self) -> int:
        return sum(len(one.rows) for one in self.news)

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.news)


def due_digests(moment: datetime | None = None) -> list[tuple[int, date]]:
    """Members whose digest is due and not begun, each with the day where they are.

    It is due on their days from seven in the morning until midnight, in their own zone, at that
    moment: without one, now by the database.
    """
    facts: dict[str, Any] = {
        "moment": moment,
        "hour": time(DIGEST_HOUR),
        "default_zone": DEFAULT_ZONE,
        "default_days": [int(day) for day in DEFAULT_DIGEST_DAYS],
        "working": [str(capacity) for capacity in WORKING_CAPACITIES],
    }
    with connection.cursor() as cursor:
        cursor.execute(DUE, facts)
        return [(member_id, day) for member_id, day in cursor.fetchall()]


def digest_content(member: Member, *, made: Digest | None = None) -> DigestContent:
    """What waits on the member, and what is unread, was not mailed and in no earlier digest.

    Of one that is `made` and not sent yet: what it may still say.
    """
    sent = Digest.objects.filter(member=member)
    if made is not None:
        sent = sent.filter(pk__lt=made.pk)
    earlier = sent.aggregate(newest=Max("newest_id"))["newest"] or 0
    untold = _untold(member, earlier)
    rows = list(untold if made is None else untold.filter(pk__lte=made.newest_id))
    return DigestContent(
        cards=waiting_cards(member),
        news=_grouped(member, rows),
        newest_id=max((row.pk for row in rows), default=earlier),
    )


def mail_settings_of(member: Member) -> MailSettings:
    """The member's choices; the usual ones, unsaved, of somebody who made none."""
    return MailSettings.objects.filter(member=member).first() or MailSettings(member=member)


def _untold(member: Member, earlier: int) -> QuerySet[Notification]:
    told = Notification.objects.filter(recipient=member, pk__gt=earlier)
    unread = told.filter(read_at__isnull=True, mail__isnull=True)
    return (
        unread.filter(created_at__lt=Now() - SETTLING).select_related("announcement").order_by("pk")
    )


def _grouped(member: Member, rows: Sequence[Notification]) -> list[News]:
    """By subject; what the member may no longer see is left out."""
    names = visible_names(member, rows)
    nameable = _nameable(rows)
    found: dict[tuple[object, int], News] = {}
    for row in rows:
        about = (row.announcement.kind, row.announcement.subject_id)
        if about not in names:
            continue
        subject = (registry.announcement_kinds[about[0]].subjects, about[1])
        name = names[about] if about in nameable else ""
        before = found.get(subject, News(name=name, rows=[]))
        found[subject] = News(name=before.name, rows=[*before.rows, row])
    return list(found.values())


def _nameable(rows: Iterable[Notification]) -> set[tuple[str, int]]:
    asked: dict[str, set[int]] = {}
    for row in rows:
        asked.setdefault(row.announcement.kind, set()).add(row.announcement.subject_id)
    return {
        (kind, number)
        for kind, numbers in asked.items()
        for number in registry.announcement_kinds[kind].nameable(sorted(numbers))
    }
