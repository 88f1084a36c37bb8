"""What changes an account is asked for by its owner, who proves it first; no form is put aside."""

import pytest
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import get_resolver

from portal.models import Member, OutgoingMail
from portal.vocabulary.factors import SENT_SECONDS
from tests.factories import PASSWORD
from tests.passkeys import enroll
from tests.portal.factor_pages import (
    PASSKEY_PROOF,
    by_mailed_code,
    by_passkey,
    by_password,
    let_pass,
    send_passkey,
)
from tests.portal.test_access import addresses, named_patterns, people  # noqa: F401 - fixtures

EMAIL = "/accounts/email/"
SET = "/accounts/password/set/"
CHANGE = "/accounts/password/change/"
NEW = "a phrase of the thief"
EVERYTHING = {
    "action_add": "",
    "email": "thief@evil.example",
    "oldpassword": PASSWORD,
    "password1": NEW,
    "password2": NEW,
    "name": "Thief",
    "code": "123456",
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]


@pytest.fixture
def nothing_counted():
    cache.clear()
    yield
    cache.clear()


def left(client: Client) -> Client:
    """As if its owner had gone long ago, but not so long that the session is over."""
    session = client.session
    session["account_authentication_methods"] = [
        {**method, "at": method["at"] - 2 * SENT_SECONDS}
        for method in session.get("account_authentication_methods", [])
    ]
    session.save()
    let_pass(client, 2 * SENT_SECONDS)
    return client


def state_of(member: Member) -> tuple[object, ...]:
    member = Member.objects.get(pk=member.pk)
    return (
        member.email,
        member.password,
        list(EmailAddress.objects.values_list("email", "verified").order_by("pk")),
        list(Authenticator.objects.values_list("pk", "type", "data").order_by("pk")),
        OutgoingMail.objects.exclude(subject__contains="device").count(),
    )


@pytest.mark.trust("B5", "A16")
@override_settings(PASSWORD_FOR_PASSKEY=False)
def test_no_form_of_an_account_is_put_aside_and_sent_after_a_proof(people, addresses):  # noqa: F811 - fixtures
    member = people["mayor"]
    passkey = enroll(member)
    names = [
        pattern.name
        for pattern in named_patterns(get_resolver())
        if addresses.get(pattern.name, "").startswith("/accounts/")
    ]
    changed, kept = [], {}
    for name in names:
        client = left(by_passkey(passkey))
        before = state_of(member)
        client.post(addresses[name], EVERYTHING)
        kept[name] = STATE_SESSION_KEY in client.session
        if "_auth_user_id" in client.session:
            send_passkey(client, PASSKEY_PROOF, passkey, next=addresses[name])
            kept[name] |= STATE_SESSION_KEY in client.session
        if state_of(member) != before:
            changed.append(name)
        cache.clear()

    assert len(names) > 25
    assert [name for name, is_kept in kept.items() if is_kept] == []
    assert changed == []


@pytest.mark.trust("A16")
@override_settings(PASSWORD_FOR_PASSKEY=False)
@pytest.mark.parametrize("path", [EMAIL, SET, CHANGE])
def test_an_account_is_changed_only_right_after_a_proof(mayor, path):
    passkey = enroll(mayor)
    if path == SET:
        Member.objects.filter(pk=mayor.pk).update(password="!")
    client = left(by_passkey(passkey))
    before = state_of(mayor)
    looked, sent = client.get(path), client.post(path, EVERYTHING)

    way = f"{PASSKEY_PROOF}?next={path.replace('/', '%2F')}"
    assert [looked["Location"], sent["Location"]] == [way, way]
    assert state_of(mayor) == before

    back = send_passkey(client, PASSKEY_PROOF, passkey, next=path)
    assert (back["Location"], client.get(path).status_code) == (path, 200)
    assert state_of(mayor) == before
    client.post(path, EVERYTHING)
    assert state_of(mayor) != before


@override_settings(PASSWORD_FOR_PASSKEY=True)
def test_whoever_has_a_password_alone_proves_with_that(aide):
    client = left(by_password(aide))

    assert client.get(EMAIL)["Location"].startswith("/accounts/reauthenticate/")


@override_settings(PASSWORD_FOR_PASSKEY=True)
def test_whoever_has_neither_password_nor_factor_signs_in_anew(aide):
    Member.objects.filter(pk=aide.pk).update(password="!")
    client, _ = by_mailed_code(aide)

    assert client.get(SET).status_code == 200
    assert left(client).get(SET)["Location"].startswith("/accounts/factors/again/")
