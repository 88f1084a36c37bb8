"""Where a city reads what its agency is asked to sign, and says whether it objects."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.http import MemberRequest
from portal.queries.authority import why_not
from portal.vocabulary.refusals import Refusal
from statements.forms.asking import CityReasonForm
from statements.operations.city import answer_for_city, ask_mayor
from statements.operations.reading import note_text_read
from statements.queries.city_side import CityQuestion, city_question
from statements.queries.signing import signing_seats
from statements.queries.statements import statement_text
from statements.vocabulary.signing import CityAnswerKind


@require_http_methods(["GET", "HEAD", "POST"])
def city_answer(request: MemberRequest, ref: str, agency_id: int) -> HttpResponse:
    """For people of the agency's city; who may sign for the city answers by a button."""
    asked = _asked_or_404(request, ref, agency_id)
    if request.method != "POST":
        version = str(asked.text.revision.number)
        note_text_read(reader=request.user, statement=asked.text.statement, version=version)
        return _render(request, asked)
    form = CityReasonForm(request.POST)
    if not form.is_valid():
        return _render(request, asked, status=422, form=form)
    try:
        answer = answer_for_city(
            statement_id=asked.text.statement.pk,
            agency_id=agency_id,
            kind=str(request.POST.get("kind", "")),
            reason=form.cleaned_data["reason"],
            actor=request.user,
        )
    except Refusal as refusal:
        asked = _asked_or_404(request, ref, agency_id)
        return _render(request, asked, status=409, form=form, refusal=str(refusal))
    messages.success(request, f"Your answer is on record: {answer.get_kind_display()}.")
    return redirect("city_answer", ref, agency_id)


@require_POST
def mayor_ask(request: MemberRequest, ref: str, agency_id: int) -> HttpResponse:
    """ "Ask the mayor now", from the agency's sign page; back to it."""
    current = statement_text(request.user, ref)
    seats = signing_seats(request.user, current.statement) if current else []
    if current is None or agency_id not in {seat.organization.pk for seat in seats}:
        raise Http404
    try:
        ask_mayor(statement_id=current.statement.pk, agency_id=agency_id, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The mayor gets a mail now. You get one with the answer.")
    return redirect(f"{reverse('sign', args=[ref])}?organization={agency_id}#answer")


def _asked_or_404(request: MemberRequest, ref: str, agency_id: int) -> CityQuestion:
    asked = city_question(request.user, ref=ref, agency_id=agency_id)
    if asked is None:
        raise Http404
    return asked


def _render(
    request: MemberRequest, asked: CityQuestion, *, status: int = 200, **given: Any
) -> HttpResponse:
    rule = asked.rule
    context = {
        "statement": asked.text.statement,
        "revision": asked.text.revision,
        "body_blocks": asked.text.body,
        "asked": asked,
        "rule": rule,
        "no_authority": "" if asked.mandate else why_not(request.user, rule.city),
        "no_objection": CityAnswerKind.NO_OBJECTION,
        "objection": CityAnswerKind.OBJECTION,
        "form": CityReasonForm(),
    }
    return render(request, "statements/city.html", context | given, status=status)
