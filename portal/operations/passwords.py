"""A new password for whoever forgot theirs: a link by mail, if the address is known here."""

import uuid

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import filter_users_by_email  # as its own form asks
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from portal.jobs import Claim, enqueue, finish
from portal.models import Announcement, Member
from portal.operations.mail import queue_mail

RESET_JOB = "new_password"


@transaction.atomic
def ask_for_new_password(*, address: str) -> None:
    """The same few rows for an address that is known here and for one that is not."""
    Announcement.objects.create(
        job=enqueue(RESET_JOB),
        kind=RESET_JOB,
        subject_id=0,
        key=f"{RESET_JOB}:{uuid.uuid4()}",
        detail={"address": address},
    )


def mail_new_password(claim: Claim) -> None:
    """Looks the claimed job's address up, queues the mail of whoever has it, and forgets it."""
    asked = Announcement.objects.get(job_id=claim.job_id)
    address = asked.detail.get("address", "")
    with transaction.atomic():
        if not finish(claim):
            return
        known = filter_users_by_email(address, is_active=True, prefer_verified=True, for_login=True)
        for member in known:
            _mail_link(member, address)
        Announcement.objects.filter(pk=asked.pk).update(detail={})


def _mail_link(member: Member, address: str) -> None:
    facts = {
        "uidb36": user_pk_to_url_str(member),
        "key": default_token_generator.make_token(member),
    }
    path = reverse("account_reset_password_from_key", kwargs=facts)
    context = {"user": member, "password_reset_url": f"{settings.SITE_URL}{path}"}
    template = "account/email/password_reset_key"
    subject = get_adapter().format_email_subject(
        render_to_string(f"{template}_subject.txt", context)
    )
    text = render_to_string(f"{template}_message.txt", context).strip()
    queue_mail(to=address, subject=subject, text=text)
