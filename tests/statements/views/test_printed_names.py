"""What prints under a text is read by everybody as it was signed."""

import pytest
from django.test import Client
from django.urls import reverse

from statements.models import Signature
from tests.conftest import BACKEND
from tests.proofs import PROOF
from tests.statements.signing_data import newest, organization_of

pytestmark = pytest.mark.django_db
HIDDEN = "It holds a character that nobody sees, or that turns what is read. Type it again."
TWO_LINES = "Write it on one line."


def sign(statement, member, **more: str):
    client = Client()
    client.force_login(member, backend=BACKEND)
    sent = {
        "act": "sign",
        "organization": organization_of(member).pk,
        "digest": newest(statement).digest,
        "key": "form",
        "signing_as": "officeholder",
        "printed_name": member.name,
        "printed_title": "Mayor",
        "attested": "on",
        **PROOF,
    }
    return client.post(reverse("sign", args=[statement.ref]), sent | more)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("printed_name", "Ana\u202eelpmaxE", HIDDEN),
        ("printed_title", "Mayor\nJohn Doe, Mayor, City of Gotham", TWO_LINES),
        ("printed_title", "Mayor\u2029John Doe", TWO_LINES),
        ("printed_name", "\u3164", HIDDEN),
    ],
)
def test_d7_a_hidden_name_or_title_is_not_signed(statement, ana, field, typed, sentence):
    answer = sign(statement, ana, **{field: typed})

    assert (answer.status_code, Signature.objects.count()) == (422, 0)
    assert answer.text.count(sentence) > 0


def test_d7_what_is_signed_is_one_clean_line(statement, ana):
    answer = sign(statement, ana, printed_title="  Mayor\u200b  of Alder ")

    assert answer.status_code == 302
    assert Signature.objects.get().printed_title == "Mayor of Alder"
