"""Hands one mail to the mail server."""

from django.core.mail import EmailMultiAlternatives

from portal.models import OutgoingMail


def send_mail(mail: OutgoingMail) -> None:
    """Sends it; the Message-ID stays the same however often it is tried."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={"Message-ID": f"<mail-{mail.pk}@portal>", "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
