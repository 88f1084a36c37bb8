"""The receipt of a signature, and taking the signature back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest
from portal.vocabulary.refusals import Refusal
from statements.forms.recording import DisputeForm
from statements.forms.signing import WithdrawalForm
from statements.operations.disputing import dispute_signature
from statements.operations.reading import note_text_read
from statements.operations.signing import recall_signature, withdraw_signature
from statements.queries.authority import authority_line, mandates_of
from statements.queries.confirming import confirmed_with
from statements.queries.receipts import (
    agreed_revision,
    is_named,
    is_released,
    may_dispute,
    may_read_text,
    recall_ends,
    receipt_of,
    reconfirmations_of,
    recorded_among,
)
from statements.queries.unconfirmed import is_unconfirmed
from statements.vocabulary.signing import STANDING_TONES, Standing


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: MemberRequest, ref: str, signature_id: int) -> HttpResponse:
    """For people of the organization, the issuers' staff and who is named as the signer.

    A POST takes the signature back.
    """
    if receipt_of(request.user, ref=ref, signature_id=signature_id) is None:
        raise Http404
    if request.method != "POST":
        return _render(request, ref, signature_id)
    if request.POST.get("act") == "recall":
        return _recall(request, ref, signature_id)
    if request.POST.get("act") == "withdraw":
        return _withdraw(request, ref, signature_id)
    raise BadRequest


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: MemberRequest, ref: str, signature_id: int) -> HttpResponse:
    """ "This wasn't me": asks first; only the button ends the signature, and that at once."""
    signature = receipt_of(request.user, ref=ref, signature_id=signature_id)
    if signature is None:
        raise Http404
    is_sent = request.method == "POST"
    form = DisputeForm(request.POST if is_sent else None, member=request.user)
    if is_sent and form.is_valid():
        dispute_signature(
            signature_id=signature.pk, reason=form.cleaned_data["reason"], actor=request.user
        )
        messages.success(request, "Noted. The signature has ended, and the staff are told.")
        return redirect("receipt", ref, signature_id)
    context = {
        "statement": signature.statement,
        "signature": signature,
        "may_dispute": may_dispute(request.user, signature),
        "is_by_letter": bool(recorded_among([signature])),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "statements/dispute.html", context, status=status)


def _recall(request: MemberRequest, ref: str, signature_id: int) -> HttpResponse:
    try:
        recall_signature(signature_id=signature_id, actor=request.user)
    except Refusal as refusal:
        return _render(request, ref, signature_id, status=409, refusal=str(refusal))
    messages.success(request, "The signature was recalled.")
    return redirect("receipt", ref, signature_id)


def _withdraw(request: MemberRequest, ref: str, signature_id: int) -> HttpResponse:
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _render(request, ref, signature_id, status=422, withdrawal_form=form)
    reason = form.cleaned_data["reason"]
    try:
        withdraw_signature(signature_id=signature_id, reason=reason, actor=request.user)
    except Refusal as refusal:
        given = {"refusal": str(refusal), "withdrawal_form": form}
        return _render(request, ref, signature_id, status=409, **given)
    messages.success(request, "The signature was withdrawn.")
    return redirect("receipt", ref, signature_id)


def _render(
    request: MemberRequest, ref: str, signature_id: int, *, status: int = 200, **given: Any
) -> HttpResponse:
    signature = receipt_of(request.user, ref=ref, signature_id=signature_id)
    if signature is None:
        raise Http404
    revision, standing = agreed_revision(signature), Standing(signature.standing)
    shows_text = may_read_text(request.user, revision)
    if shows_text and not is_released(revision):
        number = str(revision.number)
        note_text_read(reader=request.user, statement=signature.statement, version=number)
    context = {
        "statement": signature.statement,
        "signature": signature,
        "standing": standing,
        "standing_tone": STANDING_TONES[standing],
        "authority": authority_line(signature.mandate_snapshot),
        "office_waits": signature.ended_at is None and is_unconfirmed(signature.agreed_mandate),
        "revision": revision,
        "shows_text": shows_text,
        "is_named": is_named(request.user, signature),
        "confirmed_with": confirmed_with(signature),
        "reconfirmations": reconfirmations_of(signature),
        "may_dispute": may_dispute(request.user, signature),
        "recall_until": recall_ends(signature) if signature.may_recall else None,
        "may_withdraw": signature.organization_id in mandates_of(request.user),
        "withdrawal_form": WithdrawalForm(),
    }
    return render(request, "statements/receipt.html", context | given, status=status)
