"""At which address the portal answers."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from portal.middleware.asking import Handler

ASKED_FROM_INSIDE = frozenset({"/healthz", "/readyz"})
"""By whatever watches the container, which knows it by another port."""


class OwnAddress:
    """In production mode host and port of every request are those of `SITE_URL` (else 400).

    `ALLOWED_HOSTS` looks at no port. Whatever is made from a request, like a link, then leads here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_asked = settings.PRODUCTION and request.path_info not in ASKED_FROM_INSIDE
        if is_asked and not _is_ours(request.get_host()):
            raise DisallowedHost
        return self.get_response(request)


def _is_ours(host: str) -> bool:
    """Browsers leave out the port that a scheme has anyway."""
    own = urlsplit(settings.SITE_URL)
    usual = {"https": ":443", "http": ":80"}[own.scheme]
    return host.lower().removesuffix(usual) == own.netloc.lower().removesuffix(usual)
