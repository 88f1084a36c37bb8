"""How long somebody stays signed in."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import get_callable
from django_htmx.http import HttpResponseClientRedirect

from portal.middleware.asking import Handler, address_name, page_around
from portal.models import Member
from portal.operations.sessions import note_use
from portal.queries.sessions import time_left
from portal.vocabulary.sessions import Limit

BY_ITSELF = frozenset({"session_stay", "thread_read"})
"""Addresses that the scripts of a page post to while nobody touches it."""


class SessionLimits:
    """Signs out whoever has not used the portal for a while, or is signed in for too long.

    What a page fetches by itself is no use, so an open thread does not keep an empty desk signed
    in. A form that comes too late is answered with what was typed in it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A fragment cannot hold the sign-in page: the whole page goes there."""
        response = self.get_response(request)
        target = response.headers.get("Location", "")
        if _is_fragment(request) and urlsplit(target).path == resolve_url(settings.LOGIN_URL):
            return _whole_page_to_sign_in(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answers in place of the view when the session is over."""
        if not isinstance(request.user, Member):
            return None
        left = time_left(request.session, now=time.time())
        if left.is_over:
            return _signed_out(request, view, left.limit)
        if _is_use(request):
            note_use(session=request.session)
        return None


def _signed_out(
    request: HttpRequest, view: Callable[..., Any], limit: Limit
) -> HttpResponse | None:
    """Public pages stay open; a form comes back to be copied; all else leads to the sign-in."""
    logout(request)
    is_form = request.method == "POST" and address_name(request) not in BY_ITSELF
    if not is_form:
        messages.warning(request, limit.label)
    if request.method == "POST":
        answer: HttpResponse = get_callable(settings.CSRF_FAILURE_VIEW)(request, reason=limit.label)
        answer.status_code = 401
        return answer
    is_public = not getattr(view, "login_required", True)
    return None if is_public else redirect_to_login(request.get_full_path())


def _is_use(request: HttpRequest) -> bool:
    return not _is_fragment(request) and address_name(request) not in BY_ITSELF


def _is_fragment(request: HttpRequest) -> bool:
    """Fetched into a page by htmx: looking for news and opening a form look alike."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def _whole_page_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Back to the page that asked, not to its fragment."""
    answer: HttpResponse = HttpResponseClientRedirect(redirect_to_login(page_around(request)).url)
    return answer
