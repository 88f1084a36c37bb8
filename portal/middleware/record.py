"""What the record says of where a request comes from."""

import hashlib

from allauth.account.adapter import get_adapter
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse

from portal.audit import Source, coming_from
from portal.middleware.asking import Handler


class OnRecord:
    """Entries that a request makes carry its address and its session, hashed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with coming_from(lambda: source_of(request)):
            return self.get_response(request)


def source_of(request: HttpRequest) -> Source:
    """The address that the limits of signing in are counted by; the session as it is now."""
    key = request.session.session_key
    member_id = request.session.get(SESSION_KEY)
    return Source(
        address=address_of(request),
        session=hashlib.sha256(key.encode()).hexdigest() if key else "",
        member_id=int(member_id) if member_id else None,
    )


def address_of(request: HttpRequest) -> str | None:
    """Nothing where the proxies in front say something else than the settings do."""
    try:
        address: str = get_adapter().get_client_ip(request)
    except (ImproperlyConfigured, PermissionDenied):
        return None
    return address.partition("%")[0]  # without the name of an interface, which is no address
