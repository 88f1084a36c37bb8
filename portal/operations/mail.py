"""Accepting mail to be sent, and sending it."""

from django.db import transaction
from django.db.models.functions import Now

from portal.jobs import Claim, enqueue, finish
from portal.mailing import send_mail
from portal.models import OutgoingMail

MAIL_JOB = "mail"


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
    """Sends the mail of the claimed job once, then blanks its text."""
    mail = OutgoingMail.objects.get(job_id=claim.job_id)
    if mail.sent_at is None:
        send_mail(mail)
    with transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=Now(), text="", html="")
        finish(claim)
