"""Recording a signature from a letter: first whose letter it is, then what stands in it."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest, confirmed, spend
from portal.intake.numbers import whole_number
from portal.models import Organization
from portal.operations.screening import ScreeningStop
from portal.operations.step_up import NotConfirmed
from portal.vocabulary.audit import Verb
from portal.vocabulary.bodies import takes_files
from portal.vocabulary.limits import Limit
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.step_up import binds
from statements.forms.recording import RecordForm
from statements.models import Signature, Statement
from statements.operations.recording import Letter, record_signature
from statements.operations.signatures import made_by_form
from statements.queries.recipients import silent_organizations
from statements.queries.recording import has_seat_at, holders_of_authority
from statements.queries.signing import sign_on_now
from statements.queries.statements import statements_worked_on_by

TO = "record this signature"


@dataclass(frozen=True)
class Desk:
    """A statement of mine, and the organization whose letter is before me."""

    request: MemberRequest
    statement: Statement
    chosen: Organization | None

    def form(self) -> RecordForm:
        request = self.request
        is_sent = request.method == "POST"
        return RecordForm(
            request.POST if is_sent else None,
            request.FILES if is_sent else None,
            initial={"key": uuid.uuid4().hex},
            holders=holders_of_authority(self.chosen) if self.chosen else [],
            member=request.user,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files()
@binds()
def record(request: MemberRequest, ref: str) -> HttpResponse:
    """`organization` says whose letter it is; without one the page asks."""
    desk = _desk(request, ref)
    if request.method != "POST":
        return _render(desk)
    if desk.chosen is None:
        raise Http404
    if made := _made_before(desk, desk.chosen):
        return redirect("receipt", ref, made.pk)
    return _take(desk, desk.chosen)


def _take(desk: Desk, organization: Organization) -> HttpResponse:
    """What was sent; whatever stops it comes back with all that was typed."""
    form = desk.form()
    if not form.is_valid():
        return _render(desk, status=422, form=form)
    try:
        signature = _record(desk, organization, form)
    except ScreeningStop as stop:
        form.show_stop(stop)
        return _render(desk, status=422, form=form)
    except NotConfirmed as refusal:
        return _render(desk, status=403, form=form, not_confirmed=str(refusal))
    except Refusal as refusal:
        return _render(desk, status=409, form=form, refusal=str(refusal))
    sentence = f"Recorded for {signature.printed_organization}. Who signed gets a mail about it."
    messages.success(desk.request, sentence)
    return redirect("receipt", desk.statement.ref, signature.pk)


def _made_before(desk: Desk, organization: Organization) -> Signature | None:
    """What this very form recorded: it comes a second time, and nothing is asked again."""
    made = made_by_form(
        statement=desk.statement,
        actor=desk.request.user,
        key=desk.request.POST.get("key"),
        verb=Verb.SIGNATURE_RECORDED,
    )
    return made if made is not None and made.organization_id == organization.pk else None


def _record(desk: Desk, organization: Organization, form: RecordForm) -> Signature:
    given = dict(form.cleaned_data)
    spend(desk.request, Limit.UPLOAD)
    copied = ("signing_as", "printed_name", "printed_title", "text_code", "file")
    letter = Letter(
        organization_id=organization.pk,
        seat_id=given["seat"],
        **{name: given[name] for name in copied},
    )
    return record_signature(
        statement_id=desk.statement.pk,
        letter=letter,
        attested=given["attested"],
        actor=desk.request.user,
        step_up=confirmed(desk.request, to=TO),
        key=given["key"],
        release_reason=given.get("release_reason", ""),
    )


def _desk(request: MemberRequest, ref: str) -> Desk:
    """404 for a statement that is not mine to issue, and for an organization that is none."""
    statement = (
        statements_worked_on_by(request.user)
        .select_related("organization")
        .prefetch_related("issuings__organization")
        .filter(ref=ref)
        .first()
    )
    if statement is None or not request.user.has_perm("statements.record_signature", statement):
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("organization", "")
    if not wanted:
        return Desk(request, statement, None)
    chosen = Organization.objects.filter(pk=whole_number(wanted) or 0).first()
    if chosen is None:
        raise Http404
    return Desk(request, statement, chosen)


def _render(desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    silent = silent_organizations(desk.statement)
    chosen = desk.chosen
    is_silent = chosen is not None and chosen in silent
    context = {
        "statement": desk.statement,
        "obstacle": sign_on_now(desk.statement).obstacle,
        "silent": silent,
        "chosen": chosen,
        "has_answered": chosen is not None and not is_silent,
        "is_mine": chosen is not None and has_seat_at(desk.request.user, chosen),
        "holders": holders_of_authority(chosen) if chosen else [],
        "to": TO,
    }
    if "form" not in given:
        given["form"] = desk.form()
    return render(desk.request, "statements/record.html", context | given, status=status)
