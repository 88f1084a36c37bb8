"""Accepting mail to be sent, and sending it."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string

from portal.jobs import Claim, enqueue_many, finish
from portal.mailing import send_mail
from portal.models import Digest, Job, Notification, OutgoingMail
from portal.operations.digest_letters import digest_letter
from portal.queries.digests import digest_content
from portal.queries.invitations import is_dead_invitation
from portal.registry import registry
from portal.rules import is_in_working_group

MAIL_JOB = "mail"
NOT_SENT = "Not sent: the recipient may no longer see what it is about, or its link is dead."


def queue_mail(*, to: str, subject: str, text: str, html: str = "") -> OutgoingMail:
    """Accepts a mail in the caller's transaction; a worker sends it after commit."""
    [mail] = queue_mails([OutgoingMail(to=to, subject=subject, text=text, html=html)])
    return mail


@transaction.atomic
def queue_mails(mails: Sequence[OutgoingMail]) -> list[OutgoingMail]:
    """The same for several that are not stored yet: as many queries as for one."""
    for mail, job in zip(mails, enqueue_many(MAIL_JOB, len(mails)), strict=True):
        mail.job = job
        mail.subject = " ".join(mail.subject.split())[:300]
    return OutgoingMail.objects.bulk_create(mails)


def deliver_mail(claim: Claim) -> None:
    """Sends the mail of the claimed job once, then blanks its text.

    It says what its recipient may read at this moment, however long it waited. Whoever has lost
    sight of its subject since it was written gets nothing: the text is blanked, `sent_at` stays
    empty and the job says why.
    """
    mail = OutgoingMail.objects.get(job_id=claim.job_id)
    if mail.sent_at is None and not _is_brought_up_to_now(mail):
        _discard(mail, claim)
        return
    if mail.sent_at is None:
        send_mail(mail)
    with transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=Now(), text="", html="")
        finish(claim)


def _is_brought_up_to_now(mail: OutgoingMail) -> bool:
    """Writes into the instance what may be read now; False where that is nothing.

    A mail that tells of no subject goes as it is.
    """
    digest = Digest.objects.filter(mail=mail).select_related("member").first()
    if digest is not None:
        return _is_digest_up_to_now(mail, digest)
    if is_dead_invitation(mail.text):
        return False
    row = Notification.objects.filter(mail=mail).select_related("announcement", "recipient").first()
    if row is None:
        return True
    kind = registry.announcement_kinds[row.announcement.kind]
    about = row.announcement.subject_id
    if not row.recipient.is_active or about not in kind.subjects(row.recipient, [about]):
        return False
    if about not in kind.nameable([about]):
        mail.text, mail.html = _link_only(mail.text, row), ""
    return True


def _is_digest_up_to_now(mail: OutgoingMail, digest: Digest) -> bool:
    """A digest is made anew, for whoever is still a member of the working group."""
    member = digest.member
    if not member.is_active or not is_in_working_group(member):
        return False
    content = digest_content(member, made=digest)
    letter = digest_letter(member, content)
    mail.subject, mail.text = letter.subject, letter.text
    return not content.is_empty


def _link_only(text: str, row: Notification) -> str:
    """What was open when the mail was written may be closed now: of its text stays the reason
    why it is sent, which stands behind the link."""
    link = f"{settings.SITE_URL}{row.url}"
    _, found, behind = text.rpartition(f"\n{link}\n")
    facts = {"row": row, "link": link}
    return render_to_string("notifications/link.txt", facts) + (behind if found else "")


def _discard(mail: OutgoingMail, claim: Claim) -> None:
    with transaction.atomic():
        if finish(claim):
            OutgoingMail.objects.filter(pk=mail.pk).update(text="", html="")
            Job.objects.filter(pk=claim.job_id).update(step=NOT_SENT)
