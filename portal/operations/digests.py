"""Digests: begun once a day for each member, made by the rights of the moment, sent by mail."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from portal.jobs import Claim, enqueue, finish
from portal.models import Announcement, Digest, MailSettings, Member, OutgoingMail
from portal.operations.digest_letters import digest_letter
from portal.operations.mail import queue_mail
from portal.queries.clock import database_now
from portal.queries.digests import DigestContent, digest_content, due_digests
from portal.rules import is_in_working_group

DIGEST_JOB = "digest"
ONE_AT_A_TIME = 4_007
"""Of the advisory lock that whoever begins digests holds."""


@transaction.atomic
def begin_due_digests(*, moment: datetime | None = None) -> int:
    """Adds one job for each member whose digest is due; returns how many.

    The announcement's key names member and day, so that no day is begun twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    due = due_digests(moment)
    for member_id, day in due:
        Announcement.objects.create(
            job=enqueue(DIGEST_JOB),
            kind=DIGEST_JOB,
            subject_id=member_id,
            key=f"digest:{member_id}:{day}",
            detail={"day": day.isoformat()},
        )
    return len(due)


def make_digest(claim: Claim) -> None:
    """Makes the digest of the claimed job and queues its mail; an empty one is only noted.

    When its day is over where the member is, the next digest takes its place.
    """
    begun = Announcement.objects.get(job_id=claim.job_id)
    member = Member.objects.get(pk=begun.subject_id)
    day = date.fromisoformat(begun.detail["day"])
    with transaction.atomic():
        if finish(claim) and _may_get(member, day):
            content = digest_content(member)
            mail = None if content.is_empty else _mail(member, content)
            Digest.objects.create(member=member, day=day, newest_id=content.newest_id, mail=mail)


@transaction.atomic
def choose_mail(
    *,
    member: Member,
    digest_days: list[int],
    mails_mentions: bool,
    time_zone: str,
    copies_to_staff: bool | None = None,
) -> None:
    """Keeps what a member wants by mail, and the zone in which it is seven in the morning.

    Whoever was not asked about copies leaves that choice as it is.
    """
    chosen: dict[str, Any] = {"digest_days": sorted(digest_days), "mails_mentions": mails_mentions}
    if copies_to_staff is not None:
        chosen["copies_to_staff"] = copies_to_staff
    MailSettings.objects.update_or_create(member=member, defaults=chosen)
    member.time_zone = time_zone
    member.save(update_fields=["time_zone"])


def _may_get(member: Member, day: date) -> bool:
    today = database_now().astimezone(ZoneInfo(member.time_zone)).date()
    if not member.is_active or not is_in_working_group(member) or today != day:
        return False
    return not Digest.objects.filter(member=member, day=day).exists()


def _mail(member: Member, content: DigestContent) -> OutgoingMail:
    letter = digest_letter(member, content)
    return queue_mail(to=member.email, subject=letter.subject, text=letter.text)
