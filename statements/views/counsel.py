"""Asking counsel, and the page where counsel reads and answers by a button."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.http import MemberRequest
from portal.intake.numbers import whole_number
from portal.vocabulary.refusals import Refusal
from statements.documents.redline import changed
from statements.models import CounselRequest
from statements.operations.counsel import answer_as_counsel, ask_counsel
from statements.operations.reading import note_text_read
from statements.queries.counsel import authorities, counsel_request, text_agreed_before
from statements.queries.signing import signing_seats
from statements.queries.statements import CurrentText, statement_text
from statements.vocabulary.signing import CounselAnswer


@require_POST
def counsel_ask(request: MemberRequest, ref: str) -> HttpResponse:
    """From the sign page of one of my organizations, and back to it."""
    current = statement_text(request.user, ref)
    seats = signing_seats(request.user, current.statement) if current else []
    mine = {str(seat.organization.pk): seat.organization for seat in seats}
    organization = mine.get(str(request.POST.get("organization", "")))
    if current is None or organization is None:
        raise Http404
    chosen = request.POST.get("counsel", "")
    try:
        asked = ask_counsel(
            statement_id=current.statement.pk,
            organization_id=organization.pk,
            counsel_id=whole_number(chosen) or 0,
            actor=request.user,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{asked.counsel.name} gets a mail with a link to this text.")
    return redirect(f"{reverse('sign', args=[ref])}?organization={organization.pk}#counsel")


@require_http_methods(["GET", "HEAD", "POST"])
def counsel(request: MemberRequest, ref: str, request_id: int) -> HttpResponse:
    """For the organization that asked and nobody else; the one asked answers."""
    asked = _asked_or_404(request, ref, request_id)
    if request.method != "POST":
        version = str(asked.revision.number)
        note_text_read(reader=request.user, statement=asked.statement, version=version)
        return _render(request, asked)
    try:
        answered = answer_as_counsel(
            request_id=asked.pk, answer=str(request.POST.get("answer", "")), actor=request.user
        )
    except Refusal as refusal:
        asked = _asked_or_404(request, ref, request_id)
        return _render(request, asked, status=409, refusal=str(refusal))
    messages.success(request, f"Your answer is on record: {answered.get_answer_display()}.")
    return redirect("counsel", ref, request_id)


def _asked_or_404(request: MemberRequest, ref: str, request_id: int) -> CounselRequest:
    asked = counsel_request(request.user, ref=ref, request_id=request_id)
    if asked is None:
        raise Http404
    return asked


def _render(
    request: MemberRequest, asked: CounselRequest, *, status: int = 200, **given: Any
) -> HttpResponse:
    blocks = list(asked.revision.blocks.all())
    earlier = text_agreed_before(asked)
    newest = asked.statement.revisions.latest("number")
    context = {
        "asked": asked,
        "statement": asked.statement,
        "revision": asked.revision,
        "newest": newest if newest.digest != asked.revision.digest else None,
        "body_blocks": CurrentText(asked.statement, asked.revision, blocks).body,
        "earlier": earlier,
        "changes": changed(list(earlier.blocks.all()), blocks) if earlier else [],
        "authorities": authorities(asked.organization),
        "answers": CounselAnswer.choices,
        "may_answer": asked.counsel_id == request.user.pk and not asked.answer,
    }
    return render(request, "statements/counsel.html", context | given, status=status)
