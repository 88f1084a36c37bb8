"""Telling the people whom an event concerns, once each, by the rights they have at that moment."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string

from portal.jobs import Claim, defer, finish
from portal.models import Announcement, Member, Notification, OutgoingMail
from portal.operations.mail import queue_mail
from portal.queries.notifications import staff_seats
from portal.registry import Message, NotYet, registry

ASK_AGAIN_SECONDS = 30


@dataclass(frozen=True)
class Letter:
    """A message on its way to one member: the recipient's own or a copy of a principal's."""

    message: Message
    to: Member
    why: str
    copied_for: Member | None = None


def send_announcement(claim: Claim) -> None:
    """Tells everybody whom the claimed job's announcement concerns now, in one transaction.

    The job is finished first: whoever else runs it waits for this row and finds it done.
    """
    announcement = Announcement.objects.get(job_id=claim.job_id)
    try:
        messages = registry.announcement_kinds[announcement.kind].tell(announcement)
    except NotYet:
        defer(claim, seconds=ASK_AGAIN_SECONDS)
        return
    with transaction.atomic():
        if finish(claim):
            for letter in _letters(announcement, messages):
                _deliver(letter, announcement)


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
    """One for each member who may see the subject now; their own message before any copy."""
    subjects = registry.announcement_kinds[announcement.kind].subjects
    told = set(announcement.notifications.values_list("recipient", flat=True))
    own = [Letter(message, message.recipient, message.why) for message in messages]
    for letter in [*own, *_copies(messages)]:
        if letter.to.pk in told or not letter.to.is_active:
            continue
        told.add(letter.to.pk)
        if subjects(letter.to, [announcement.subject_id]):
            yield letter


def _copies(messages: Sequence[Message]) -> Iterator[Letter]:
    principals = [message for message in messages if message.principal_of is not None]
    seats = staff_seats([message.principal_of for message in principals if message.principal_of])
    for message in principals:
        for seat in seats:
            is_spared = seat.member_id in message.spared
            if seat.organization == message.principal_of and not is_spared:
                why = f"it went to {message.recipient.name}, and you work for {seat.organization}"
                yield Letter(message, seat.member, why, copied_for=message.recipient)


def _deliver(letter: Letter, announcement: Announcement) -> None:
    message = letter.message
    Notification.objects.create(
        announcement=announcement,
        recipient=letter.to,
        copied_for=letter.copied_for,
        title=" ".join(message.title.split())[:300],
        url=message.url,
        mail=_mail(letter) if message.is_mailed else None,
    )


def _mail(letter: Letter) -> OutgoingMail:
    facts = {"letter": letter, "message": letter.message, "site_url": settings.SITE_URL}
    return queue_mail(
        to=letter.to.email,
        subject=letter.message.title,
        text=render_to_string("notifications/mail.txt", facts),
    )
