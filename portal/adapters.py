"""How allauth is joined to the portal: by invitation only, mail through the worker, on record."""

import logging
import time
from collections.abc import Iterator
from math import ceil
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.core.internal import ratelimit  # the public one tells no wait
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal.audit import record
from portal.models import Member
from portal.operations.factors import note_proof
from portal.operations.mail import queue_mail
from portal.operations.sessions import begin_session, change_key, note_sign_in
from portal.queries.factors import is_proved_within
from portal.queries.sessions import time_left
from portal.rules import accepted_factors
from portal.vocabulary.audit import Verb
from portal.vocabulary.factors import SENT_SECONDS, WRONG_CODE, Factor
from portal.vocabulary.limits import CODE_SPENT, CODES, SIGN_INS, in_words

logger = logging.getLogger(__name__)

TOO_MANY = "too_many_login_attempts"
"""allauth's name of it; where no limit was reached it means a code that was wrong too often."""
CODE_BY_MAIL = "account_request_login_code"

WAYS_TO_PROVE = {
    "mfa_reauthenticate_webauthn": "Use your passkey",
    "mfa_reauthenticate": "Use a code from your app",
    "account_reauthenticate": "Use your password",
}
OF_FACTOR = {
    Factor.PASSKEY: "mfa_reauthenticate_webauthn",
    Factor.APP_CODE: "mfa_reauthenticate",
}


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up; mails are queued; signing in leaves an entry."""

    error_messages = DefaultAccountAdapter.error_messages | {TOO_MANY: CODE_SPENT}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queues what allauth wants to send; its links begin with our address, however asked."""
        message = self.render_mail(template_prefix, email, _with_own_links(context))
        queue_mail(to=email, subject=message.subject, text=message.body)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Where a limit of signing in was reached the form comes back as a 429, with the wait."""
        if code != TOO_MANY:
            problem: ValidationError = super().validation_error(code, *args)
            return problem
        request = current.request
        wait = request.retry_after = _wait(request)
        is_code = request.resolver_match.url_name == CODE_BY_MAIL
        sentence = CODES if is_code else SIGN_INS
        return ValidationError(sentence.format(wait=in_words(wait)), code=code)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Never in allauth's way, which puts a form aside and sends it later.

        Our own pages ask first; a change that no page asked for is refused.
        """
        if not is_proved_within(current.request.session, SENT_SECONDS, now=time.time()):
            raise PermissionDenied
        return False

    def post_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse:
        note_sign_in(member=user, user_agent=request.headers.get("User-Agent", ""))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def get_reauthentication_methods(self, user: Member | AnonymousUser) -> list[dict[str, Any]]:
        """The surest first; whoever needs a factor and has it does not prove with less."""
        found = {way["url"]: way for way in super().get_reauthentication_methods(user)}
        ways = {reverse(name): words for name, words in WAYS_TO_PROVE.items()}
        own = [found[url] | {"description": words} for url, words in ways.items() if url in found]
        accepted = accepted_factors(user) if isinstance(user, Member) else frozenset()
        needed = {reverse(OF_FACTOR[kind]) for kind in accepted}
        return [way for way in own if way["url"] in needed] or own

    def set_password(self, user: Member, password: str) -> None:
        """Wherever somebody sets a password: it is on record with the change."""
        with transaction.atomic():
            super().set_password(user, password)
            record(Verb.PASSWORD_CHANGED, actor=user, subject=user)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A member's own address changes when its new one is confirmed."""
        with transaction.atomic():
            before = Member.objects.values_list("email", flat=True).get(pk=email_address.user_id)
            is_confirmed: bool = super().confirm_email(request, email_address)
            member = Member.objects.get(pk=email_address.user_id)
            if member.email != before:
                record(
                    Verb.ADDRESS_CHANGED,
                    actor=member,
                    subject=member,
                    before={"address": before},
                    after={"address": member.email},
                )
        return is_confirmed

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Records a failed attempt on an account that exists; unknown addresses leave nothing."""
        super().authentication_failed(request, **credentials)
        member = Member.objects.filter(email__iexact=credentials.get("email", "")).first()
        if member is not None:
            record(Verb.SIGN_IN_FAILED, actor=None, subject=member)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of second factors are encrypted with keys that the database does not have."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.PASSKEY_SITE, "name": settings.MFA_TOTP_ISSUER}


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECOND_FACTOR_KEYS])


def _wait(request: HttpRequest) -> int:
    """Seconds until what was refused just now may be tried again."""
    for action, key in _counted(request):
        asked = {"app": "allauth.account", "action": action}
        ends = []
        for rate in ratelimit.get_rates(**asked):
            name = ratelimit.get_cache_key(request, rate=rate, key=key, **asked)
            newest_first = cache.get(name, [])
            if len(newest_first) >= rate.amount:
                ends.append(newest_first[rate.amount - 1] + rate.duration)
        if ends:
            wait: float = max(ends) - time.time()
            return max(1, ceil(wait))
    return 1


def _counted(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Under which names allauth counts what is tried here."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    address = (request.POST.get("login") or request.POST.get("email") or "").strip().lower()
    if here == CODE_BY_MAIL:
        yield "request_login_code", address
        return
    stage = getattr(request, "_login_stage", None)
    member = stage.login.user if stage else request.user
    if here != "account_login" and isinstance(member, Member):
        address = member.email.lower()
    if str(here).startswith("mfa_"):
        yield "login_failed", f"mfa-auth-user-{member.pk}"
    yield "login_failed", f"{request.get_host()}:{address}"
    yield "confirm_email", address


def _with_own_links(context: dict[str, Any]) -> dict[str, Any]:
    """allauth makes addresses of the request's host, which whoever asks may choose."""
    links = {
        name: settings.SITE_URL + urlunsplit(("", "", *urlsplit(value)[2:]))
        for name, value in context.items()
        if isinstance(value, str) and value.startswith(("http://", "https://"))
    }
    return context | links


def display_name(member: Member) -> str:
    """How allauth's pages and mails name a member."""
    return member.name


def on_sign_in(sender: Any, request: HttpRequest, user: Member, **_: Any) -> None:
    """However somebody signs in: limits are counted from here, and what was shown is kept."""
    begin_session(session=request.session)
    shown = get_authentication_records(request, user)
    kinds = [each["type"] for each in shown if each.get("method") == "mfa"]
    note_proof(session=request.session, kinds=kinds)


def on_authentication(
    sender: Any, request: HttpRequest, *, reauthenticated: bool = False, **shown: Any
) -> None:
    """Whoever proves again who they are gets a new session key, as at signing in."""
    if reauthenticated:
        change_key(session=request.session)
        kinds = [shown["type"]] if shown.get("method") == "mfa" else []
        note_proof(session=request.session, kinds=kinds)


def on_sign_out(sender: Any, request: HttpRequest, user: Member | None, **_: Any) -> None:
    """Signing out is on record, with the limit that did it; it succeeds without the record, too."""
    request.was_signed_out = True  # type: ignore[attr-defined]  # for the headers of the answer
    if user is None:
        return
    left = time_left(request.session, now=time.time())
    after = {"limit": str(left.limit)} if left.is_over else None
    try:
        with transaction.atomic():
            record(Verb.SIGNED_OUT, actor=user, subject=user, after=after)
    except DatabaseError:
        logger.exception("a sign-out could not be recorded")


def on_wrong_code(sender: Any, user: Member, **_: Any) -> None:
    """A wrong code of an app is on record as a wrong password is."""
    record(Verb.SIGN_IN_FAILED, actor=None, subject=user)
