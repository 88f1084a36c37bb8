"""Signing in with a passkey, and what is not taken for one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from portal.models import Member
from portal.vocabulary.factors import Factor
from tests.passkeys import SoftPasskey, enroll, prove
from tests.portal.factor_pages import (
    ADD,
    BY_PASSKEY,
    PAGE,
    PASSKEY_PROOF,
    SECOND_STEP,
    SIGN_IN,
    app_of,
    by_mailed_code,
    by_passkey,
    by_password,
    code_of,
    is_signed_in,
    options_on,
    send_passkey,
    sentences,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_in_production() -> Iterator[None]:
    """Factors are required, and the tries of one test are not counted in the next."""
    cache.clear()
    with override_settings(PASSWORD_FOR_PASSKEY=False):
        yield
    cache.clear()


def test_one_press_signs_in_and_goes_where_one_was_going(mayor):
    client = by_passkey(enroll(mayor), then=PAGE)

    assert client.session["_auth_user_id"] == str(mayor.pk)
    assert client.get(PAGE).status_code == 200


def test_a_password_and_then_the_passkey_sign_in(mayor):
    passkey = enroll(mayor)
    client = by_password(mayor, then=PAGE)
    assert is_signed_in(client) is False
    answer = send_passkey(client, SECOND_STEP, passkey)

    assert (answer.url, client.get(PAGE).status_code) == (PAGE, 200)


def test_a_password_and_then_a_code_of_the_app_sign_in(aide):
    secret = app_of(aide)
    client = by_password(aide, then=PAGE)
    page = client.get(SECOND_STEP)
    assert (page.context["has_passkey"], page.context["has_app_code"]) == (False, True)
    answer = client.post(SECOND_STEP, {"code": code_of(secret)})

    assert (answer.url, client.get(PAGE).status_code) == (PAGE, 200)


@pytest.mark.parametrize("kind", Factor)
def test_a_mailed_code_and_then_either_sign_in(aide, kind):
    passkey = enroll(aide) if kind == Factor.PASSKEY else None
    secret = "" if passkey else app_of(aide)
    client, answer = by_mailed_code(aide, then=PAGE)
    assert (answer.url, is_signed_in(client)) == (SECOND_STEP, False)

    if passkey:
        answer = send_passkey(client, SECOND_STEP, passkey)
    else:
        answer = client.post(SECOND_STEP, {"code": code_of(secret)})

    assert (answer.url, client.get(PAGE).status_code) == (PAGE, 200)


def test_the_sign_in_page_offers_the_passkey_first(client: Client):
    page = client.get(SIGN_IN).text
    doors = [page.index(words) for words in ("Sign in with a passkey", "With your password")]

    assert doors == sorted(doors)
    assert page.count('data-passkey="login" hidden') == 1
    assert page.count("/mfa/js/webauthn-json") == page.count("/js/passkeys") == 1


def test_a_suspended_member_does_not_get_in(mayor):
    passkey = enroll(mayor)
    Member.objects.filter(pk=mayor.pk).update(is_active=False)

    assert is_signed_in(by_passkey(passkey)) is False


def test_a4_a_passkey_that_was_used_on_another_site_is_refused(mayor):
    passkey = enroll(mayor)
    for origin in ("https://evil.example", "http://evil.localhost", "http://localhost:1"):
        passkey.origin = origin
        client = by_passkey(passkey)
        assert is_signed_in(client) is False, origin
        assert sentences(client.get(SIGN_IN))[0].startswith("This passkey does not belong")


def test_a4_so_is_one_that_signed_for_another_name(mayor):
    passkey = enroll(mayor)
    passkey.rp_id = "evil.example"

    assert is_signed_in(by_passkey(passkey)) is False


def test_a4_an_answer_to_another_challenge_is_refused(mayor):
    passkey, client = enroll(mayor), Client()
    asked = client.get(BY_PASSKEY, headers={"Accept": "application/json"}).json()
    old = json.dumps(passkey.get(asked["request_options"]))
    client.get(BY_PASSKEY, headers={"Accept": "application/json"})
    client.post(BY_PASSKEY, {"credential": old})

    assert is_signed_in(client) is False


def test_a4_an_answer_counts_once(mayor):
    EmailAddress.objects.create(user=mayor, email=mayor.email, primary=True, verified=True)
    passkey, client = enroll(mayor), Client()
    asked = client.get(BY_PASSKEY, headers={"Accept": "application/json"}).json()
    answer = json.dumps(passkey.get(asked["request_options"]))
    client.post(BY_PASSKEY, {"credential": answer})
    assert is_signed_in(client) is True
    client.post("/accounts/logout/")
    client.post(BY_PASSKEY, {"credential": answer})

    assert is_signed_in(client) is False


def test_a4_a_passkey_of_another_member_is_refused(mayor, chief):
    enroll(mayor)
    theirs = enroll(chief)
    client = by_password(mayor)
    answer = send_passkey(client, SECOND_STEP, theirs)
    assert (answer.status_code, is_signed_in(client)) == (200, False)

    theirs.user_handle = user_pk_to_url_str(mayor).encode()
    assert is_signed_in(by_passkey(theirs)) is False


def test_a4_without_finger_or_pin_it_is_refused(mayor, signed_in):
    passkey = enroll(mayor)
    passkey.verifies = False
    assert is_signed_in(by_passkey(passkey)) is False
    client = prove(signed_in(mayor))
    answer = send_passkey(client, ADD, SoftPasskey(verifies=False))

    assert (answer.status_code, Authenticator.objects.count()) == (422, 1)


def test_a4_one_that_is_made_on_another_site_is_not_kept(mayor, signed_in):
    answer = send_passkey(signed_in(mayor), ADD, SoftPasskey(origin="http://localhost:1"))

    assert (answer.status_code, Authenticator.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "nonsense",
    [
        "", "x", "null", "[]", "1", '"x"', "{}", '{"id": 1}', '{"rawId": "AA", "id": "AA"}',
        '{"rawId":"AA","id":"AA","type":"public-key","response":{}}',
        '{"rawId":"AA","id":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA","attestationObject":"oA"}}',
    ],
)  # fmt: skip
def test_nonsense_for_a_passkey_is_answered_plainly(mayor, signed_in, nonsense):
    enroll(mayor)
    visitor = Client()
    visitor.get(BY_PASSKEY, headers={"Accept": "application/json"})
    assert visitor.post(BY_PASSKEY, {"credential": nonsense}).url == SIGN_IN

    client = prove(signed_in(mayor))
    client.get(ADD)
    assert client.post(ADD, {"credential": nonsense}).status_code == 422
    client.get(PASSKEY_PROOF)
    assert client.post(PASSKEY_PROOF, {"credential": nonsense}).url == PASSKEY_PROOF


def test_options_name_only_ones_own_passkeys(mayor, chief):
    enroll(mayor)
    enroll(chief)
    asked: dict[str, Any] = options_on(by_password(mayor).get(SECOND_STEP))

    assert len(asked["publicKey"]["allowCredentials"]) == 1
    assert asked["publicKey"]["userVerification"] == "required"


def test_a7_signing_in_with_a_passkey_changes_the_key(mayor):
    passkey, client = enroll(mayor), Client()
    client.get(BY_PASSKEY, headers={"Accept": "application/json"})
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    by_passkey(passkey, client=client)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted

    assert client.session.session_key != planted
    assert (is_signed_in(client), thief.get(PAGE).url) == (True, f"{SIGN_IN}?next={PAGE}")


def test_a7_proving_again_with_a_passkey_changes_it_too(mayor):
    passkey = enroll(mayor)
    client = by_passkey(passkey)
    before = client.session.session_key
    send_passkey(client, PASSKEY_PROOF, passkey)

    assert client.session.session_key != before
    assert client.get(PAGE).status_code == 200


def test_a14_a_stranger_who_guesses_passwords_keeps_no_passkey_out(mayor):
    passkey = enroll(mayor)
    for _ in range(6):
        Client().post(SIGN_IN, {"login": mayor.email, "password": "a guess of somebody"})
    locked = by_password(mayor)
    assert locked.get(SECOND_STEP).url == SIGN_IN

    assert is_signed_in(by_passkey(passkey)) is True
