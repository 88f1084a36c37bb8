"""Adding, renaming and removing passkeys and app codes."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from portal.models import AuditEvent, Member, OutgoingMail
from portal.operations.factors import remove_factors
from portal.vocabulary.audit import Verb
from portal.vocabulary.factors import PROVED_AT, Factor
from tests.factories import PASSWORD
from tests.passkeys import SoftPasskey, enroll
from tests.portal.factor_pages import (
    ADD,
    APP_OFF,
    HOME,
    PAGE,
    PASSKEY_PROOF,
    SIGN_IN,
    app_of,
    by_mailed_code,
    by_passkey,
    is_signed_in,
    let_pass,
    send_passkey,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_in_production() -> Iterator[None]:
    """Factors are required, and the tries of one test are not counted in the next."""
    cache.clear()
    with override_settings(PASSWORD_FOR_PASSKEY=False):
        yield
    cache.clear()


def number_of(member: Member, kind: Factor = Factor.PASSKEY) -> int:
    return int(Authenticator.objects.filter(user=member, type=kind).latest("pk").pk)


def remove_path(member: Member) -> str:
    return f"{HOME}webauthn/{number_of(member)}/remove/"


def elsewhere(member: Member, passkey: SoftPasskey) -> Client:
    """Another browser, signed in."""
    client = by_passkey(passkey)
    assert is_signed_in(client)
    return client


def test_a9_adding_one_signs_out_everywhere_else_and_is_told(mayor):
    first = enroll(mayor)
    here, there = elsewhere(mayor, first), elsewhere(mayor, first)
    OutgoingMail.objects.all().delete()
    answer = send_passkey(here, ADD, SoftPasskey(), name="Work laptop")

    assert (answer.url, here.get(PAGE).status_code) == (HOME, 200)
    assert there.get(PAGE).url == f"{SIGN_IN}?next={PAGE}"
    entry = AuditEvent.objects.get(verb=Verb.FACTOR_ADDED)
    assert (entry.actor, entry.after) == (mayor, {"kind": "webauthn", "name": "Work laptop"})
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (mayor.email, "A passkey was added to your account")
    assert 'the passkey "Work laptop" was added' in mail.text
    assert f"\n{settings.SITE_URL}{HOME}\n" in mail.text


def test_a9_so_does_removing_one(mayor):
    first = enroll(mayor)
    here, there = elsewhere(mayor, first), elsewhere(mayor, first)
    enroll(mayor, "Old phone")
    answer = here.post(remove_path(mayor))

    assert (answer.url, there.get(PAGE).status_code) == (HOME, 302)
    assert AuditEvent.objects.get(verb=Verb.FACTOR_REMOVED).before["name"] == "Old phone"
    assert OutgoingMail.objects.latest("pk").subject == "A passkey was removed from your account"
    assert Authenticator.objects.count() == 1


def test_the_last_passkey_that_is_needed_stays(mayor):
    client = by_passkey(enroll(mayor))
    sentence = "Your seat needs a passkey. Add another passkey before you remove this one."
    assert client.get(remove_path(mayor)).text.count(sentence) == 1
    answer = client.post(remove_path(mayor))

    assert (answer.status_code, answer.text.count(sentence)) == (409, 1)
    assert Authenticator.objects.count() == 1


def test_of_two_kinds_either_may_go_where_either_does(aide):
    client = by_passkey(enroll(aide))
    app_of(aide)
    assert client.post(APP_OFF).url == HOME
    assert client.post(remove_path(aide)).status_code == 409
    assert list(Authenticator.objects.values_list("type", flat=True)) == [Factor.PASSKEY]


def test_nobody_changes_a_passkey_of_somebody_else(mayor, chief):
    enroll(chief)
    client = by_passkey(enroll(mayor))
    theirs = f"{HOME}webauthn/{number_of(chief)}"

    assert [client.post(f"{theirs}/{part}/").status_code for part in ("remove", "edit")] == [
        404
    ] * 2


def test_a_passkey_is_called_after_its_device_and_can_be_renamed(mayor, signed_in):
    client = signed_in(mayor)
    iphone = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) Version/18.5 Safari/604.1"}
    assert client.get(ADD, headers=iphone).context["form"].initial == {
        "name": "Safari on an iPhone"
    }
    send_passkey(client, ADD, SoftPasskey())
    client.post(f"{HOME}webauthn/{number_of(mayor)}/edit/", {"name": "  My   phone "})

    [passkey] = client.get(HOME).context["passkeys"]
    assert passkey.name == "My phone"


@pytest.mark.parametrize("path", [ADD, HOME + "webauthn/{}/remove/"])
def test_after_a_while_changing_asks_for_the_passkey_again(mayor, path):
    passkey = enroll(mayor)
    enroll(mayor, "Old phone")
    client = by_passkey(passkey)
    path = path.format(number_of(mayor))
    let_pass(client, 5 * 60 + 1)
    asked = client.get(path)
    assert asked.url.startswith(f"{PASSKEY_PROOF}?next=")
    answer = send_passkey(client, asked.url, passkey, next=path)

    assert (answer.url, client.get(path).status_code) == (path, 200)


def test_nothing_that_was_sent_too_late_is_done_later(mayor):
    passkey = enroll(mayor)
    enroll(mayor, "Old phone")
    client = by_passkey(passkey)
    path = remove_path(mayor)
    let_pass(client, 10 * 60 + 1)
    asked = client.post(path)
    send_passkey(client, asked.url, passkey, next=path)

    assert Authenticator.objects.filter(user=mayor).count() == 2


def test_whoever_has_only_mailed_codes_signs_in_again_for_it(aide):
    Member.objects.filter(pk=aide.pk).update(password="!")
    client, _ = by_mailed_code(aide)
    assert client.get(ADD).status_code == 200
    let_pass(client, 5 * 60 + 1)
    asked = client.get(ADD)
    assert asked.url == f"{HOME}again/?next=%2Faccounts%2Ffactors%2Fwebauthn%2Fadd%2F"

    there = client.get(asked.url).context["sign_in_url"]
    assert (
        client.post("/accounts/logout/", {"next": there}).url
        == f"{SIGN_IN}?next=%2Faccounts%2Ffactors%2Fwebauthn%2Fadd%2F"
    )


def test_whoever_has_a_passkey_does_not_prove_with_a_password(mayor):
    client = by_passkey(enroll(mayor))
    before = client.session[PROVED_AT]
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert (answer.url, client.session[PROVED_AT]) == (PASSKEY_PROOF, before)


def test_a15_all_of_them_are_removed_at_once_and_every_session_ends(aide, publisher):
    passkey = enroll(aide)
    app_of(aide)
    client = elsewhere(aide, passkey)
    removed = remove_factors(member=aide, actor=publisher, reason="Lost phone")

    assert (removed, Authenticator.objects.count()) == (2, 0)
    assert client.get(PAGE).url == f"{SIGN_IN}?next={PAGE}"
    entry = AuditEvent.objects.get(verb=Verb.FACTOR_REMOVED)
    assert (entry.actor, entry.reason, entry.after["factors"]) == (publisher, "Lost phone", [])


def test_the_account_menu_leads_to_them(mayor):
    assert by_passkey(enroll(mayor)).get(PAGE).text.count(f'<a href="{HOME}">Passkeys') == 2
