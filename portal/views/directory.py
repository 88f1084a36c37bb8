"""Who takes part: the list, and the list to take along."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from portal.forms.directory import DirectoryForm
from portal.http import MemberRequest, spend
from portal.operations.directory import export_directory
from portal.queries.directory import directory
from portal.vocabulary.limits import Limit


@require_safe
@permission_required("portal.see_directory", raise_exception=True)
def members(request: MemberRequest) -> HttpResponse:
    """The organizations that the address asks for."""
    form = DirectoryForm(request.GET)
    wanted = form.wanted
    if wanted.words:
        spend(request, Limit.SEARCH)
    asked = {name: value for name, value in form.data.items() if name != "page"}
    context = {
        "form": form,
        "wanted": wanted,
        "found": directory(wanted),
        "asked": urlencode(asked),
        "own": [seat.organization for seat in request.user.current_seats],
        "keeps": request.user.has_perm("portal.keep_directory"),
    }
    return render(request, "members/directory.html", context)


@require_POST
def directory_export(request: MemberRequest) -> HttpResponse:
    """The same list as a file, for association staff; to others there is no such address."""
    if not request.user.has_perm("portal.keep_directory"):
        raise Http404
    spend(request, Limit.EXPORT)
    name, data = export_directory(wanted=DirectoryForm(request.GET).wanted, actor=request.user)
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
