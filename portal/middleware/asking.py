"""What middleware is handed, and what it asks of a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def address_name(request: HttpRequest) -> str | None:
    """Name of the address that was asked for."""
    return request.resolver_match.url_name if request.resolver_match else None
