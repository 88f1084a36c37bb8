"""Requests that bind an organization or release a text: from our own page, each field once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse

from portal.http import MemberRequest

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponse]


def binding(view: View[P]) -> View[P]:
    """Refuses a POST that comes from another site (403) or names a field twice (400)."""

    @wraps(view)
    def checked(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST":
            if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
                raise PermissionDenied
            if any(len(values) > 1 for _, values in request.POST.lists()):
                raise BadRequest
        return view(request, *args, **kwargs)

    return checked
