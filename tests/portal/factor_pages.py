"""The pages of passkeys and app codes, as tests reach them."""

import json
import re
from html import unescape
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.http import HttpResponse
from django.test import Client

from portal.models import Member, OutgoingMail
from portal.vocabulary.factors import PROVED_AT, Factor
from tests.factories import PASSWORD
from tests.passkeys import SoftPasskey

HOME = "/accounts/factors/"
ADD = f"{HOME}webauthn/add/"
APP = f"{HOME}totp/activate/"
APP_OFF = f"{HOME}totp/deactivate/"
SECOND_STEP = f"{HOME}authenticate/"
BY_PASSKEY = f"{HOME}webauthn/login/"
PASSKEY_PROOF = f"{HOME}webauthn/reauthenticate/"
CODE_PROOF = f"{HOME}reauthenticate/"
SIGN_IN = "/accounts/login/"
PAGE = "/notifications/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def by_password(member: Member, *, then: str = "", client: Client | None = None) -> Client:
    """A browser in which the member gave the right password."""
    _verify_address(member)
    client = client or Client()
    client.post(SIGN_IN, {"login": member.email, "password": PASSWORD, "next": then})
    return client


def by_mailed_code(member: Member, *, then: str = "") -> tuple[Client, HttpResponse]:
    """A browser in which the member gave the code that was mailed, and what that was answered."""
    _verify_address(member)
    client = Client()
    client.post(f"{SIGN_IN}code/", {"email": member.email, "next": then})
    text = OutgoingMail.objects.filter(to=member.email).latest("pk").text
    code = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", text)
    assert code is not None
    answer = client.post(f"{SIGN_IN}code/confirm/", {"code": code.group(), "next": then})
    return client, answer


def by_passkey(passkey: SoftPasskey, *, then: str = "", client: Client | None = None) -> Client:
    """A browser in which one press of this passkey was answered, rightly or not."""
    _verify_address(Member.objects.get(pk=int(passkey.user_handle, 36)))
    client = client or Client()
    asked = client.get(BY_PASSKEY, headers={"Accept": "application/json"}).json()
    credential = json.dumps(passkey.get(asked["request_options"]))
    client.post(BY_PASSKEY, {"credential": credential, "next": then})
    return client


def options_on(answer: HttpResponse) -> dict[str, Any]:
    """What a page asks of the browser's passkeys."""
    block = re.search(r'<script id="passkey-options"[^>]*>(.*?)</script>', answer.text)
    assert block is not None, answer.text
    found: dict[str, Any] = json.loads(unescape(block.group(1)))
    return found


def send_passkey(client: Client, path: str, passkey: SoftPasskey, **typed: str) -> HttpResponse:
    """Presses the button of this page with this passkey: making it, or using it."""
    asked = options_on(client.get(path))
    is_new = path.startswith(ADD)
    answer = passkey.create(asked) if is_new else passkey.get(asked)
    return client.post(path, {"credential": json.dumps(answer), **typed})


def app_of(member: Member) -> str:
    """An authenticator app that the member set up some time ago: its secret."""
    TOTP.activate(member, SECRET)
    return SECRET


def code_of(secret: str, *, later: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    [now] = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now + later))


def stored_secret(member: Member) -> str:
    """As the database keeps it."""
    row = Authenticator.objects.get(user=member, type=Factor.APP_CODE)
    return str(row.data["secret"])


def read_secret(member: Member) -> str:
    """As the portal reads it with its keys."""
    return decrypt(stored_secret(member))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sentences(answer: HttpResponse) -> list[str]:
    """The messages on a page."""
    return [str(message) for message in answer.context["messages"]]


def let_pass(client: Client, seconds: int) -> None:
    """As if the last proof were so much longer ago."""
    session = client.session
    session[PROVED_AT] -= seconds
    session.save()


def _verify_address(member: Member) -> None:
    EmailAddress.objects.get_or_create(user=member, email=member.email, verified=True, primary=True)
