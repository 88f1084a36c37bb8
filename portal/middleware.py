"""What happens around every view: headers, the member's time zone, refusals as pages."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import get_callable
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from portal.models import Member
from portal.operations.sessions import note_use
from portal.queries.sessions import time_left
from portal.vocabulary.limits import TooOften
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.sessions import Limit

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
BY_ITSELF = frozenset({"session_stay", "thread_read"})
"""Addresses that the scripts of a page post to while nobody touches it."""


class PolicyHeaders:
    """Adds the headers that neither Django nor django-csp sets; signed-in pages are not stored."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if isinstance(getattr(request, "user", None), Member):
            response.headers["Cache-Control"] = "no-store, private"
        if request.method == "POST" and _address_name(request) == "account_logout":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


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
    is_form = request.method == "POST" and _address_name(request) not in BY_ITSELF
    if not is_form:
        messages.warning(request, limit.label)
    if request.method == "POST":
        answer: HttpResponse = get_callable(settings.CSRF_FAILURE_VIEW)(request, reason=limit.label)
        answer.status_code = 401
        return answer
    is_public = not getattr(view, "login_required", True)
    return None if is_public else redirect_to_login(request.get_full_path())


def _is_use(request: HttpRequest) -> bool:
    return not _is_fragment(request) and _address_name(request) not in BY_ITSELF


def _is_fragment(request: HttpRequest) -> bool:
    """Fetched into a page by htmx: looking for news and opening a form look alike."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def _address_name(request: HttpRequest) -> str | None:
    return request.resolver_match.url_name if request.resolver_match else None


def _whole_page_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Back to the page that asked, not to its fragment."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = f"{here.path}?{here.query}" if here.query else here.path
    answer: HttpResponse = HttpResponseClientRedirect(redirect_to_login(back or "/").url)
    return answer


class MemberTimeZone:
    """Shows times in the member's own zone; visitors see Eastern time, always with its name."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.user.time_zone if isinstance(request.user, Member) else "America/New_York"
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)


class Refusals:
    """Turns a refusal that no form caught into a page with its sentence.

    Where a limit was reached the answer is a 429 that says when to try again, also when a form
    caught the refusal and shows it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        wait = getattr(request, "retry_after", None)
        if wait is not None:
            response.status_code = 429
            response.headers["Retry-After"] = str(wait)
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answers 409 or 429 with the sentence; every other exception goes on."""
        if isinstance(problem, TooOften):
            context = {"sentence": str(problem), "back_url": _way_back(request)}
            return render(request, "429.html", context, status=429)
        if not isinstance(problem, Refusal):
            return None
        context = {"sentence": str(problem), "back_url": request.path}
        return render(request, "errors/refusal.html", context, status=409)


def _way_back(request: HttpRequest) -> str:
    """What was asked for; after a form the page that it stood on, which may be another one."""
    if request.method != "POST":
        return request.get_full_path()
    left = request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(
        left, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return left if is_here else "/"
