"""The files of a statement, and adding one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.forms import AttachmentForm
from portal.http import MemberRequest, spend
from portal.models import Member
from portal.operations.screening import ScreeningStop
from portal.vocabulary.bodies import takes_files
from portal.vocabulary.limits import Limit
from portal.vocabulary.refusals import Refusal
from statements.models import Statement
from statements.operations.attachments import attach_to_statement
from statements.queries.attachments import files_of
from statements.queries.readers import working_sight
from statements.queries.statements import statements_worked_on_by


def files_section(
    statement: Statement, member: Member, form: AttachmentForm | None = None
) -> dict[str, Any]:
    """What `statements/_attachments.html` shows; `files` is None where there is no such section."""
    files = files_of(statement, member)
    may_add = files is not None and member.has_perm("statements.draft", statement)
    return {
        "files": files,
        "files_sight": working_sight(statement, member) if files is not None else None,
        "file_form": (form or AttachmentForm()) if may_add else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files()
def statement_files(request: MemberRequest, ref: str) -> HttpResponse:
    """The section as a page of its own: a refused file is explained here."""
    statement = statements_worked_on_by(request.user).filter(ref=ref).first()
    if statement is None:
        raise Http404
    form = AttachmentForm(request.POST or None, request.FILES or None, member=request.user)
    if request.method == "POST" and form.is_valid() and _attach(request, statement, form):
        messages.success(request, "The file was added.")
        return redirect(reverse("statement_work", args=[ref]) + "#files")
    context = {"statement": statement, **files_section(statement, request.user, form)}
    status = 422 if form.errors else 200
    return render(request, "statements/files.html", context, status=status)


def _attach(request: MemberRequest, statement: Statement, form: AttachmentForm) -> bool:
    try:
        spend(request, Limit.UPLOAD)
        attach_to_statement(
            statement_id=statement.pk,
            file=form.cleaned_data["file"],
            actor=request.user,
            release_reason=form.cleaned_data.get("release_reason", ""),
        )
    except ScreeningStop as stop:
        form.show_stop(stop)
        return False
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return False
    return True
