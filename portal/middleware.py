"""What happens around every view: headers, the member's time zone, refusals as pages."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.models import Member
from portal.vocabulary.refusals import Refusal

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


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
        return response


class MemberTimeZone:
    """Shows times in the member's own zone; visitors see Eastern time, always with its name."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.user.time_zone if isinstance(request.user, Member) else "America/New_York"
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)


class Refusals:
    """Turns a refusal that no form caught into a page with its sentence."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answers 409 with the sentence; every other exception goes on."""
        if not isinstance(problem, Refusal):
            return None
        context = {"sentence": str(problem), "back_url": request.path}
        return render(request, "errors/refusal.html", context, status=409)
