"""Choosing as whom to look at the portal, and stopping to."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.http import MemberRequest
from portal.operations.previews import begin_preview, stop_preview
from portal.queries.previews import readers_offered


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("portal.preview", raise_exception=True)
def preview(request: MemberRequest) -> HttpResponse:
    """What it is, and a button for each reader; a POST begins."""
    if request.method == "POST":
        reader = request.POST.get("reader", "")
        begin_preview(reader=reader, actor=request.user, session=request.session)
        return redirect("home")
    return render(request, "preview/page.html", {"readers": readers_offered(request.user)})


@require_POST
def preview_stop(request: MemberRequest) -> HttpResponseRedirect:
    """Also when the preview has ended by itself."""
    stop_preview(session=request.session)
    messages.success(request, "The preview is over. You see your own pages again.")
    return redirect("home")
