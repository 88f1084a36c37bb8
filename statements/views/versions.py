"""The versions of a text: reading the list, comparing two, restoring one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.http import MemberRequest
from statements.documents.redline import has_changes, redline
from statements.forms.drafting import CompareForm
from statements.models import Statement
from statements.operations.drafting import restore_revision
from statements.queries.versions import drafted_statement, numbered_versions, versions


@require_safe
def statement_versions(request: MemberRequest, ref: str) -> HttpResponse:
    """Who wrote which version when and why."""
    statement = _drafted_or_404(request, ref)
    found = list(versions(statement))
    context = {"statement": statement, "versions": found, "newest": found[0]}
    return render(request, "statements/versions.html", context)


@require_safe
def statement_compare(request: MemberRequest, ref: str) -> HttpResponse:
    """What changed between two versions; without numbers, between the last two."""
    statement = _drafted_or_404(request, ref)
    newest = versions(statement)[0].number
    sent = request.GET if "from" in request.GET or "to" in request.GET else None
    form = CompareForm(sent or {"from": max(1, newest - 1), "to": newest}, newest=newest)
    compared = _compared(statement, form)
    context = {"statement": statement, "form": form, **compared}
    return render(request, "statements/compare.html", context, status=200 if compared else 404)


@require_POST
def statement_restore(request: MemberRequest, ref: str, number: int) -> HttpResponseRedirect:
    """Makes an old version the newest once more."""
    statement = _drafted_or_404(request, ref)
    made = restore_revision(statement_id=statement.pk, number=number, actor=request.user)
    messages.success(request, f"Version {number} is the text again, as version {made.number}.")
    return redirect("statement_versions", statement.ref)


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
