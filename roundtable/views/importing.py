"""Starting a proposal from an outline."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest, spend
from portal.vocabulary.bodies import takes_files
from portal.vocabulary.limits import Limit
from portal.vocabulary.refusals import Refusal
from roundtable.forms.importing import ImportForm
from roundtable.models import Proposal
from roundtable.operations.importing import Origin, import_agenda


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("roundtable.import_agenda", raise_exception=True)
@takes_files()
def agenda_import(request: MemberRequest) -> HttpResponse:
    """Reads a pasted or uploaded outline into issues; what is refused stays in the form."""
    form = ImportForm(request.POST or None, request.FILES or None, member=request.user)
    if request.method == "POST" and form.is_valid() and (made := _import(request, form)):
        messages.success(request, "The outline was read. Check it against the original.")
        return redirect("proposal", made.ref)
    status = 422 if form.errors else 200
    return render(request, "roundtable/import.html", {"form": form}, status=status)


def _import(request: MemberRequest, form: ImportForm) -> Proposal | None:
    cleaned = form.cleaned_data
    origin = Origin(
        file_name=cleaned["file_name"],
        issuer=cleaned["issuer"],
        counterpart=cleaned["counterpart"],
        actor=request.user,
    )
    try:
        if form.files:
            spend(request, Limit.UPLOAD)
        return import_agenda(text=cleaned["text"], origin=origin)
    except Refusal as refusal:
        form.add_error("file" if form.files else "text", str(refusal))
        return None
