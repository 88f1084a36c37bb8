"""How people of tests confirm who they are."""

import json

from django.test import Client
from django.urls import reverse

from portal.models import Member
from portal.operations.step_up import StepUp
from portal.vocabulary.step_up import StepUpLevel
from tests.factories import PASSWORD
from tests.passkeys import SoftPasskey

PROOF = {"password": PASSWORD}
"""Goes into a form that is sent by somebody whom a factory made."""


def step_up_of(member: Member) -> StepUp:
    """The member confirmed with a passkey, for operations that are called without a page."""
    return StepUp(level=StepUpLevel.PASSKEY, factor="Phone", member_id=member.pk)


def passkey_proof(client: Client, passkey: SoftPasskey, place: str) -> dict[str, str]:
    """What the page's script puts into the form that goes to `place`."""
    asked = client.post(reverse("confirm_options"), {"place": place})
    return {"passkey": json.dumps(passkey.get(asked.json()))}
