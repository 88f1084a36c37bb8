"""Pages as another reader sees them, for association staff who began a preview."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.middleware.asking import Handler, address_name
from portal.models import Member
from portal.queries.previews import Preview, preview_of
from portal.vocabulary.previews import (
    OWN_PAGES_LEFT_OUT,
    PREVIEW,
    VISITORS_SIGN_IN,
    NothingInPreview,
)

PERSONAL = (
    *("accounts/", "notifications/", "threads/drafts/", "invitations/"),
    *("authority/", "preview/"),
)
"""Where everything is about who is signed in, whatever else it shows."""


class PreviewAs:
    """Puts a reader without identity in the place of the member who looks, for one view.

    All that comes before a view, like the limits of a session, still deals with the member, and so
    does all that comes after it. In a preview nothing can be done but to stop it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        preview = request.preview = _preview_in(request)  # type: ignore[attr-defined]  # for templates
        response = self.get_response(request)
        if preview is not None:
            request.user = preview.member
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answers in place of the view where the reader could not get to it."""
        preview = request.preview  # type: ignore[attr-defined]  # set above
        if preview is None or address_name(request) == "preview_stop":
            return None
        if request.user != preview.member:  # signed out by what came before
            request.preview = None  # type: ignore[attr-defined]  # as above
            return None
        if request.method not in {"GET", "HEAD"}:
            raise NothingInPreview
        if _route(request).startswith(PERSONAL):
            messages.warning(request, OWN_PAGES_LEFT_OUT)
            return redirect("home")
        is_visitor = isinstance(preview.stand_in, AnonymousUser)
        if is_visitor and getattr(view, "login_required", True):
            messages.warning(request, VISITORS_SIGN_IN)
            return redirect("home")
        request.user = preview.stand_in
        return None


def _preview_in(request: HttpRequest) -> Preview | None:
    """A preview that is not offered any more is forgotten."""
    if not isinstance(request.user, Member) or PREVIEW not in request.session:
        return None
    found = preview_of(request.user, request.session[PREVIEW])
    if found is None:
        del request.session[PREVIEW]
    return found


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else ""
