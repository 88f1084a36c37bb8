"""What middleware is handed, and what it asks of a request."""

from collections.abc import Callable
from inspect import getclosurevars, isfunction
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, get_resolver, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from portal.vocabulary.bodies import NotReadable

Handler = Callable[[HttpRequest], HttpResponse]


def address_name(request: HttpRequest) -> str | None:
    """Name of the address that was asked for."""
    return request.resolver_match.url_name if request.resolver_match else None


def way_back(request: HttpRequest) -> str:
    """What was asked for; after a form the page that it stood on, which may be another one.

    Always a page that can be opened: where only forms go it is the nearest page above.
    """
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    left = request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(
        left, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not is_here:
        return page_above(request.path)
    page = urlsplit(left)
    if not is_page(page.path):
        return page_above(page.path)
    return f"{page.path}?{page.query}" if page.query else page.path


def page_above(path: str) -> str:
    """The nearest page, going up from an address; itself, if it is one."""
    while path.strip("/") and not is_page(path):
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return path


def is_page(path: str) -> bool:
    """Whether the address can be opened: there is one, and not only forms are sent there."""
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return False
    while isfunction(view):
        taken = getclosurevars(view).nonlocals.get("request_method_list")  # Django's decorator
        if taken is not None and "GET" not in taken:
            return False
        view = getattr(view, "__wrapped__", None)
    return True


def not_readable(request: HttpRequest, sentence: str) -> HttpResponse:
    """The page for what cannot be taken, with what was typed; raised, it would fill the log."""
    handler: Any = get_resolver().resolve_error_handler(400)
    response: HttpResponse = handler(request, NotReadable(sentence))
    return response


def page_around(request: HttpRequest) -> str:
    """The page that a fragment was asked for by, as htmx says; home where that is no address."""
    try:
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return "/"
    return (f"{here.path}?{here.query}" if here.query else here.path) or "/"
