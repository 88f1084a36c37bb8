"""Checking a file that somebody holds."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.forms import VerificationForm
from portal.http import MemberRequest, spend
from portal.models import Member
from portal.queries.verification import made_here
from portal.vocabulary.bodies import takes_files
from portal.vocabulary.limits import Limit


def _count(request: MemberRequest) -> None:
    """By the address that asks, before its file is read."""
    spend(request, Limit.VERIFY)


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(first=_count)
def verify(request: HttpRequest) -> HttpResponse:
    """Says whether this very file was made here; the file is neither kept nor passed on.

    Nothing is changed by it, so the form needs no token, and no session is made for a visitor.
    """
    form = VerificationForm(request.POST or None, request.FILES or None)
    result = None
    if request.method == "POST" and form.is_valid():
        digest = hashlib.sha256()
        for chunk in form.cleaned_data["file"].chunks():
            digest.update(chunk)
        member = request.user if isinstance(request.user, Member) else None
        result = made_here(digest.hexdigest(), member)
    status = 422 if form.errors else 200
    return render(request, "verify/page.html", {"form": form, "result": result}, status=status)
