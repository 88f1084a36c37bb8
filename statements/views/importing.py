"""Starting a statement from a text."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest
from portal.vocabulary.refusals import Refusal
from statements.forms.importing import ImportForm
from statements.models import Statement
from statements.operations.importing import Origin, import_statement


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("statements.import_statement", raise_exception=True)
def statement_import(request: MemberRequest) -> HttpResponse:
    """Reads a pasted or uploaded text into a draft; what is refused stays in the form."""
    form = ImportForm(request.POST or None, request.FILES or None, member=request.user)
    if request.method == "POST" and form.is_valid() and (made := _import(request, form)):
        messages.success(request, "The text was read. Check it against the original.")
        return redirect("statement", made.ref)
    status = 422 if form.errors else 200
    return render(request, "statements/import.html", {"form": form}, status=status)


def _import(request: MemberRequest, form: ImportForm) -> Statement | None:
    cleaned = form.cleaned_data
    origin = Origin(
        file_name=cleaned["file_name"],
        organization=cleaned["organization"],
        issuers=list(cleaned["issuers"]),
        actor=request.user,
    )
    try:
        return import_statement(text=cleaned["text"], origin=origin)
    except Refusal as refusal:
        form.add_error("text", str(refusal))
        return None
