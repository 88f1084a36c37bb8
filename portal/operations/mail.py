"""Accepting mail to be sent, and sending it."""

from django.db import transaction
from django.db.models.functions import Now

from portal.jobs import Claim, enqueue, finish
from portal.mailing import send_mail
from portal.models import Job, Notification, OutgoingMail
from portal.registry import registry

MAIL_JOB = "mail"
NOT_SENT = "Not sent: the recipient may no longer see what it is about."


@transaction.atomic
def queue_mail(*, to: str, subject: str, text: str, html: str = "") -> OutgoingMail:
    """Accepts a mail in the caller's transaction; a worker sends it after commit."""
    return OutgoingMail.objects.create(
        job=enqueue(MAIL_JOB),
        to=to,
        subject=" ".join(subject.split())[:300],
        text=text,
        html=html,
    )


def deliver_mail(claim: Claim) -> None:
    """Sends the mail of the claimed job once, then blanks its text.

    Whoever has lost sight of its subject since it was written gets nothing: the text is blanked,
    `sent_at` stays empty and the job says why.
    """
    mail = OutgoingMail.objects.get(job_id=claim.job_id)
    if mail.sent_at is None and not _may_read(mail):
        _discard(mail, claim)
        return
    if mail.sent_at is None:
        send_mail(mail)
    with transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=Now(), text="", html="")
        finish(claim)


def _may_read(mail: OutgoingMail) -> bool:
    """Whether the recipient may still see the subject; a mail that tells of none always may go."""
    row = Notification.objects.filter(mail=mail).select_related("announcement", "recipient").first()
    if row is None:
        return True
    subjects = registry.announcement_kinds[row.announcement.kind].subjects
    about = row.announcement.subject_id
    return row.recipient.is_active and about in subjects(row.recipient, [about])


def _discard(mail: OutgoingMail, claim: Claim) -> None:
    with transaction.atomic():
        if finish(claim):
            OutgoingMail.objects.filter(pk=mail.pk).update(text="", html="")
            Job.objects.filter(pk=claim.job_id).update(step=NOT_SENT)
