"""Telling the people whom an event concerns, once each, by the rights they have at that moment."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string

from portal.jobs import Claim, defer, finish
from portal.models import Announcement, Member, Notification, OutgoingMail
from portal.operations.mail import queue_mails
from portal.queries.notifications import staff_seats, without_copies
from portal.registry import Message, NotYet, registry

ASK_AGAIN_SECONDS = 30
BATCH = 150
"""Letters that go in one transaction."""
TURN_SECONDS = 25
"""Well below what a worker has for one job: after it other jobs have their turn."""


@dataclass(frozen=True)
class Letter:
    """A message on its way to one member: the recipient's own or a copy of a principal's."""

    message: Message
    to: Member
    why: str
    copied_for: Member | None = None


def send_announcement(claim: Claim) -> None:
    """Tells everybody whom the claimed job's announcement concerns now, a batch at a time.

    A batch is one transaction: its rows, its mails, and that this worker still holds the job. Who
    was told in an earlier one is passed over, so whoever takes up what another worker left goes on
    where that one was. What is left when a turn is over has the next: that costs no attempt, and
    every turn gets at least one batch done.
    """
    turn_ends = time.monotonic() + TURN_SECONDS
    announcement = Announcement.objects.get(job_id=claim.job_id)
    try:
        messages = registry.announcement_kinds[announcement.kind].tell(announcement)
    except NotYet:
        defer(claim, seconds=ASK_AGAIN_SECONDS)
        return
    letters = list(_letters(announcement, messages))
    for start in range(0, len(letters), BATCH):
        if start and time.monotonic() > turn_ends:
            defer(claim, seconds=0)
            return
        with transaction.atomic():
            if not claim.report(100 * start // len(letters), "Telling people"):
                return
            _tell(announcement, letters[start : start + BATCH])
    finish(claim)


def mark_read(*, member: Member, newest_id: int) -> int:
    """Marks what the member was told up to and including that one; returns how many."""
    return Notification.objects.filter(
        recipient=member, read_at__isnull=True, pk__lte=newest_id
    ).update(read_at=Now())


def mark_one_read(*, member: Member, notification_id: int) -> None:
    Notification.objects.filter(recipient=member, pk=notification_id, read_at__isnull=True).update(
        read_at=Now()
    )


def mark_read_about(
    *, member: Member, kinds: Collection[str], subject_id: int, up_to: int | None = None
) -> int:
    """Marks what the member was told about something that they have just read.

    With `up_to`, what is about a later comment stays new (`detail["comment"]` names the comment).
    """
    told = Notification.objects.filter(
        recipient=member,
        read_at__isnull=True,
        announcement__kind__in=kinds,
        announcement__subject_id=subject_id,
    )
    if up_to is not None:
        told = told.exclude(announcement__detail__comment__gt=up_to)
    return told.update(read_at=Now())


def _letters(announcement: Announcement, messages: Sequence[Message]) -> Iterator[Letter]:
    """One for each member who was not told yet; their own message before any copy."""
    done = set(announcement.notifications.values_list("recipient", flat=True))
    own = [Letter(message, message.recipient, message.why) for message in messages]
    for letter in [*own, *_copies(messages)]:
        if letter.to.pk not in done:
            done.add(letter.to.pk)
            yield letter


def _copies(messages: Sequence[Message]) -> Iterator[Letter]:
    led = {one.principal_of.pk: one.principal_of for one in messages if one.principal_of}
    silent = without_copies([one.recipient for one in messages if one.principal_of])
    staff = defaultdict(list)
    for seat in staff_seats(list(led.values())):
        staff[seat.organization_id].append(seat)
    for message in messages:
        for seat in staff[message.principal_of.pk] if message.principal_of else []:
            if seat.member_id not in message.spared and message.recipient.pk not in silent:
                why = f"it went to {message.recipient.name}, and you work for {seat.organization}"
                yield Letter(message, seat.member, why, copied_for=message.recipient)


def _tell(announcement: Announcement, letters: Sequence[Letter]) -> None:
    """Writes the rows and mails of those who may see the subject at this moment."""
    told = announcement.notifications.values("recipient")
    asked = Member.objects.filter(is_active=True, pk__in=[letter.to.pk for letter in letters])
    may_see = registry.announcement_kinds[announcement.kind].may_see
    seeing = may_see(asked.exclude(pk__in=told), announcement.subject_id)
    seen_by = set(seeing.values_list("pk", flat=True))
    going = [letter for letter in letters if letter.to.pk in seen_by]
    mailed = [letter for letter in going if letter.message.is_mailed]
    mails = queue_mails([_mail(letter) for letter in mailed])
    mail_of = dict(zip((letter.to.pk for letter in mailed), mails, strict=True))
    Notification.objects.bulk_create(
        Notification(
            announcement=announcement,
            recipient=letter.to,
            copied_for=letter.copied_for,
            title=" ".join(letter.message.title.split())[:300],
            url=letter.message.url,
            mail=mail_of.get(letter.to.pk),
        )
        for letter in going
    )


def _mail(letter: Letter) -> OutgoingMail:
    facts = {"letter": letter, "message": letter.message, "site_url": settings.SITE_URL}
    return OutgoingMail(
        to=letter.to.email,
        subject=letter.message.title,
        text=render_to_string("notifications/mail.txt", facts),
    )
