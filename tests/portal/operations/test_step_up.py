"""Confirming who one is: with a passkey, here, now, once."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.test import override_settings
from fido2.utils import websafe_encode

from portal.models import AuditEvent, Member
from portal.operations.step_up import (
    NotConfirmed,
    StepUp,
    ask_for_passkey,
    confirm,
    of_sample_data,
    require_own,
)
from portal.vocabulary.audit import Verb
from portal.vocabulary.step_up import CHALLENGE, CHALLENGE_SECONDS, StepUpLevel
from tests.factories import PASSWORD, MemberFactory
from tests.passkeys import SoftPasskey, enroll
from tests.proofs import step_up_of

pytestmark = pytest.mark.django_db
HERE = "/statements/S-7K3MP/sign/"
with_passkeys = override_settings(PASSWORD_FOR_PASSKEY=False)


@pytest.fixture
def session(db: None) -> SessionBase:
    kept = SessionStore()
    kept.create()
    return kept


def answered(
    member: Member, session: SessionBase, passkey: SoftPasskey, *, place: str = HERE
) -> dict[str, Any]:
    """What the browser has after it asked for a passkey."""
    options = ask_for_passkey(member=member, session=session, place=place)
    session.save()
    answer = passkey.get(json.loads(json.dumps(options)))
    return {"member": member, "session": session, "place": place, "passkey": json.dumps(answer)}


def recorded() -> list[tuple[str, Any]]:
    rows = AuditEvent.objects.filter(verb__startswith="step_up")
    return list(rows.values_list("verb", "after__way"))


@with_passkeys
def test_a_passkey_confirms_and_is_named(mayor, session):
    passkey = enroll(mayor, "Phone of Ana")

    assert confirm(**answered(mayor, session, passkey)) == StepUp(
        level=StepUpLevel.PASSKEY, factor="Phone of Ana", member_id=mayor.pk
    )
    assert mayor.authenticator_set.get().last_used_at is not None
    assert recorded() == []


@with_passkeys
def test_b5_one_answer_is_one_action(mayor, session):
    given = answered(mayor, session, enroll(mayor))
    confirm(**given)

    with pytest.raises(NotConfirmed, match="did not fit"):
        confirm(**given)
    assert recorded() == [(Verb.STEP_UP_FAILED, "passkey")]


@with_passkeys
def test_b5_an_answer_that_did_not_fit_used_the_challenge_up(mayor, session):
    given = answered(mayor, session, enroll(mayor))

    with pytest.raises(NotConfirmed):
        confirm(**(given | {"passkey": "{}"}))
    with pytest.raises(NotConfirmed, match="did not fit"):
        confirm(**given)


@with_passkeys
def test_b5_an_answer_for_one_form_sends_no_other(mayor, session):
    given = answered(mayor, session, enroll(mayor))

    with pytest.raises(NotConfirmed, match="did not fit"):
        confirm(**(given | {"place": "/statements/S-7K3MP/publish/"}))


@with_passkeys
def test_a_challenge_holds_for_some_minutes(mayor, session):
    given = answered(mayor, session, enroll(mayor))
    session[CHALLENGE] = session[CHALLENGE] | {
        "at": session[CHALLENGE]["at"] - CHALLENGE_SECONDS - 1
    }
    session.save()

    with pytest.raises(NotConfirmed, match="did not fit"):
        confirm(**given)


def anothers(_: Member) -> SoftPasskey:
    return enroll(MemberFactory())


def from_elsewhere(member: Member) -> SoftPasskey:
    return enroll(member, origin="https://portal.example.attacker.example")


def from_below(member: Member) -> SoftPasskey:
    scheme, host = settings.SITE_URL.split("://")
    return enroll(member, origin=f"{scheme}://elsewhere.{host}")


def for_another_site(member: Member) -> SoftPasskey:
    return enroll(member, rp_id="attacker.example")


def unverified(member: Member) -> SoftPasskey:
    return enroll(member, verifies=False)


@with_passkeys
@pytest.mark.parametrize(
    "made", [anothers, from_elsewhere, from_below, for_another_site, unverified]
)
def test_a4_a_passkey_that_is_not_theirs_here_confirms_nothing(
    mayor, session, made: Callable[[Member], SoftPasskey]
):
    enroll(mayor)

    with pytest.raises(NotConfirmed, match="did not fit"):
        confirm(**answered(mayor, session, made(mayor)))
    assert recorded() == [(Verb.STEP_UP_FAILED, "passkey")]


@with_passkeys
def test_a4_another_challenge_does_not_fit(mayor, session):
    passkey = enroll(mayor)
    given = answered(mayor, session, passkey)
    other = passkey.get({"challenge": websafe_encode(b"of somebody else's page")})

    with pytest.raises(NotConfirmed, match="did not fit"):
        confirm(**(given | {"passkey": json.dumps(other)}))


BROKEN = [
    *("{}", "[]", "null", "7", "not JSON", '"text"', "[" * 5000),
    *('{"response": 1}', '{"id": "é", "rawId": "é", "response": {}, "type": "public-key"}'),
]


@with_passkeys
@pytest.mark.parametrize("answer", BROKEN)
def test_what_no_browser_sends_is_refused_in_a_sentence(mayor, session, answer):
    given = answered(mayor, session, enroll(mayor))

    with pytest.raises(NotConfirmed, match="did not fit"):
        confirm(**(given | {"passkey": answer}))


@with_passkeys
def test_a3_without_proof_nothing_is_confirmed_and_the_attempt_is_on_record(mayor, session):
    enroll(mayor)

    with pytest.raises(NotConfirmed) as refused:
        confirm(member=mayor, session=session, place=HERE, password=PASSWORD)

    assert str(refused.value) == "Confirm with your passkey to sign."
    entry = AuditEvent.objects.get(verb=Verb.STEP_UP_MISSING)
    assert (entry.actor, entry.after) == (mayor, {"place": HERE, "way": "passkey"})


@with_passkeys
def test_a4_who_has_no_passkey_is_told_to_add_one(mayor, session):
    with pytest.raises(NotConfirmed) as refused:
        confirm(member=mayor, session=session, place=HERE, to="publish", password=PASSWORD)
    with pytest.raises(NotConfirmed, match="Add a passkey first"):
        ask_for_passkey(member=mayor, session=session, place=HERE)

    assert str(refused.value) == "Add a passkey first, then publish."
    assert recorded() == [(Verb.STEP_UP_MISSING, "no_passkey")]


def test_in_the_demo_its_password_does(mayor, session):
    done = confirm(member=mayor, session=session, place=HERE, password=PASSWORD)

    assert done == StepUp(level=StepUpLevel.PASSWORD, factor="", member_id=mayor.pk)


@pytest.mark.parametrize(
    ("password", "sentence", "verb"),
    [
        ("", "Enter your password to sign.", Verb.STEP_UP_MISSING),
        ("another phrase", "That password did not fit. Try again.", Verb.STEP_UP_FAILED),
    ],
)
def test_a_password_that_is_not_there_or_wrong(mayor, session, password, sentence, verb):
    with pytest.raises(NotConfirmed) as refused:
        confirm(member=mayor, session=session, place=HERE, password=password)

    assert (str(refused.value), recorded()) == (sentence, [(verb, "password")])


def test_a3_without_a_password_there_is_no_confirming_in_the_demo(mayor, session):
    mayor.set_unusable_password()
    mayor.save()

    with pytest.raises(NotConfirmed, match="Set a password first"):
        confirm(member=mayor, session=session, place=HERE, password="!")
    assert recorded() == [(Verb.STEP_UP_MISSING, "no_password")]


def test_nobody_acts_under_what_somebody_else_confirmed(mayor, chief):
    require_own(step_up_of(mayor), actor=mayor)

    with pytest.raises(PermissionDenied):
        require_own(step_up_of(mayor), actor=chief)


def test_sample_data_says_what_it_is_and_is_not_for_production(mayor):
    done = of_sample_data(member=mayor)
    assert (done.level, done.factor) == (StepUpLevel.PASSWORD, "Sample data")

    with override_settings(PRODUCTION=True), pytest.raises(ImproperlyConfigured):
        of_sample_data(member=mayor)
