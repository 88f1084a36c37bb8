"""Where a form comes from, and how often it names a field."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from portal.middleware.asking import Handler, not_readable
from portal.vocabulary.bodies import NO_FILES_HERE, files_of
from portal.vocabulary.repeated import lists_of

CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OUR_OWN = frozenset({"same-origin", "none"})


class OurOwnForms:
    """Every form comes from our own page (else 403) and names each field once (else 400).

    Files come only where a view declares them with `takes_files`. Browsers say where a request
    comes from; what says nothing is left to the form's token. A field that is sent twice is read by
    one part of a program and shown by another: only the fields that a view declares with
    `takes_lists` may come more than once.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Before the form's token is looked at, so that another site learns nothing of it."""
        if request.method in CHANGES_NOTHING:
            return None
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in OUR_OWN:
            raise PermissionDenied
        sent = [name for part in (request.POST, request.FILES) for name in _repeated(part)]
        if request.FILES and files_of(view) is None:
            return not_readable(request, NO_FILES_HERE)
        if not lists_of(view).issuperset(sent):
            raise BadRequest
        return None


def _repeated(part: MultiValueDict[str, Any]) -> list[str]:
    return [name for name, values in part.lists() if len(values) > 1]
