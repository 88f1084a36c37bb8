"""Error pages: plain, independent of database and session, and they keep what was typed."""

import sys
from collections.abc import Sequence

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token
from redis.exceptions import RedisError

from portal.middleware.asking import page_above, way_back
from portal.vocabulary.bodies import NotReadable
from portal.vocabulary.factors import FactorMissing
from portal.vocabulary.limits import REQUESTS, REQUESTS_WAIT
from portal.vocabulary.previews import NothingInPreview

NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "code", "token", "credential", "passkey")


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Label and text of every field that was sent, secrets left out."""
    if getattr(request, "is_unread", False):  # nothing waits for a body that may never come
        return []
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
    context = {"kept": typed(request), "next_url": way_back(request), "reason": reason}
    return render(request, "errors/lost_session.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) if isinstance(exception, NotReadable) else ""
    context = {"kept": typed(request), "sentence": sentence}
    return render(request, "errors/bad_request.html", context, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, FactorMissing):
        facts = {"sentence": str(exception), "way_on": exception.way_on, "kept": typed(request)}
        return render(request, "errors/factor_missing.html", facts, status=403)
    template = "errors/preview.html" if isinstance(exception, NothingInPreview) else "403.html"
    return render(request, template, {"kept": typed(request)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"kept": typed(request)}, status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What allauth answers when its own forms are sent too often."""
    context = {"kept": typed(request), "sentence": REQUESTS, "back_url": page_above(request.path)}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(REQUESTS_WAIT)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Says that nothing was saved: 503 when the database or the cache is away, else 500."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError | RedisError)
    template, status = ("errors/unavailable.html", 503) if is_away else ("500.html", 500)
    response = render(request, template, {"kept": typed(request)}, status=status)
    if is_away:
        response.headers["Retry-After"] = "30"
    return response
