"""Nobody gets further than enrolling before they have what their seat needs."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from portal.middleware.asking import Handler, address_name, page_around, way_back
from portal.models import Member
from portal.operations.step_up import note_missing
from portal.queries.factors import what_is_missing
from portal.vocabulary.factors import FactorMissing, Missing
from portal.vocabulary.step_up import is_binding

OPEN = frozenset(
    {
        "mfa_index",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "sign_in_again",
        "account_logout",
        "session_stay",
    }
)
"""Enrolling, proving, signing out."""

THEIR_OWN = frozenset({"home", "invitation", "account_login"})
"""Open to visitors, but what members are after there is theirs."""

WHERE = {
    Missing.PASSKEY: "mfa_add_webauthn",
    Missing.FACTOR: "mfa_add_webauthn",
    Missing.PASSKEY_PROOF: "mfa_reauthenticate_webauthn",
    Missing.CODE_PROOF: "mfa_reauthenticate",
}


class FactorsFirst:
    """Leads whoever owes a factor to where it is given, and from there to where they were going.

    Public pages show them what visitors see. Forms are refused and come back with what was typed;
    of one that binds it is on record that who sent it did not confirm who they are.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answers in place of the view while something is owed."""
        name = address_name(request)
        if not isinstance(request.user, Member) or name in OPEN:
            return None
        missing = what_is_missing(request.user, request.session)
        if missing is None:
            return None
        if name not in THEIR_OWN and not getattr(view, "login_required", True):
            request.user = AnonymousUser()
            return None
        if request.method == "POST":
            if is_binding(view, {**request.POST.dict(), **kwargs}):
                note_missing(member=request.user, place=request.path)
            raise FactorMissing(missing.label, way_on=_way_on(missing, way_back(request)))
        return _on_the_way(request, missing)


def _on_the_way(request: HttpRequest, missing: Missing) -> HttpResponse:
    """To the page of the factor. A fragment cannot hold it: the whole page goes there."""
    if request.headers.get("HX-Request") == "true":
        answer: HttpResponse = HttpResponseClientRedirect(_way_on(missing, page_around(request)))
        return answer
    is_sign_in = address_name(request) == "account_login"
    return redirect(
        _way_on(missing, request.GET.get("next", "/") if is_sign_in else request.get_full_path())
    )


def _way_on(missing: Missing, back: str) -> str:
    return f"{reverse(WHERE[missing])}?{urlencode({'next': back})}"
