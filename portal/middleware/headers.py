"""Headers of every answer."""

from django.http import HttpRequest, HttpResponse

from portal.middleware.asking import Handler, address_name
from portal.models import Member

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PolicyHeaders:
    """Adds the headers that neither Django nor django-csp sets.

    Signed-in pages are not stored; whoever is signed out, also by a limit or by a new password,
    leaves nothing in the browser.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if isinstance(getattr(request, "user", None), Member):
            response.headers["Cache-Control"] = "no-store, private"
        was_asked = request.method == "POST" and address_name(request) == "account_logout"
        if was_asked or getattr(request, "was_signed_out", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
