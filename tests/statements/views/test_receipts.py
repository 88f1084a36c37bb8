"""The receipt of a signature, for whom it is, and how the signature is taken back there."""

import pytest
from django.urls import reverse

from portal.vocabulary.organizations import Capacity
from statements.operations.signing import withdraw_signature
from statements.queries.signing import waiting_sign_ons
from tests.factories import SeatFactory
from tests.statements.signing_data import (
    ago,
    buttons,
    joint_statement,
    open_sign_on,
    organization_of,
    revise,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


def test_who_has_signed_sees_it_and_may_withdraw(statement, ana, address, signed_in):
    made = sign(statement, ana)
    client = signed_in(ana)
    assert buttons(client.get(address)) == ["Withdraw signature"]

    receipt = reverse("receipt", args=[statement.ref, made.pk])
    assert client.post(receipt, {"act": "withdraw", "reason": ""}).status_code == 422
    assert client.post(receipt, {"act": "withdraw", "reason": "A mistake."}).status_code == 302
    assert "A mistake." in client.get(receipt).text
    assert "Withdrawn on" in client.get(receipt).text


def test_a_recall_needs_no_reason(statement, ana, signed_in):
    made = sign(statement, ana)
    receipt = reverse("receipt", args=[statement.ref, made.pk])

    assert signed_in(ana).post(receipt, {"act": "recall"}).status_code == 302
    made.refresh_from_db()
    assert made.ended_as == "recalled"


def test_a_receipt_is_for_the_organization_and_the_issuers_staff(statement, ana, signed_in):
    made = sign(statement, ana)
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    staff = SeatFactory(organization=statement.issuers.get(), capacity=Capacity.EDITOR).member
    receipt = reverse("receipt", args=[statement.ref, made.pk])
    reached = [signed_in(who).get(receipt).status_code for who in (ana, aide, staff, signer())]

    assert reached == [200, 200, 200, 404]
    assert buttons(signed_in(staff).get(receipt)) == []


def test_what_waits_is_silent_or_stale(statement, ana):
    def waiting() -> list[str]:
        return [found.standing for found in waiting_sign_ons(ana)]

    assert waiting() == ["silent"]
    made = sign(statement, ana)
    assert waiting() == []
    revise(statement)
    assert waiting() == ["stale"]
    withdraw_signature(signature_id=made.pk, reason="A mistake.", actor=ana)
    assert waiting() == []
    open_sign_on(joint_statement(), deadline_at=ago(seconds=1))
    assert waiting() == []
