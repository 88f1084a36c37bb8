"""Signing, reconfirming, clearing and publishing ask who it is, in the same form."""

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db.models.functions import Now
from django.test import Client, override_settings
from django.urls import reverse

import portal
from portal.models import AuditEvent, Member
from portal.vocabulary.audit import Verb
from portal.vocabulary.limits import Limit
from statements.models import Clearance, Publication, Reconfirmation, Signature
from tests.conftest import BACKEND
from tests.passkeys import enroll, prove
from tests.proofs import PROOF, passkey_proof
from tests.statements.publishing_data import clear, frozen_statement, publishers, scheduled
from tests.statements.signing_data import (
    joint_statement,
    newest,
    open_sign_on,
    organization_of,
    revise,
    sign,
)

pytestmark = pytest.mark.django_db
with_passkeys = override_settings(PASSWORD_FOR_PASSKEY=False)
ROOT = Path(portal.__file__).parents[1]


def entered(member: Member) -> Client:
    """Signed in with a passkey."""
    client = Client()
    client.force_login(member, backend=BACKEND)
    return prove(client)


def form(statement, member: Member, **more: Any) -> dict[str, Any]:
    return {
        "act": "sign",
        "organization": organization_of(member).pk,
        "digest": newest(statement).digest,
        "key": "form",
        "signing_as": "officeholder",
        "printed_name": "Ana Example",
        "printed_title": "Mayor",
        "attested": "on",
    } | more


def verbs() -> list[str]:
    return list(
        AuditEvent.objects.filter(verb__startswith="step_up").values_list("verb", flat=True)
    )


@with_passkeys
def test_one_press_with_a_passkey_signs_and_the_receipt_says_so(statement, ana, address):
    passkey, client = enroll(ana, "iPhone"), entered(ana)
    page = client.get(address)
    proof = passkey_proof(client, passkey, address)

    answer = client.post(address, form(statement, ana, **proof))

    made = Signature.objects.get()
    assert 'data-passkey="confirm"' in page.text
    assert (answer.status_code, made.step_up) == (302, "passkey")
    assert "Passkey (iPhone)" in client.get(answer.url).text
    after = AuditEvent.objects.get(verb=Verb.STATEMENT_SIGNED).after
    assert (after["confirmed_with"], after["factor"]) == ("passkey", "iPhone")


@with_passkeys
def test_b5_a_form_without_proof_is_stored_nowhere_and_nothing_follows_the_proof(
    statement, ana, address
):
    passkey, client = enroll(ana), entered(ana)
    client.get(address)
    before = set(client.session.keys())

    answer = client.post(address, form(statement, ana, printed_title="Mayor of <Alder>"))

    assert (answer.status_code, Signature.objects.count()) == (403, 0)
    assert "Confirm with your passkey to sign." in answer.text
    assert "Mayor of &lt;Alder&gt;" in answer.text
    assert set(client.session.keys()) == before
    passkey_proof(client, passkey, address)
    client.get(address)
    assert (Signature.objects.count(), verbs()) == (0, [Verb.STEP_UP_MISSING])


@with_passkeys
def test_b5_one_proof_is_one_action(statement, ana, address):
    passkey, client = enroll(ana), entered(ana)
    other = joint_statement()
    open_sign_on(other)
    proof = passkey_proof(client, passkey, address)
    client.post(address, form(statement, ana, **proof))

    again = client.post(reverse("sign", args=[other.ref]), form(other, ana, key="another", **proof))
    withdrawn = reverse("receipt", args=[statement.ref, Signature.objects.get().pk])
    client.post(withdrawn, {"act": "recall"})
    anew = client.post(address, form(statement, ana, key="third", **proof))

    assert [again.status_code, anew.status_code] == [403, 403]
    assert (Signature.objects.count(), verbs()) == (1, [Verb.STEP_UP_FAILED] * 2)


@with_passkeys
def test_a_form_sent_again_shows_what_it_made_and_asks_for_no_second_proof(statement, ana, address):
    client = entered(ana)
    sent = form(statement, ana, **passkey_proof(client, enroll(ana), address))

    assert client.post(address, sent).url == client.post(address, sent).url
    assert (Signature.objects.count(), verbs()) == (1, [])


@with_passkeys
def test_a3_who_has_neither_password_nor_factor_signs_nothing(statement, ana, address):
    ana.set_unusable_password()
    ana.save()
    client = Client()
    client.force_login(ana, backend=BACKEND)
    at_the_door = client.post(address, form(statement, ana))
    at_the_form = prove(client).post(address, form(statement, ana))

    assert (at_the_door.status_code, at_the_form.status_code) == (403, 403)
    assert (Signature.objects.count(), verbs()) == (0, [Verb.STEP_UP_MISSING] * 2)
    assert f"{reverse('mfa_add_webauthn')}?next=" in at_the_form.text


def test_a3_in_the_demo_somebody_without_a_password_signs_nothing(statement, ana, address):
    ana.set_unusable_password()
    ana.save()
    client = Client()
    client.force_login(ana, backend=BACKEND)
    answer = client.post(address, form(statement, ana, **PROOF))

    assert (answer.status_code, Signature.objects.count()) == (403, 0)
    assert "Set a password first, then sign." in answer.text
    assert verbs() == [Verb.STEP_UP_MISSING]


@with_passkeys
def test_a4_with_an_app_code_only_one_is_told_to_add_a_passkey(statement, ana, address):
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = entered(ana)
    page = client.get(address)
    answer = client.post(address, form(statement, ana, code="123456", **PROOF))

    assert "Add a passkey first, then sign." in page.text
    assert f"{reverse('mfa_add_webauthn')}?next=%2Fstatements%2F{statement.ref}" in page.text
    assert (answer.status_code, Signature.objects.count()) == (403, 0)


@with_passkeys
def test_a_passkey_reconfirms(statement, ana, address):
    passkey, client = enroll(ana), entered(ana)
    made = sign(statement, ana)
    revise(statement)
    sent = form(statement, ana, act="reconfirm")

    refused = client.post(address, sent)
    done = client.post(address, sent | passkey_proof(client, passkey, address))
    again = client.post(address, sent)

    receipt = reverse("receipt", args=[statement.ref, made.pk])
    assert (refused.status_code, done.url, again.url) == (403, receipt, receipt)
    assert Reconfirmation.objects.get().step_up == "passkey"


@with_passkeys
def test_a_changed_text_is_shown_before_anybody_confirms(statement, ana, address):
    passkey, client = enroll(ana), entered(ana)
    sent = form(statement, ana, **passkey_proof(client, passkey, address))
    revise(statement)

    assert client.post(address, sent).status_code == 409
    assert verbs() == []


def test_in_the_demo_the_password_is_asked_for_and_a_wrong_one_keeps_what_was_typed(
    statement, ana, signed_in, address
):
    client = signed_in(ana)
    page = client.get(address)
    wrong = form(statement, ana, printed_title="Acting mayor", password="another phrase")
    answer = client.post(address, wrong)

    assert 'autocomplete="current-password"' in page.text
    assert (answer.status_code, Signature.objects.count()) == (403, 0)
    assert ("did not fit" in answer.text, "Acting mayor" in answer.text) == (True, True)
    assert "checked" in answer.text.split('name="attested"')[1][:60]
    assert "another phrase" not in answer.text


def test_an_incomplete_form_is_said_before_anybody_confirms(statement, ana, signed_in, address):
    answer = signed_in(ana).post(address, form(statement, ana, printed_name=""))

    assert (answer.status_code, verbs()) == (422, [])


@override_settings(RATE_LIMITS={Limit.CONFIRM: "2/m/user"})
def test_e16_passwords_are_not_tried_for_long(statement, ana, signed_in, address):
    cache.clear()
    client = signed_in(ana)
    wrong = form(statement, ana, password="another phrase")
    tried = [client.post(address, wrong).status_code for _ in range(2)]
    answer = client.post(address, form(statement, ana, **PROOF))

    assert (tried, answer.status_code) == ([403, 403], 429)
    assert int(answer["Retry-After"]) > 0
    assert Signature.objects.count() == 0


# --- clearing and publishing ---------------------------------------------------------------------


@pytest.fixture
def staff(db: None) -> list[Member]:
    return publishers()


@with_passkeys
def test_a_passkey_clears(staff):
    statement = frozen_statement(staff)
    passkey, client = enroll(staff[0]), entered(staff[0])
    address = reverse("take_step", args=[statement.ref, "clear"])
    sent = {"text": newest(statement).pk}

    refused = client.post(address, sent, follow=True)
    count = Clearance.objects.count()
    client.post(address, sent | passkey_proof(client, passkey, address))

    assert "Confirm with your passkey to clear the text for release." in refused.text
    assert (count, Clearance.objects.count()) == (0, 1)
    after = AuditEvent.objects.get(verb=Verb.STATEMENT_CLEARED).after
    assert (after["confirmed_with"], after["factor"]) == ("passkey", "Phone")


@with_passkeys
def test_one_passkey_clears_and_publishes(staff):
    statement = frozen_statement(staff)
    clear(statement, staff[1:])
    passkey, client = enroll(staff[0]), entered(staff[0])
    address = reverse("publish", args=[statement.ref])
    sent = {"when": "soon", "order": "leaders", "text": newest(statement).pk}

    looked = client.post(address, sent | {"preview": "1"})
    refused = client.post(address, sent)
    done = client.post(address, sent | passkey_proof(client, passkey, address))

    assert [looked.status_code, refused.status_code, done.status_code] == [200, 403, 302]
    assert "Confirm with your passkey to publish." in refused.text
    assert (Publication.objects.count(), verbs()) == (1, [Verb.STEP_UP_MISSING])
    kept = AuditEvent.objects.filter(verb=Verb.PUBLICATION_SCHEDULED, actor=staff[0]).get().after
    assert (kept["confirmed_with"], kept["factor"]) == ("passkey", "Phone")


# --- nowhere else --------------------------------------------------------------------------------


def test_b5_a_proof_is_made_in_one_place_and_nothing_puts_a_form_aside():
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text()
        for package in ("portal", "statements", "roundtable")
        for path in (ROOT / package).rglob("*.py")
    }
    making = [path for path, text in sources.items() if re.search(r"\bStepUp\(", text)]
    aside = re.compile(r"@reauthentication_required|suspend_request|stash_and_reauthenticate")

    assert making == ["portal/operations/step_up.py"]
    assert [path for path, text in sources.items() if aside.search(text)] == []


@with_passkeys
def test_b5_one_passkey_builds_a_held_release_again(staff):
    statement = frozen_statement(staff)
    clear(statement, staff)
    publication = scheduled(statement, staff[0])
    Publication.objects.filter(pk=publication.pk).update(held_at=Now(), held_reason="Cass left.")
    passkey, client = enroll(staff[1]), entered(staff[1])
    address = reverse("publish_again", args=[statement.ref])

    refused = client.post(address)
    count = Publication.objects.count()
    done = client.post(address, passkey_proof(client, passkey, address))

    assert [refused.status_code, done.status_code] == [403, 302]
    assert "Confirm with your passkey to publish." in refused.text
    assert (count, Publication.objects.count()) == (1, 2)
    kept = AuditEvent.objects.filter(verb=Verb.PUBLICATION_SCHEDULED, actor=staff[1]).get().after
    assert (kept["confirmed_with"], kept["factor"]) == ("passkey", "Phone")
