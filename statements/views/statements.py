"""The list of statements and one statement's page."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.http import MemberRequest, spend
from portal.models import Member
from portal.rules import is_in_working_group
from portal.views.discussion import threads_panel
from portal.vocabulary.limits import Limit
from portal.vocabulary.threads import SubjectKind
from statements.forms.filtering import FilterForm
from statements.operations.documents import request_statement_pdf
from statements.operations.reading import note_text_read
from statements.queries.publishing import published_statement
from statements.queries.readers import statement_sight
from statements.queries.receipts import signer_lines
from statements.queries.statements import (
    CurrentText,
    statement_list,
    statement_text,
)
from statements.views.attachments import files_section
from statements.views.public import public_list, public_page


@login_not_required
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """What has been published; for the working group also what it works on."""
    if not isinstance(request.user, Member) or not is_in_working_group(request.user):
        return public_list(request)
    member = request.user
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("q"):
        spend(cast(MemberRequest, request), Limit.SEARCH)
    found = statement_list(member, state=chosen.get("state", ""), words=chosen.get("q", ""))
    context = {
        "statements": found,
        "filter_form": form,
        "is_filtered": any(chosen.values()),
        "may_import": member.has_perm("statements.import_statement"),
    }
    return render(request, "statements/list.html", context)


@login_not_required
@require_safe
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """The public page of what is out; before, the working page of those who work on it.

    To everybody else what is not out looks like what does not exist.
    """
    publication = published_statement(ref)
    if publication is not None:
        return public_page(request, publication)
    if not isinstance(request.user, Member):
        return redirect_to_login(request.get_full_path())
    return _working_page(cast(MemberRequest, request), ref)


@require_safe
def statement_work(request: MemberRequest, ref: str) -> HttpResponse:
    """The working page, which stays when the statement is out."""
    return _working_page(request, ref)


def _working_page(request: MemberRequest, ref: str) -> HttpResponse:
    current = _current_or_404(request, ref)
    number = str(current.revision.number)
    note_text_read(reader=request.user, statement=current.statement, version=number)
    context = {
        "statement": current.statement,
        "revision": current.revision,
        "body_blocks": current.body,
        "boilerplates": current.boilerplates,
        "footnotes": current.footnotes,
        "letterhead": current.statement.letterhead,
        "leftovers": current.leftovers,
        "sight": statement_sight(current.statement, request.user),
        "signers": signer_lines(current.statement),
        **files_section(current.statement, request.user),
        **threads_panel(request.user, SubjectKind.STATEMENT, current.statement.pk),
    }
    return render(request, "statements/page.html", context)


@require_POST
def statement_pdf(request: MemberRequest, ref: str) -> HttpResponseRedirect:
    """Starts the PDF of the newest text and goes to where it can be taken."""
    current = _current_or_404(request, ref)
    spend(request, Limit.EXPORT)
    export = request_statement_pdf(current=current, actor=request.user)
    return redirect("export", export.pk)


def _current_or_404(request: MemberRequest, ref: str) -> CurrentText:
    current = statement_text(request.user, ref)
    if current is None:
        raise Http404
    return current
