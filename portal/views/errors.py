"""Error pages: plain, independent of database and session, and they keep what was typed."""

import sys
from collections.abc import Sequence

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "code", "token")


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Label and text of every field that was sent, secrets left out."""
    try:
        sent = request.POST.lists()
    except (SuspiciousOperation, BadRequest, OSError):
        return []
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), "\n".join(map(str, values)))
        for name, values in sent
        if not any(secret in name for secret in NEVER_SHOWN) and _is_typed(values)
    ]


def _is_typed(values: Sequence[object]) -> bool:
    """Whether somebody wrote it: numbers alone are choices, chosen again in a moment."""
    return any(str(value).strip() and not str(value).isdecimal() for value in values)


@requires_csrf_token
def lost_session(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without a living session; nothing was done, nothing typed is lost."""
    context = {"kept": typed(request), "next_url": request.path, "reason": reason}
    return render(request, "errors/lost_session.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/bad_request.html", {"kept": typed(request)}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"kept": typed(request)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"kept": typed(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Says that nothing was saved: 503 when the database is away, else 500."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    template, status = ("errors/unavailable.html", 503) if is_away else ("500.html", 500)
    response = render(request, template, {"kept": typed(request)}, status=status)
    if is_away:
        response.headers["Retry-After"] = "30"
    return response
