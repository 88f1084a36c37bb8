"""The page where an organization signs a text, reconfirms, or answers otherwise."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import apnumber
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest, confirmed
from portal.operations.step_up import NotConfirmed, StepUp
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Instrument
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.step_up import binds
from statements.documents.redline import RedlineBlock, changed
from statements.forms.signing import AnswerForm, AttestedForm, SignForm, WithdrawalForm
from statements.models import Revision, Signature
from statements.operations.authority import current_revision
from statements.operations.reading import note_text_read
from statements.operations.signatures import made_by_form
from statements.operations.signing import answer_statement, reconfirm_signature, sign_statement
from statements.queries.asked import asked_by
from statements.queries.authority import authority_line, mandate_snapshot
from statements.queries.receipts import signed_by
from statements.queries.signing import (
    SigningSeat,
    earlier_text,
    sign_on_now,
    signing_seats,
    text_shown,
)
from statements.queries.statements import CurrentText, statement_text
from statements.vocabulary.signing import ATTESTATION, SigningAs

TYPED = ("signing_as", "printed_name", "printed_title")


@dataclass(frozen=True)
class SignPage:
    """The newest text, my organizations that are asked, and the one this page is about."""

    request: MemberRequest
    current: CurrentText
    seats: Sequence[SigningSeat]
    chosen: SigningSeat | None

    @property
    def posted(self) -> str:
        """The digest of the text that was shown when the form was sent."""
        return str(self.request.POST.get("digest", ""))

    @property
    def has_changed(self) -> bool:
        return bool(self.posted) and self.posted != self.current.revision.digest

    def sign_form(self) -> SignForm:
        """A fresh form for the newest text; what was typed stays, the tick does not."""
        mandate = self.chosen.mandate if self.chosen else None
        is_lent = mandate is not None and mandate.instrument != Instrument.OFFICE
        filled = {
            "signing_as": SigningAs.ORGANIZATION if is_lent else SigningAs.OFFICEHOLDER,
            "printed_name": self.request.user.name,
            "printed_title": mandate.seat.title if mandate else "",
        }
        typed = {name: self.request.POST[name] for name in TYPED if name in self.request.POST}
        fixed = {"digest": self.current.revision.digest, "key": uuid.uuid4().hex}
        return SignForm(initial=filled | typed | fixed, attestation=self.attestation)

    def attested_form(self) -> AttestedForm:
        digest = self.current.revision.digest
        return AttestedForm(initial={"digest": digest}, attestation=self.attestation)

    @property
    def attestation(self) -> str:
        return ATTESTATION.format(organization=self.chosen.organization.name if self.chosen else "")


@require_http_methods(["GET", "HEAD", "POST"])
@binds(act={"sign", "reconfirm"})
def sign(request: MemberRequest, ref: str) -> HttpResponse:
    """Shows the text and what may be answered now; a POST answers."""
    if request.method == "POST":
        page = _page(request, ref, request.POST.get("organization", ""))
        if page.chosen is None or (act := ACTS.get(str(request.POST.get("act", "")))) is None:
            raise BadRequest
        return act(page)
    return _render(_page(request, ref, request.GET.get("organization", "")))


def _page(request: MemberRequest, ref: str, organization: str) -> SignPage:
    """404 for a statement that may not be seen, and for an organization that is not mine."""
    current = statement_text(request.user, ref)
    if current is None:
        raise Http404
    seats = signing_seats(request.user, current.statement)
    if not organization and request.method != "POST":
        return SignPage(request, current, seats, seats[0] if seats else None)
    for seat in seats:
        if str(seat.organization.pk) == organization:
            return SignPage(request, current, seats, seat)
    raise Http404


def _sign(page: SignPage) -> HttpResponse:
    """A form that comes a second time shows what it made: nothing is bound, nothing asked again."""
    if done := _made_before(page):
        return redirect("receipt", page.current.statement.ref, done.pk)
    form = SignForm(page.request.POST, attestation=page.attestation)
    if not form.is_valid() and not page.has_changed:
        return _render(page, status=422, sign_form=form)
    sent = {name: page.request.POST.get(name, "") for name in ("digest", "key", *TYPED)}
    try:
        step_up = _confirmed(page)
        signature = sign_statement(
            statement_id=page.current.statement.pk,
            organization_id=_organization(page),
            attested=bool(page.request.POST.get("attested")),
            actor=page.request.user,
            step_up=step_up,
            **sent,
        )
    except NotConfirmed as refusal:
        return _render(page, status=403, not_confirmed=str(refusal), sign_form=form)
    except Refusal as refusal:
        return _refused(page, refusal)
    messages.success(page.request, f"{signature.printed_organization} has signed this text.")
    return redirect("receipt", page.current.statement.ref, signature.pk)


def _reconfirm(page: SignPage) -> HttpResponse:
    signature = page.chosen.signature if page.chosen else None
    if signature is None:
        return _refused(page, Refusal("There is no signature to reconfirm. Sign instead."))
    if _reconfirmed_before(page, signature):
        return redirect("receipt", page.current.statement.ref, signature.pk)
    form = AttestedForm(page.request.POST, attestation=page.attestation)
    if not form.is_valid() and not page.has_changed:
        return _render(page, status=422, attested_form=form)
    try:
        step_up = _confirmed(page)
        reconfirm_signature(
            signature_id=signature.pk,
            digest=page.posted,
            attested=bool(page.request.POST.get("attested")),
            actor=page.request.user,
            step_up=step_up,
        )
    except NotConfirmed as refusal:
        return _render(page, status=403, not_confirmed=str(refusal), attested_form=form)
    except Refusal as refusal:
        return _refused(page, refusal)
    messages.success(page.request, "Your signature stands under the new text.")
    return redirect("receipt", page.current.statement.ref, signature.pk)


def _answer(page: SignPage) -> HttpResponse:
    form = AnswerForm(page.request.POST)
    if not form.is_valid():
        return _render(page, status=422, answer_form=form)
    kind = str(page.request.POST.get("kind", ""))
    try:
        answer = answer_statement(
            statement_id=page.current.statement.pk,
            organization_id=_organization(page),
            kind=kind,
            reason=form.cleaned_data["reason"],
            actor=page.request.user,
        )
    except Refusal as refusal:
        return _refused(page, refusal, answer_form=form)
    messages.success(page.request, f"Your answer is on record: {answer.get_kind_display()}.")
    address = reverse("sign", args=[page.current.statement.ref])
    return redirect(f"{address}?organization={_organization(page)}")


ACTS = {"sign": _sign, "reconfirm": _reconfirm, "answer": _answer}


def _made_before(page: SignPage) -> Signature | None:
    """What this very form made."""
    made = made_by_form(
        statement=page.current.statement,
        actor=page.request.user,
        key=page.request.POST.get("key"),
        verb=Verb.STATEMENT_SIGNED,
    )
    return made if made is not None and made.organization_id == _organization(page) else None


def _reconfirmed_before(page: SignPage, signature: Signature) -> bool:
    """Whether the same form has come before, and what it did still stands."""
    mine = signature.reconfirmations.filter(digest=page.posted, seat__member=page.request.user)
    return page.chosen is not None and not page.chosen.may_reconfirm and mine.exists()


def _confirmed(page: SignPage) -> StepUp:
    """Asked of who signs the text that stands now: for another one nobody confirms in vain."""
    current_revision(statement=page.current.statement, digest=page.posted)
    return confirmed(page.request, to="sign")


def _organization(page: SignPage) -> int:
    return page.chosen.organization.pk if page.chosen else 0


def _refused(page: SignPage, refusal: Refusal, **forms: Any) -> HttpResponse:
    """The page as it is now, with the sentence and everything that was typed."""
    fresh = _page(page.request, page.current.statement.ref, str(_organization(page)))
    return _render(fresh, status=409, refusal=str(refusal), **forms)


def _changes(earlier: Revision | None, newest: Revision) -> list[RedlineBlock]:
    """What is new since then."""
    return changed(list(earlier.blocks.all()), list(newest.blocks.all())) if earlier else []


def _render(page: SignPage, *, status: int = 200, **given: Any) -> HttpResponse:
    """The page with the text, which is noted as read however it came to be shown."""
    statement, revision = page.current.statement, page.current.revision
    note_text_read(reader=page.request.user, statement=statement, version=str(revision.number))
    now = sign_on_now(statement)
    mandate = page.chosen.mandate if page.chosen else None
    if page.has_changed:
        earlier = text_shown(revision, page.posted)
    else:
        earlier = earlier_text(page.chosen, revision) if page.chosen else None
    signed = list(signed_by(statement))
    context = {
        "statement": statement,
        "revision": revision,
        "body_blocks": page.current.body,
        "seats": page.seats,
        "chosen": page.chosen,
        "sign_on": now.sign_on,
        "obstacle": page.chosen.obstacle if page.chosen else now.obstacle,
        "authority": authority_line(mandate_snapshot(mandate)) if mandate else "",
        "earlier": earlier,
        "changes": _changes(earlier, revision),
        "signed": signed,
        "signed_words": str(apnumber(len(signed))),
        "sign_form": page.sign_form(),
        "attested_form": page.attested_form(),
        "answer_form": AnswerForm(),
        "withdrawal_form": WithdrawalForm(),
        "asked": asked_by(page.request.user, revision, page.chosen),
    }
    return render(page.request, "statements/sign.html", context | given, status=status)
