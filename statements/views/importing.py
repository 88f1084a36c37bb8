"""Starting a statement from a text: read it, correct what was read, save the draft."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest, spend
from portal.intake import check_text
from portal.vocabulary.bodies import takes_files
from portal.vocabulary.limits import Limit
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.repeated import takes_lists
from statements.forms.importing import ImportForm, PreviewForm, preview_form
from statements.intake import TextBlock, read_statement
from statements.models import Statement
from statements.operations.drafting import import_corrected
from statements.operations.importing import Origin
from statements.operations.revisions import MOST_BLOCKS, TOO_LONG
from statements.vocabulary.states import DocumentType

LANGUAGES = {"en": "English", "es": "Spanish"}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("statements.import_statement", raise_exception=True)
@takes_lists("issuers")
@takes_files()
def statement_import(request: MemberRequest) -> HttpResponse:
    """Reads a pasted or uploaded text and shows it; nothing is stored before "Save draft"."""
    if "order" in request.POST:
        return _preview(request)
    form = ImportForm(request.POST or None, request.FILES or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            if form.files:
                spend(request, Limit.UPLOAD)
            return _shown(request, preview_form(form, _blocks(form.cleaned_data["text"])))
        except Refusal as refusal:
            form.add_error("file" if form.files else "text", str(refusal))
    status = 422 if form.errors else 200
    return render(request, "statements/import.html", {"form": form}, status=status)


def _blocks(text: str) -> Sequence[TextBlock]:
    blocks = read_statement(text).blocks
    if len(blocks) > MOST_BLOCKS:
        raise Refusal(TOO_LONG)
    return blocks


def _preview(request: MemberRequest) -> HttpResponse:
    form = PreviewForm(request.POST, member=request.user)
    if rearranged := form.rearranged():
        return _shown(request, rearranged)
    if form.is_valid() and (made := _save(request, form)):
        messages.success(request, "The draft is saved.")
        return redirect("statement", made.ref)
    return _shown(request, form, status=422)


def _shown(request: MemberRequest, form: PreviewForm, *, status: int = 200) -> HttpResponse:
    read = read_statement(check_text(str(form["text"].value())))
    context = {
        "form": form,
        "read": read,
        "document_type": DocumentType(read.document_type).label,
        "language": LANGUAGES[read.language],
    }
    return render(request, "statements/preview.html", context, status=status)


def _save(request: MemberRequest, form: PreviewForm) -> Statement | None:
    cleaned = form.cleaned_data
    origin = Origin(
        file_name=cleaned["file_name"],
        organization=cleaned["organization"],
        issuers=list(cleaned["issuers"]),
        actor=request.user,
    )
    try:
        return import_corrected(text=cleaned["text"], origin=origin, blocks=form.placed_drafts)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
