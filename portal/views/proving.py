"""Signing in with a passkey, the second step of signing in, and proving again who one is.

allauth's own views, with pages that name what the member really has.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django import forms
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.http import MemberRequest
from portal.queries.factors import held_by
from portal.rules import accepted_factors
from portal.vocabulary.factors import Factor


class SignInByPasskey(LoginWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """One press: a discoverable passkey says who it is, and verifies its owner."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return _back_to(self.request, "account_login", form)


class SecondStep(AuthenticateView):  # type: ignore[misc]  # the same
    """After a password or a mailed code, for whoever has a factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts: dict[str, Any] = super().get_context_data(**kwargs)
        member = self.stage.login.user
        held = held_by(member)
        is_passkey_asked = accepted_factors(member) == {Factor.PASSKEY} and Factor.PASSKEY in held
        return facts | {
            "has_passkey": Factor.PASSKEY in held,
            "has_app_code": Factor.APP_CODE in held and not is_passkey_asked,
        }


class PasskeyProof(ReauthenticateWebAuthnView):  # type: ignore[misc]  # the same
    """Of somebody who is signed in, before something that matters."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return _back_to(self.request, "mfa_reauthenticate_webauthn", form)


@require_safe
def sign_in_again(request: MemberRequest) -> HttpResponse:
    """For whoever has neither a password nor a factor: their proof is a new code by mail."""
    back = urlencode({"next": get_next_redirect_url(request) or reverse("mfa_index")})
    facts = {"sign_in_url": f"{reverse('account_login')}?{back}"}
    return render(request, "mfa/sign_in_again.html", facts)


def _back_to(request: HttpRequest, name: str, form: forms.Form) -> HttpResponse:
    """Says on the page before what was wrong with the passkey; a limit has a page of its own."""
    back = passthrough_next_redirect_url(request, reverse(name), REDIRECT_FIELD_NAME)
    sentences = [str(sentence) for sentence in form.errors.get("credential", [])]
    if hasattr(request, "retry_after"):
        facts = {"sentence": " ".join(sentences), "back_url": back}
        return render(request, "429.html", facts, status=429)
    for sentence in sentences:
        messages.error(request, sentence)
    return redirect(back)
