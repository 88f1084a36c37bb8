"""The versions of a text: reading the list, comparing two, restoring one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.http import MemberRequest
from portal.vocabulary.refusals import Refusal
from statements.documents.redline import has_changes, redline
from statements.forms.drafting import CompareForm, RestoreForm
from statements.models import Statement
from statements.operations.drafting import check_may_edit, restore_revision
from statements.operations.reading import note_text_read
from statements.queries.versions import drafted_statement, numbered_versions, versions
from statements.vocabulary.states import StatementState


@require_safe
def statement_versions(request: MemberRequest, ref: str) -> HttpResponse:
    """Who wrote which version when and why."""
    return _listed(request, _drafted_or_404(request, ref))


@require_safe
def statement_compare(request: MemberRequest, ref: str) -> HttpResponse:
    """What changed between two versions; without numbers, between the last two."""
    statement = _drafted_or_404(request, ref)
    newest = versions(statement)[0].number
    sent = request.GET if "from" in request.GET or "to" in request.GET else None
    form = CompareForm(sent or {"from": max(1, newest - 1), "to": newest}, newest=newest)
    compared = _compared(statement, form)
    if compared:
        numbers = f"{compared['old'].number} and {compared['new'].number}"
        note_text_read(reader=request.user, statement=statement, version=numbers)
    context = {"statement": statement, "form": form, **compared}
    return render(request, "statements/compare.html", context, status=200 if compared else 404)


@require_POST
def statement_restore(request: MemberRequest, ref: str, number: int) -> HttpResponse:
    """Makes an old version the newest once more."""
    statement = _drafted_or_404(request, ref)
    if numbered_versions(statement, [number]) is None:
        raise Http404
    check_may_edit(statement=statement, actor=request.user)
    form = RestoreForm(request.POST, number=number, is_signing=_is_signing(statement))
    if not form.is_valid() or not _restore(request, statement, form):
        return _listed(request, statement, refused=form)
    return redirect("statement_versions", statement.ref)


def _restore(request: MemberRequest, statement: Statement, form: RestoreForm) -> bool:
    try:
        made = restore_revision(
            statement_id=statement.pk,
            number=form.number,
            new_deadline=form.cleaned_data.get("new_deadline"),
            actor=request.user,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Version {form.number} is the text again, as version {made.number}.")
    return True


def _listed(
    request: MemberRequest, statement: Statement, *, refused: RestoreForm | None = None
) -> HttpResponse:
    """The list, each version with its form; a refused one comes back with its sentence."""
    found = list(versions(statement))
    forms = [RestoreForm(number=each.number, is_signing=_is_signing(statement)) for each in found]
    if refused is not None:
        forms = [refused if form.number == refused.number else form for form in forms]
    context = {
        "statement": statement,
        "rows": list(zip(found, forms, strict=True)),
        "newest": found[0],
    }
    return render(request, "statements/versions.html", context, status=422 if refused else 200)


def _is_signing(statement: Statement) -> bool:
    return statement.state == StatementState.SIGN_ON


def _drafted_or_404(request: MemberRequest, ref: str) -> Statement:
    statement = drafted_statement(request.user, ref)
    if statement is None:
        raise Http404
    return statement


def _compared(statement: Statement, form: CompareForm) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    found = numbered_versions(statement, [form.cleaned_data["from"], form.cleaned_data["to"]])
    if found is None:
        return {}
    old, new = found
    changes = redline(old.blocks, new.blocks)
    return {
        "old": old.revision,
        "new": new.revision,
        "changes": changes,
        "has_changes": has_changes(changes),
    }
