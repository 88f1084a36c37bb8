"""How allauth is joined to the portal: by invitation only, mail through the worker, on record."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.audit import record
from portal.models import Member
from portal.operations.mail import queue_mail
from portal.operations.sessions import begin_session, change_key, note_sign_in
from portal.vocabulary.audit import Verb
from portal.vocabulary.limits import SIGN_INS


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up; mails are queued; signing in leaves an entry."""

    error_messages = DefaultAccountAdapter.error_messages | {"too_many_login_attempts": SIGN_INS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queues what allauth wants to send."""
        message = self.render_mail(template_prefix, email, context)
        queue_mail(to=email, subject=message.subject, text=message.body)

    def post_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse:
        note_sign_in(member=user, user_agent=request.headers.get("User-Agent", ""))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Records a failed attempt on an account that exists; unknown addresses leave nothing."""
        super().authentication_failed(request, **credentials)
        member = Member.objects.filter(email__iexact=credentials.get("email", "")).first()
        if member is not None:
            record(Verb.SIGN_IN_FAILED, actor=None, subject=member)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of second factors are encrypted with keys that the database does not have."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.PASSKEY_SITE, "name": settings.MFA_TOTP_ISSUER}


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECOND_FACTOR_KEYS])


def display_name(member: Member) -> str:
    """How allauth's pages and mails name a member."""
    return member.name


def on_sign_in(sender: Any, request: HttpRequest, **_: Any) -> None:
    """However somebody signs in: the limits of the session are counted from here."""
    begin_session(session=request.session)


def on_authentication(
    sender: Any, request: HttpRequest, *, reauthenticated: bool = False, **_: Any
) -> None:
    """Whoever proves again who they are gets a new session key, as at signing in."""
    if reauthenticated:
        change_key(session=request.session)
