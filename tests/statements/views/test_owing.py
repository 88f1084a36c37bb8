"""Forms that bind, of somebody who owes a factor, and while nobody counts the tries."""

from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from portal.models import AuditEvent, Member
from portal.vocabulary.audit import Verb
from statements.models import Signature
from tests.conftest import BACKEND
from tests.passkeys import enroll, prove
from tests.proofs import PROOF, passkey_proof
from tests.statements.publishing_data import frozen_statement, publishers
from tests.statements.signing_data import newest, organization_of

pytestmark = pytest.mark.django_db
with_passkeys = override_settings(PASSWORD_FOR_PASSKEY=False)


NO_SERVER = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/1",
        "OPTIONS": {"socket_connect_timeout": 1},
    }
}


def signing(statement: Any, member: Member, **more: str) -> dict[str, Any]:
    return {
        "act": "sign",
        "organization": organization_of(member).pk,
        "digest": newest(statement).digest,
        "key": "form",
        "signing_as": "officeholder",
        "printed_name": member.name,
        "printed_title": "Mayor",
        "attested": "on",
    } | more


def at_the_door(member: Member, **given: Any) -> Client:
    """Signed in, and no more than that."""
    client = Client(**given)
    client.force_login(member, backend=BACKEND)
    return client


def missing() -> list[tuple[int, str]]:
    found = AuditEvent.objects.filter(verb=Verb.STEP_UP_MISSING)
    return [(event.actor_id, event.after["place"]) for event in found]


@with_passkeys
def test_b5_a_form_that_binds_is_on_record_once_though_it_is_stopped_at_the_door(statement, ana):
    address = reverse("sign", args=[statement.ref])
    answer = at_the_door(ana).post(address, signing(statement, ana))

    assert (answer.status_code, Signature.objects.count()) == (403, 0)
    assert missing() == [(ana.pk, address)]
    assert AuditEvent.objects.get(verb=Verb.STEP_UP_MISSING).after["way"] == "no_passkey"


@with_passkeys
def test_b5_so_are_clearing_publishing_and_lending(ana):
    publisher = publishers()[0]
    statement = frozen_statement([publisher])
    body = organization_of(ana)
    clearing = reverse("take_step", args=[statement.ref, "clear"])
    tried = [
        (publisher, clearing, {"text": "1"}),
        (publisher, reverse("publish", args=[statement.ref]), {}),
        (ana, reverse("authority_delegate", args=[body.pk]), {}),
    ]
    answers = [at_the_door(who).post(address, sent) for who, address, sent in tried]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert missing() == [(who.pk, address) for who, address, _ in tried]


@with_passkeys
def test_b5_a_form_that_binds_nothing_leaves_no_entry(statement, ana):
    address = reverse("sign", args=[statement.ref])
    answered = at_the_door(ana).post(address, signing(statement, ana, act="answer"))
    handed = at_the_door(ana).post(reverse("take_step", args=[statement.ref, "hand-over"]))

    assert (answered.status_code, handed.status_code, missing()) == (403, 403, [])


@override_settings(CACHES=NO_SERVER, RATE_LIMITS={})
@pytest.mark.parametrize("password", ["a guess of somebody", PROOF["password"]])
def test_e16_with_the_cache_away_no_password_is_tried(statement, ana, password):
    address = reverse("sign", args=[statement.ref])
    client = at_the_door(ana, raise_request_exception=False)
    answer = client.post(address, signing(statement, ana, password=password))

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert (Signature.objects.count(), password in answer.text) == (0, False)
    assert "Mayor" in answer.text


@with_passkeys
def test_e16_with_the_cache_away_a_passkey_still_signs(statement, ana):
    passkey, client = enroll(ana), prove(at_the_door(ana))
    address = reverse("sign", args=[statement.ref])
    proof = passkey_proof(client, passkey, address)
    with override_settings(CACHES=NO_SERVER, RATE_LIMITS={}):
        answer = client.post(address, signing(statement, ana, **proof))

    assert (answer.status_code, Signature.objects.count()) == (302, 1)
