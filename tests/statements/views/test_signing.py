"""The page where a text is signed says what may be done now and why not, and loses nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.vocabulary.organizations import Capacity
from statements.models import Answer, Signature
from statements.operations.signing import recall_signature
from tests.factories import SeatFactory
from tests.proofs import PROOF
from tests.statements.signing_data import (
    ago,
    buttons,
    editor_of,
    mandate_for,
    newest,
    open_sign_on,
    organization_of,
    publish,
    revise,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


def field(page, name: str) -> str:
    """The value of a hidden field of the page."""
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def filled(page, member, **typed):
    """The page's form as a browser sends it."""
    return {
        "act": "sign",
        "organization": organization_of(member).pk,
        "digest": field(page, "digest"),
        "key": field(page, "key"),
        "signing_as": "officeholder",
        "printed_name": "Ana Example",
        "printed_title": "Mayor",
        "attested": "on",
        **PROOF,
    } | typed


def test_from_the_page_to_the_receipt(statement, ana, address, signed_in):
    client = signed_in(ana)
    page = client.get(address)
    answer = client.post(address, filled(page, ana))

    made = Signature.objects.get()
    assert answer.url == reverse("receipt", args=[statement.ref, made.pk])
    receipt = client.get(answer.url)
    assert buttons(receipt) == ["Recall", "Withdraw signature"]
    assert newest(statement).text_code in receipt.text
    assert "The office itself: Mayor, confirmed by Second Person, since" in receipt.text


def test_the_page_offers_two_ways_and_the_answers_behind_the_second(ana, address, signed_in):
    page = signed_in(ana).get(address)

    assert buttons(page) == ["Co-sign", "Not signing", "No objection", "Recused"]
    assert page.text.count("Not signing …") == 1


def test_a_double_click_leads_to_the_same_receipt(ana, address, signed_in):
    client = signed_in(ana)
    form = filled(client.get(address), ana)

    assert client.post(address, form).url == client.post(address, form).url
    assert Signature.objects.count() == 1


@pytest.mark.trust("B4")
def test_a_text_that_changed_while_the_page_was_open_is_shown_and_nothing_typed_is_lost(
    statement, ana, address, signed_in
):
    client = signed_in(ana)
    form = filled(client.get(address), ana, printed_title="Mayor of <Alder>")
    revise(statement)

    answer = client.post(address, form)

    assert (answer.status_code, Signature.objects.count()) == (409, 0)
    assert field(answer, "digest") == newest(statement).digest
    assert "Mayor of &lt;Alder&gt;" in answer.text
    assert "The text changed while you had the page open." in answer.text
    assert re.search(r"<ins>.*?3.*?</ins>", answer.text)
    assert 'name="attested" required' in answer.text.replace("  ", " ")
    assert "checked" not in answer.text.split('name="attested"')[1][:60]
    assert client.post(address, filled(answer, ana)).status_code == 302


def test_a_half_filled_form_comes_back_with_what_was_typed(ana, address, signed_in):
    client = signed_in(ana)
    form = filled(client.get(address), ana, printed_name="", printed_title="Acting mayor")

    answer = client.post(address, form)

    assert answer.status_code == 422
    assert "Give the name as it should print." in answer.text
    assert "Acting mayor" in answer.text


def test_an_earlier_signature_is_reconfirmed_on_the_same_address(
    statement, ana, address, signed_in
):
    made = sign(statement, ana)
    revise(statement)
    client = signed_in(ana)
    page = client.get(address)
    assert buttons(page) == ["Reconfirm", "Withdraw signature"]

    answer = client.post(
        address,
        {
            "act": "reconfirm",
            "organization": made.organization_id,
            "digest": field(page, "digest"),
            "attested": "on",
            **PROOF,
        },
    )

    receipt = client.get(answer.url)
    assert "Reconfirmed for version 2" in receipt.text
    assert newest(statement).text_code in receipt.text


@pytest.mark.parametrize("kind", ["declined", "no_objection", "recused"])
def test_another_answer_with_its_private_reason(statement, ana, address, signed_in, kind):
    client = signed_in(ana)
    client.post(
        address,
        {
            "act": "answer",
            "organization": organization_of(ana).pk,
            "kind": kind,
            "reason": "Counsel says so.",
        },
    )

    assert Answer.objects.values_list("kind", "reason").get() == (kind, "Counsel says so.")
    assert "Counsel says so." in client.get(address).text


def test_a_reason_is_never_shown_to_others(statement, ana, address, signed_in):
    client = signed_in(ana)
    sent = {"act": "answer", "organization": organization_of(ana).pk, "kind": "declined"}
    client.post(address, sent | {"reason": "Counsel says so."})

    assert "Counsel says so." not in signed_in(signer("Lee Other")).get(address).text


def test_what_is_never_stored_is_stopped_and_kept_in_the_form(statement, ana, address, signed_in):
    sent = {"act": "answer", "organization": organization_of(ana).pk, "kind": "declined"}
    answer = signed_in(ana).post(address, sent | {"reason": "About A123456789."})

    assert (answer.status_code, Answer.objects.count()) == (422, 0)
    assert "About A123456789." in answer.text


def test_the_page_says_when_the_time_ended(statement, ana, address, signed_in):
    open_sign_on(statement, deadline_at=ago(seconds=1))
    page = signed_in(ana).get(address)

    assert "The time to sign ended" in page.text
    assert buttons(page) == []


def test_staff_read_that_they_are_not_asked(statement, address, signed_in):
    page = signed_in(editor_of(statement)).get(address)

    assert "None of your organizations is asked to sign this statement." in page.text
    assert buttons(page) == []


def test_a_late_signer_is_welcome_after_the_release(statement, ana, address, signed_in):
    publish(statement)
    page = signed_in(ana).get(address)

    assert buttons(page) == ["Co-sign"]
    assert "You sign late" in page.text


def test_an_aide_reads_who_could_sign(ana, address, signed_in):
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    page = signed_in(aide).get(address)

    why = "nobody has given you authority to sign: a seat alone gives none"
    assert f"You cannot sign for Alder because {why}. Ana Example can." in page.text
    assert buttons(page) == []


def test_who_signed_is_named_to_those_who_are_asked(statement, ana, address, signed_in):
    for name in ("Bo First", "Cy Second"):
        sign(statement, signer(name))
    page = signed_in(ana).get(address)

    assert "Two organizations" in page.text
    assert ("Bo First" in page.text, "Cy Second" in page.text) == (True, True)


def test_somebody_who_acts_for_two_signs_for_one_after_the_other(
    statement, ana, address, signed_in
):
    seat = SeatFactory(member=ana, capacity=Capacity.PRINCIPAL, since=ago(days=9))
    mandate_for(ana)
    seat.mandates.create(instrument="office", valid_from=ago(days=1))
    page = signed_in(ana).get(address, {"organization": seat.organization_id})

    assert f'name="organization" value="{seat.organization_id}"' in page.text
    assert signed_in(ana).get(address, {"organization": 0}).status_code == 404


def test_a_recalled_signature_can_be_given_again_on_the_page(statement, ana, address, signed_in):
    recall_signature(signature_id=sign(statement, ana).pk, actor=ana)

    assert "Co-sign" in buttons(signed_in(ana).get(address))


def test_the_page_takes_as_many_queries_for_three_signers_as_for_thirty(
    statement, ana, address, signed_in
):
    client = signed_in(ana)
    client.get(address)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            sign(statement, signer())
        with CaptureQueriesContext(connection) as counted:
            client.get(address)
        counts.append(len(counted))

    assert counts[0] == counts[1]
