"""One answer of a passkey, sent with two forms at once: one of them is confirmed."""

import json

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import override_settings

from portal.operations.step_up import NotConfirmed, StepUp, ask_for_passkey, confirm
from tests.factories import MemberFactory
from tests.passkeys import enroll
from tests.races.conftest import ROUNDS

pytestmark = pytest.mark.usefixtures("cloned_database")
HERE = "/statements/S-7K3MP/sign/"


@override_settings(PASSWORD_FOR_PASSKEY=False)
def test_b5_of_two_forms_with_one_answer_one_is_confirmed(at_once):
    member = MemberFactory()
    passkey = enroll(member)
    for _ in range(ROUNDS):
        session = SessionStore()
        options = ask_for_passkey(member=member, session=session, place=HERE)
        session.create()
        answer = json.dumps(passkey.get(options))

        def send(key: str | None = session.session_key, answer: str = answer) -> StepUp:
            """Each request has read the session for itself."""
            kept = SessionStore(key)
            kept.load()
            return confirm(member=member, session=kept, place=HERE, passkey=answer)

        results = at_once(send, send)

        assert sorted(type(result).__name__ for result in results) == [
            NotConfirmed.__name__,
            StepUp.__name__,
        ]
