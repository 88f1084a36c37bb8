"""Workers that tell people of what happened, all at once."""

from datetime import timedelta

from django.core import mail as sending
from django.db import connection
from django.db.models.functions import Now

from portal.jobs import claim, enqueue
from portal.models import Announcement, Digest, Job, Member, Notification, OutgoingMail
from portal.operations.digests import DIGEST_JOB, make_digest
from portal.operations.mail import deliver_mail
from portal.operations.notifications import send_announcement
from portal.vocabulary.jobs import JobState


def tell_everybody() -> None:
    """Runs every announcement that waits."""
    waiting = Announcement.objects.exclude(kind=DIGEST_JOB).filter(job__state=JobState.QUEUED)
    for announcement in waiting.order_by("pk"):
        send_announcement(claim(announcement.job_id))


def make_todays_digest(member: Member) -> OutgoingMail | None:
    """Of all that the member was told until an hour ago."""
    Notification.objects.update(created_at=Now() - timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE %s)::date", [member.time_zone])
        day = cursor.fetchone()[0]
    begun = Announcement.objects.create(
        job=enqueue(DIGEST_JOB),
        kind=DIGEST_JOB,
        subject_id=member.pk,
        key=f"digest:{member.pk}:{day}",
        detail={"day": day.isoformat()},
    )
    make_digest(claim(begun.job_id))
    return Digest.objects.get(member=member).mail


def deliver_everything() -> dict[str, list[str]]:
    """Sends all mail that waits; what each address has got so far, headers and all."""
    for mail in OutgoingMail.objects.filter(job__state=JobState.QUEUED).order_by("pk"):
        deliver_mail(claim(mail.job_id))
    got: dict[str, list[str]] = {}
    for message in sending.outbox:
        whole = f"{message.message().as_string()}\n{message.subject}\n{message.body}"
        got.setdefault(message.to[0], []).append(whole)
    return got


def stored_words() -> str:
    """Whatever rows hold that stand for mail and news."""
    told = Notification.objects.values_list("title", "url")
    mails = OutgoingMail.objects.values_list("subject", "text", "html")
    jobs = Job.objects.values_list("step", "error")
    return str([*told, *mails, *jobs])
