"""What middleware is handed, and what it asks of a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

Handler = Callable[[HttpRequest], HttpResponse]


def address_name(request: HttpRequest) -> str | None:
    """Name of the address that was asked for."""
    return request.resolver_match.url_name if request.resolver_match else None


def way_back(request: HttpRequest) -> str:
    """What was asked for; after a form the page that it stood on, which may be another one."""
    if request.method != "POST":
        return request.get_full_path()
    left = request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(
        left, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return left if is_here else "/"
