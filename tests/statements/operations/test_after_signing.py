"""A signature is carried to a newer text, taken back, or replaced by another answer."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import AuditEvent
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from statements.models import Answer, Reconfirmation, Signature
from statements.operations.authority import TextChanged
from statements.operations.signing import (
    answer_statement,
    recall_signature,
    reconfirm_signature,
    withdraw_signature,
)
from statements.queries.standing import stand_of
from statements.vocabulary.signing import AnswerKind, Ending, Standing
from statements.vocabulary.states import StatementState
from tests.factories import SeatFactory
from tests.proofs import step_up_of
from tests.statements.signing_data import (
    ago,
    ahead,
    delegated,
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


def standing(statement, member) -> Standing:
    return stand_of(statement, organization_of(member)).standing


def answer(statement, member, kind=AnswerKind.DECLINED, reason=""):
    return answer_statement(
        statement_id=statement.pk,
        organization_id=organization_of(member).pk,
        kind=kind,
        reason=reason,
        actor=member,
    )


def reconfirm(signature, member, **given):
    terms = {"digest": newest(signature.statement).digest, "attested": True} | given
    return reconfirm_signature(
        signature_id=signature.pk, actor=member, step_up=step_up_of(member), **terms
    )


# --- reconfirming ----------------------------------------------------------------------------


def test_a_new_text_makes_signatures_stale_until_they_are_reconfirmed(statement, ana):
    made = sign(statement, ana)
    revise(statement)
    assert standing(statement, ana) == Standing.STALE

    reconfirm(made, ana)

    assert standing(statement, ana) == Standing.SIGNED
    assert Signature.objects.get().digest != newest(statement).digest


def test_reconfirming_twice_is_one(statement, ana):
    made = sign(statement, ana)
    revise(statement)

    assert reconfirm(made, ana) == reconfirm(made, ana)
    assert Reconfirmation.objects.count() == 1


def test_what_stands_needs_no_reconfirmation(statement, ana):
    with pytest.raises(Refusal, match="stands under this text already"):
        reconfirm(sign(statement, ana), ana)


def test_reconfirming_another_text_than_the_one_shown_is_refused(statement, ana):
    made = sign(statement, ana)
    shown = revise(statement).digest
    revise(statement)

    with pytest.raises(TextChanged):
        reconfirm(made, ana, digest=shown)


def test_reconfirming_needs_the_tick_the_time_and_a_living_signature(statement, ana):
    made = sign(statement, ana)
    revise(statement)
    with pytest.raises(Refusal, match=r"^Confirm that"):
        reconfirm(made, ana, attested=False)

    open_sign_on(statement, deadline_at=ago(seconds=1))
    with pytest.raises(Refusal, match=r"^The time to sign ended"):
        reconfirm(made, ana)

    withdraw_signature(signature_id=made.pk, reason="The council objects.", actor=ana)
    with pytest.raises(Refusal, match="was withdrawn"):
        reconfirm(made, ana)


def test_who_signed_an_earlier_text_is_asked_to_reconfirm_not_to_sign(statement, ana):
    sign(statement, ana)
    revise(statement)

    with pytest.raises(Refusal, match="reconfirm"):
        sign(statement, ana)


def test_a_lapsed_signature_counts_again_when_somebody_else_reconfirms(statement, ana):
    made = sign(statement, ana)
    made.mandate.revoked_at = ago(seconds=0)
    made.mandate.save()
    assert standing(statement, ana) == Standing.LAPSED

    successor = SeatFactory(organization=organization_of(ana), capacity=Capacity.PRINCIPAL).member
    mandate_for(successor)
    reconfirm(made, successor)

    assert standing(statement, ana) == Standing.SIGNED


# --- taking it back --------------------------------------------------------------------------


def test_a_withdrawal_needs_a_reason_and_happens_once(statement, ana):
    made = sign(statement, ana)
    with pytest.raises(Refusal, match="why"):
        withdraw_signature(signature_id=made.pk, reason=" ", actor=ana)

    first = withdraw_signature(signature_id=made.pk, reason="The council objects.", actor=ana)
    second = withdraw_signature(signature_id=made.pk, reason="Another.", actor=ana)

    assert (first.ended_as, first.ended_reason) == (Ending.WITHDRAWN, "The council objects.")
    assert second.ended_at == first.ended_at
    assert AuditEvent.objects.filter(verb=Verb.SIGNATURE_ENDED).count() == 1


def test_after_a_withdrawal_the_organization_may_sign_again(statement, ana):
    made = sign(statement, ana)
    withdraw_signature(signature_id=made.pk, reason="A mistake.", actor=ana)

    assert sign(statement, ana) != made


def test_any_holder_of_authority_there_withdraws_and_nobody_else(statement, ana):
    made = sign(statement, ana)
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    with pytest.raises(PermissionDenied):
        withdraw_signature(signature_id=made.pk, reason="I would.", actor=signer())
    with pytest.raises(Refusal, match="nobody has given you authority"):
        withdraw_signature(signature_id=made.pk, reason="I would.", actor=aide)

    delegated(aide, by=ana)
    withdraw_signature(signature_id=made.pk, reason="The mayor asked.", actor=aide)

    assert standing(statement, ana) == Standing.WITHDRAWN


def test_a_signature_can_be_recalled_for_ten_minutes(statement, ana):
    made = sign(statement, ana)

    assert recall_signature(signature_id=made.pk, actor=ana).ended_as == Ending.RECALLED


def test_withdrawing_what_a_coming_release_lists_holds_it(statement, ana):
    made = sign(statement, ana)
    coming = publish(statement, made, release_at=ahead(hours=1))

    withdraw_signature(signature_id=made.pk, reason="The council objects.", actor=ana)

    coming.refresh_from_db()
    assert (coming.held_at is not None, coming.held_reason) == (
        True,
        "City of Alder took its signature back.",
    )


@pytest.mark.trust("B12")
def test_withdrawing_after_the_release_leaves_what_is_out_as_it_is(statement, ana):
    made = sign(statement, ana)
    out = publish(statement, made)

    withdraw_signature(signature_id=made.pk, reason="The council objects.", actor=ana)

    out.refresh_from_db()
    assert (out.held_at, list(out.listed.values_list("signature", flat=True))) == (None, [made.pk])


# --- answering otherwise ---------------------------------------------------------------------


def test_an_answer_is_kept_and_its_reason_stays_out_of_the_record(statement, ana):
    answer(statement, ana, AnswerKind.DECLINED, " We are suing the sender. ")

    assert Answer.objects.get().reason == "We are suing the sender."
    assert "suing" not in str(AuditEvent.objects.get(verb=Verb.STATEMENT_ANSWERED).after)


def test_the_newest_answer_counts_and_the_same_again_is_one(statement, ana):
    answer(statement, ana, AnswerKind.RECUSED)
    answer(statement, ana, AnswerKind.NO_OBJECTION)
    answer(statement, ana, AnswerKind.NO_OBJECTION)

    assert (standing(statement, ana), Answer.objects.count()) == (Standing.NO_OBJECTION, 2)


def test_who_declined_may_still_sign(statement, ana):
    answer(statement, ana)
    sign(statement, ana)

    assert standing(statement, ana) == Standing.SIGNED


def test_a_living_signature_is_withdrawn_before_another_answer(statement, ana):
    sign(statement, ana)
    with pytest.raises(Refusal, match="Withdraw the signature first"):
        answer(statement, ana)


def test_answers_need_authority_and_the_time_and_a_known_kind(statement, ana):
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    for member, kind in ((aide, AnswerKind.DECLINED), (ana, "maybe")):
        with pytest.raises(Refusal):
            answer(statement, member, kind)
    publish(statement)
    with pytest.raises(Refusal, match="The statement is out"):
        answer(statement, ana)

    assert (Answer.objects.count(), statement.state) == (0, StatementState.SCHEDULED)
