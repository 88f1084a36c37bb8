"""Searching what the member may see."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.forms.searching import SearchForm
from portal.http import MemberRequest, spend
from portal.intake.search_words import words_of
from portal.queries.search import address_of, kinds
from portal.queries.search import search as found_for
from portal.vocabulary.limits import Limit


@require_safe
@permission_required("portal.search", raise_exception=True)
def search(request: MemberRequest) -> HttpResponse:
    """The results; a reference alone leads straight to what has it."""
    form = SearchForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return render(request, "search/page.html", context, status=422)
    spend(request, Limit.SEARCH)
    words = words_of(form.cleaned_data["q"])
    if address := address_of(request.user, words):
        return redirect(address)
    kind = form.cleaned_data["kind"] if form.cleaned_data["kind"] in kinds() else ""
    context |= {"words": words.text, "kind": kind}
    if words.text:
        page = form.cleaned_data["page"] or 1
        context["results"] = found_for(request.user, words, kind=kind, page=page)
    return render(request, "search/page.html", context)
