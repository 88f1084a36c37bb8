"""A text changes after somebody signed it: they agree to the new one, or another signs anew."""

import pytest
from django.db import IntegrityError, transaction

from portal.models import AuditEvent, Mandate, Member
from portal.operations.seats import end_seat
from portal.queries.clock import database_now
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.contributions import statement_cards
from statements.models import Reconfirmation, Signature
from statements.operations.signing import reconfirm_signature
from statements.queries.publishing import signatures_for_release
from statements.queries.standing import stand_of
from statements.vocabulary.signing import Ending, Standing
from tests.factories import MemberFactory, SeatFactory
from tests.proofs import step_up_of
from tests.statements.operations.test_names import deputy_of
from tests.statements.recording_data import recorded
from tests.statements.signing_data import (
    ago,
    buttons,
    editor_of,
    mandate_for,
    newest,
    open_sign_on,
    organization_of,
    revise,
    sign,
)
from tests.statements.telling_data import tell
from tests.statements.test_evidence import posted

pytestmark = pytest.mark.django_db


def successor_of(member: Member) -> Member:
    """Holds the office of the same organization too."""
    seat = SeatFactory(
        member=MemberFactory(name="Sue Cessor"),
        organization=organization_of(member),
        since=ago(days=2),
    )
    mandate_for(seat.member)
    return seat.member


def reconfirm(signature: Signature, member: Member) -> Reconfirmation:
    return reconfirm_signature(
        signature_id=signature.pk,
        digest=newest(signature.statement).digest,
        attested=True,
        actor=member,
        step_up=step_up_of(member),
    )


def listed(statement) -> list[str]:
    found = signatures_for_release(statement, database_now())
    return [signature.printed_name for signature in found]


OTHERS = pytest.mark.parametrize("other", [successor_of, deputy_of], ids=["successor", "delegate"])


@OTHERS
def test_b4_nobody_agrees_to_a_new_text_under_the_name_of_who_signed_the_earlier(
    statement, ana, other
):
    made, somebody = sign(statement, ana), other(ana)
    revise(statement)

    with pytest.raises(Refusal, match=r"^Ana Example signed the earlier text\. .* own name"):
        reconfirm(made, somebody)
    assert Reconfirmation.objects.count() == 0


@OTHERS
def test_b4_nor_past_every_page_and_operation(statement, ana, other):
    made, somebody = sign(statement, ana), other(ana)
    revise(statement)
    mandate = Mandate.objects.get(seat__member=somebody)

    with pytest.raises(IntegrityError, match="only who signed"), transaction.atomic():
        Reconfirmation.objects.create(
            signature=made,
            seat=mandate.seat,
            mandate=mandate,
            revision=newest(statement),
            digest=newest(statement).digest,
            attestation="Again.",
            step_up="passkey",
        )


@OTHERS
def test_b4_who_signs_the_new_text_takes_the_place_of_the_earlier_signature(statement, ana, other):
    made, somebody = sign(statement, ana), other(ana)
    revise(statement)

    anew = sign(statement, somebody)

    made.refresh_from_db()
    assert (made.ended_as, made.ended_reason) == (
        Ending.REPLACED,
        f"{somebody.name} signed the new text.",
    )
    assert made.ended_at < anew.signed_at
    assert stand_of(statement, organization_of(ana)).standing == Standing.SIGNED
    assert listed(statement) == [somebody.name]
    entries = AuditEvent.objects.filter(verb__in=(Verb.SIGNATURE_ENDED, Verb.STATEMENT_SIGNED))
    assert [(entry.verb, entry.actor) for entry in entries.order_by("pk")] == [
        (Verb.STATEMENT_SIGNED, ana),
        (Verb.SIGNATURE_ENDED, somebody),
        (Verb.STATEMENT_SIGNED, somebody),
    ]


def test_b4_after_the_signers_term_the_successors_own_name_goes_out(statement, ana):
    sign(statement, ana)
    sue, staff = successor_of(ana), editor_of(statement)
    end_seat(seat_id=ana.seats.get().pk, reason="Term ended.", actor=staff)
    revise(statement)
    assert listed(statement) == []

    sign(statement, sue)
    assert listed(statement) == ["Sue Cessor"]


def test_b4_who_took_up_the_same_text_carries_it_to_no_other(statement, ana):
    made, sue = sign(statement, ana), successor_of(ana)
    end_seat(seat_id=ana.seats.get().pk, reason="Term ended.", actor=editor_of(statement))
    reconfirm(made, sue)
    assert listed(statement) == ["Ana Example"]
    revise(statement)

    with pytest.raises(Refusal, match="signed the earlier text"):
        reconfirm(made, sue)
    sign(statement, sue)
    assert listed(statement) == ["Sue Cessor"]


def test_b4_a_letter_is_carried_on_by_its_signer_and_replaced_by_others(statement, ana):
    made, sue = recorded(statement, ana, editor_of(statement)), successor_of(ana)
    revise(statement)
    with pytest.raises(Refusal, match="signed the earlier text"):
        reconfirm(made, sue)

    reconfirm(made, ana)
    assert listed(statement) == ["Ana Example"]
    revise(statement)
    assert sign(statement, sue).recorded_by is None
    assert listed(statement) == ["Sue Cessor"]


def test_nothing_is_lost_where_the_new_signature_is_refused(statement, ana):
    made, sue = sign(statement, ana), successor_of(ana)
    revise(statement)
    for given in ({"attested": False}, {"printed_name": "Ana Example"}):
        with pytest.raises(Refusal):
            sign(statement, sue, **given)
    open_sign_on(statement, deadline_at=ago(seconds=1))
    with pytest.raises(Refusal, match=r"^The time to sign ended"):
        sign(statement, sue)

    made.refresh_from_db()
    assert (made.ended_at, Signature.objects.count()) == (None, 1)


def test_on_the_page_it_is_one_press(statement, ana, address, signed_in):
    made, sue = sign(statement, ana), successor_of(ana)
    revise(statement)
    assert "Reconfirm" in buttons(signed_in(ana).get(address))

    client = signed_in(sue)
    page = client.get(address)
    assert [label for label in buttons(page) if label in {"Co-sign", "Reconfirm"}] == ["Co-sign"]
    assert "Ana Example signed an earlier text for Alder on" in page.text
    assert "Ana Example signed version 1 (" in page.text
    form = posted(statement, organization_of(ana), printed_name="Sue Cessor")
    answer = client.post(address, form, follow=True)

    made.refresh_from_db()
    assert (answer.status_code, made.ended_as) == (200, "replaced")
    assert listed(statement) == ["Sue Cessor"]
    receipt = client.get(f"/statements/{statement.ref}/receipt/{made.pk}/").text
    assert "Replaced by a signature of the new text on" in receipt


def test_a_form_to_reconfirm_for_somebody_else_is_refused_with_what_to_do(
    statement, ana, address, signed_in
):
    sign(statement, ana)
    sue = successor_of(ana)
    revise(statement)
    form = posted(statement, organization_of(ana), act="reconfirm")

    page = signed_in(sue).post(address, form)
    assert (page.status_code, Reconfirmation.objects.count()) == (409, 0)
    assert "sign the new one under your own name" in page.text


def test_the_news_of_the_new_text_tells_each_what_they_can_do(statement, ana):
    sign(statement, ana)
    sue = successor_of(ana)
    revise(statement)
    found = {row.recipient: row.mail for row in tell("text_changed") if row.mail}

    assert "The text that you signed has changed" in found[ana].subject
    assert 'press "Reconfirm"' in " ".join(found[ana].text.split())
    assert "The text that Alder signed has changed" in found[sue].subject
    assert "sign it under your own name" in " ".join(found[sue].text.split())


def test_the_home_page_tells_each_what_they_can_do(statement, ana):
    sign(statement, ana)
    sue = successor_of(ana)
    revise(statement)

    assert [card.detail for member in (ana, sue) for card in statement_cards(member)] == [
        "Your signature does not count now: reconfirm, for City of Alder.",
        "The signature of an earlier text does not count now: sign the new one, for City of Alder.",
    ]
