"""Starting a statement, and the block editor."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.repeated import takes_lists
from statements.documents.redline import RedlineBlock, redline
from statements.forms.drafting import EditForm, NewForm, edit_form
from statements.models import Revision, Statement
from statements.operations.drafting import (
    StaleRevision,
    check_may_edit,
    save_revision,
    start_statement,
)
from statements.operations.reading import note_text_read
from statements.queries.versions import (
    Version,
    drafted_statement,
    newest_version,
    version_by_id,
)
from statements.vocabulary.states import StatementState


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("statements.import_statement", raise_exception=True)
@takes_lists("issuers")
def statement_new(request: MemberRequest) -> HttpResponse:
    """Begins an empty draft."""
    form = NewForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        made = start_statement(
            organization=form.cleaned_data["organization"],
            issuers=list(form.cleaned_data["issuers"]),
            title=form.cleaned_data["title"],
            actor=request.user,
        )
        return redirect("statement_edit", made.ref)
    return render(request, "statements/edit_new.html", {"form": form}, status=_status(form.errors))


@require_http_methods(["GET", "HEAD", "POST"])
def statement_edit(request: MemberRequest, ref: str) -> HttpResponse:
    """The text in the editor; what cannot be saved stays in it."""
    statement = drafted_statement(request.user, ref)
    if statement is None:
        raise Http404
    is_signing = statement.state == StatementState.SIGN_ON
    if request.method != "POST":
        check_may_edit(statement=statement, actor=request.user)
        newest = newest_version(statement)
        form = edit_form(version=newest, member=request.user, is_signing=is_signing)
        number = str(newest.revision.number)
        note_text_read(reader=request.user, statement=statement, version=number)
        return _editor(request, statement, form)
    form = EditForm(request.POST, member=request.user, is_signing=is_signing)
    if rearranged := form.rearranged():
        return _editor(request, statement, rearranged, is_unsaved=True)
    if not form.is_valid():
        return _editor(request, statement, form, status=422)
    return _save(request, statement, form)


def _save(request: MemberRequest, statement: Statement, form: EditForm) -> HttpResponse:
    cleaned = form.cleaned_data
    try:
        saved = save_revision(
            statement_id=statement.pk,
            base_revision_id=cleaned["base"],
            blocks=[draft for _, draft in form.drafts],
            reason=cleaned["reason"],
            new_deadline=cleaned.get("new_deadline"),
            actor=request.user,
        )
    except StaleRevision as stale:
        theirs = _meanwhile(statement, form, stale.newest)
        return _editor(request, statement, form.on_top_of(stale.newest), theirs=theirs, status=409)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _editor(request, statement, form, status=422)
    messages.success(request, f"Saved as version {saved.number}.")
    return redirect("statement", statement.ref)


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved, and what the form would change of what it was written on."""

    base: Revision
    newest: Revision
    theirs: list[RedlineBlock]
    mine: list[RedlineBlock]


@dataclass(frozen=True)
class _Typed:
    """A passage of the form, for comparing; new ones have a key for that alone."""

    key: object
    kind: str
    html: str
    speaker: str
    speaker_title: str


def _meanwhile(statement: Statement, form: EditForm, newest: Revision) -> Meanwhile:
    other = version_by_id(statement, newest.pk) or newest_version(statement)
    base: Version = version_by_id(statement, form.cleaned_data["base"]) or other
    typed = [
        _Typed(draft.key or uuid4(), draft.kind, draft.html, draft.speaker, draft.speaker_title)
        for _, draft in form.drafts
    ]
    return Meanwhile(
        base=base.revision,
        newest=other.revision,
        theirs=redline(base.blocks, other.blocks),
        mine=redline(base.blocks, typed),
    )


def _editor(
    request: MemberRequest,
    statement: Statement,
    form: EditForm,
    *,
    theirs: Meanwhile | None = None,
    is_unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "statement": statement,
        "form": form,
        "meanwhile": theirs,
        "is_unsaved": is_unsaved or status != 200,
    }
    return render(request, "statements/edit.html", context, status=status)


def _status(errors: object) -> int:
    return 422 if errors else 200
