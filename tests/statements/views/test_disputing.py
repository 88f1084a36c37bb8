"""The receipt as evidence, the line on the working page, and "This wasn't me"."""

import pytest
from django.urls import reverse

from portal.vocabulary.organizations import Capacity
from statements.operations.signing import reconfirm_signature
from tests.factories import SeatFactory
from tests.proofs import step_up_of
from tests.statements.authority.data import queries
from tests.statements.recording_data import recorded
from tests.statements.signing_data import (
    buttons,
    delegated,
    editor_of,
    newest,
    organization_of,
    revise,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(statement):
    return editor_of(statement)


def test_the_receipt_says_who_as_what_by_which_authority_which_text_and_how(
    statement, ana, signed_in
):
    made = sign(statement, ana)
    page = signed_in(ana).get(reverse("receipt", args=[statement.ref, made.pk])).text
    said = (
        *(
            "Ana Example</strong><br>Mayor",
            "City of Alder",
            "As officeholder, for the organization",
        ),
        *(
            "The office itself: Mayor, confirmed by Second Person, since",
            "Passkey (Phone)",
            made.revision.text_code,
            "Version 1",
        ),
        *(made.attestation, "Signed this text"),
    )

    assert [words for words in said if words not in page] == []


def test_a_reconfirmation_stands_there_with_its_own_text_authority_and_proof(
    statement, ana, signed_in
):
    made = sign(statement, ana)
    revise(statement)
    reconfirm_signature(
        signature_id=made.pk,
        digest=newest(statement).digest,
        attested=True,
        actor=ana,
        step_up=step_up_of(ana),
    )
    page = signed_in(ana).get(reverse("receipt", args=[statement.ref, made.pk])).text
    again = page.partition("Reconfirmed since")[2]

    assert made.revision.text_code in page.partition("Reconfirmed since")[0]
    assert f"version 2 (<code>{newest(statement).text_code}</code>) by Ana Example on" in again
    assert ("The office itself: Mayor" in again, "Confirmed with: Passkey" in again) == (True, True)
    assert "The text that was reconfirmed: version 2" in again


def test_the_working_page_asks_the_same_for_3_signers_and_for_30(statement, staff, signed_in):
    client, asked = signed_in(staff), []
    address = reverse("statement_work", args=[statement.ref])
    for count in (3, 27):
        for number in range(count):
            recorded(statement, signer(f"Sam {count} {number}"), staff)
        client.get(address)  # what is read once per process
        asked.append(queries(client, address))

    assert asked[0] == asked[1]


# --- "This wasn't me" -------------------------------------------------------------------------


def test_opening_the_link_ends_nothing_and_the_button_does(statement, ana, staff, signed_in):
    made = recorded(statement, ana, staff)
    address, client = reverse("dispute_signature", args=[statement.ref, made.pk]), signed_in(ana)

    assert buttons(client.get(address)) == ["This wasn't me"]
    made.refresh_from_db()
    assert made.ended_at is None
    answer = client.post(address, {"reason": ""}, follow=True)
    made.refresh_from_db()
    assert (made.ended_as, answer.status_code) == ("disputed", 200)
    assert "Disputed by the signer" in answer.text


def test_who_may_not_say_so_reads_who_can(statement, ana, staff, signed_in):
    made = recorded(statement, ana, staff)
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    address = reverse("dispute_signature", args=[statement.ref, made.pk])
    client = signed_in(aide)

    assert (
        "Only Ana Example, or somebody who may sign for City of Alder" in client.get(address).text
    )
    assert client.post(address, {"reason": ""}).status_code == 403
    made.refresh_from_db()
    assert made.ended_at is None


@pytest.mark.trust("B12")
def test_b9_of_what_was_pressed_only_its_signer_is_offered_it(statement, ana, signed_in):
    made = sign(statement, ana)
    deputy = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    delegated(deputy, by=ana)
    receipt = reverse("receipt", args=[statement.ref, made.pk])
    address = reverse("dispute_signature", args=[statement.ref, made.pk])
    client = signed_in(deputy)

    page = client.get(receipt)
    assert (address in page.text, buttons(page)) == (False, ["Recall", "Withdraw signature"])
    assert "Only Ana Example can say so" in client.get(address).text
    assert client.post(address, {"reason": ""}).status_code == 403
    made.refresh_from_db()
    assert made.ended_at is None


def test_a_stranger_finds_no_such_page(statement, ana, signed_in):
    made = sign(statement, ana)
    stranger = SeatFactory(capacity=Capacity.PRINCIPAL).member
    address = reverse("dispute_signature", args=[statement.ref, made.pk])

    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(stranger).post(address, {"reason": ""}).status_code == 404


def test_an_ordinary_receipt_leads_to_the_same_page(statement, ana, signed_in):
    made = sign(statement, ana)
    page = signed_in(ana).get(reverse("receipt", args=[statement.ref, made.pk])).text

    assert reverse("dispute_signature", args=[statement.ref, made.pk]) in page
