"""Keeping what is typed into a composer, and throwing it away."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.http import MemberRequest
from portal.operations.drafts import discard_draft, save_draft
from portal.queries.drafts import kept_drafts
from portal.vocabulary.refusals import Refusal


@require_POST
def draft(request: MemberRequest, place: str) -> HttpResponse:
    """Keeps the text and says since when it is kept; an empty one is kept no longer."""
    try:
        save_draft(member=request.user, place=place, text=request.POST.get("text", ""))
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    kept = kept_drafts(request.user, [place]).get(place)
    if kept is None:
        return HttpResponse(status=204)
    return render(request, "threads/_draft_kept.html", {"draft": kept})


@require_POST
def draft_discard(request: MemberRequest, place: str) -> HttpResponseRedirect:
    discard_draft(member=request.user, place=place)
    back = request.POST.get("back", "")
    is_here = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if is_here else reverse("home"))
