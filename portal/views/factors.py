"""A member's passkeys and app codes. Changing them asks who it is, if that is long ago."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.forms.factors import AppCodeSetUpForm, PasskeyForm, PasskeyNameForm
from portal.http import MemberRequest
from portal.intake.qr import qr_code
from portal.intake.user_agents import device_in_words
from portal.operations.factors import (
    add_app_code,
    add_passkey,
    note_proof,
    remove_factor,
    rename_passkey,
)
from portal.queries.factors import (
    OwnFactor,
    factors_of,
    is_proved_within,
    what_is_missing,
    why_it_stays,
)
from portal.rules import needs_passkey
from portal.vocabulary.factors import FRESH_SECONDS, SENT_SECONDS, Factor, Missing
from portal.vocabulary.refusals import Refusal

View = Callable[..., HttpResponse]
PAGES_OF_PROOF = {
    Missing.PASSKEY_PROOF: "mfa_reauthenticate_webauthn",
    Missing.CODE_PROOF: "mfa_reauthenticate",
}


def proved_lately(view: View) -> View:
    """Asks for proof before a page that changes factors, and comes back to it.

    Nothing that was sent is kept for later: it is sent again from the page.
    """

    @wraps(view)
    def asking(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        missing = what_is_missing(request.user, request.session)
        seconds = SENT_SECONDS if request.method == "POST" else FRESH_SECONDS
        if missing is not None and missing.is_proof:
            url = reverse(PAGES_OF_PROOF[missing])
        elif is_proved_within(request.session, seconds, now=time.time()):
            return view(request, *args, **kwargs)
        else:
            ways = get_adapter().get_reauthentication_methods(request.user)
            url = ways[0]["url"] if ways else reverse("sign_in_again")
        return redirect(f"{url}?{urlencode({'next': request.get_full_path()})}")

    return asking


@require_http_methods(["GET", "HEAD"])
def overview(request: MemberRequest) -> HttpResponse:
    """What the account is protected with."""
    found = factors_of(request.user)
    facts = {
        "passkeys": [each for each in found if each.kind == Factor.PASSKEY],
        "app_codes": [each for each in found if each.kind == Factor.APP_CODE],
        "needs_passkey": needs_passkey(request.user),
        "missing": what_is_missing(request.user, request.session),
    }
    return render(request, "mfa/index.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def passkey_add(request: MemberRequest) -> HttpResponse:
    """Makes a passkey on this device; somebody who was on their way somewhere goes on."""
    device = _device(request)
    form = PasskeyForm(request.POST or None, initial={"name": device})
    if request.method == "POST" and form.is_valid() and _is_passkey_kept(request, form, device):
        return _go_on(request, "Your passkey was added. From now on it signs you in.")
    options = begin_registration(request.user, passwordless=True)
    facts = {
        "form": form,
        "options": options,
        "missing": what_is_missing(request.user, request.session),
        "next_url": _next_url(request),
    }
    status = 422 if form.errors else 200
    return render(request, "mfa/webauthn/add_form.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def passkey_rename(request: MemberRequest, factor_id: int) -> HttpResponse:
    """Another name, so that its owner knows which device it is on."""
    passkey = _own(request, factor_id, Factor.PASSKEY)
    form = PasskeyNameForm(request.POST or None, initial={"name": passkey.name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        rename_passkey(member=request.user, factor_id=factor_id, name=name)
        messages.success(request, f"The passkey is now called {name}.")
        return redirect("mfa_index")
    facts = {"form": form, "passkey": passkey}
    status = 422 if form.errors else 200
    return render(request, "mfa/webauthn/edit_form.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def passkey_remove(request: MemberRequest, factor_id: int) -> HttpResponse:
    """Says what it means first; the button removes."""
    return _remove(request, _own(request, factor_id, Factor.PASSKEY))


@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def app_code_add(request: MemberRequest) -> HttpResponse:
    """Shows the secret, as a picture and as text, and takes the first code."""
    if needs_passkey(request.user):
        messages.warning(request, "Your seat needs a passkey: codes of an app are not enough.")
        return redirect("mfa_index")
    form = AppCodeSetUpForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and _is_app_kept(request, form):
        return _go_on(request, "Your authenticator app is set up. Signing in asks for its codes.")
    address = get_factor_adapter().build_totp_url(request.user, form.secret)
    facts = {
        "form": form,
        "secret": " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4)),
        "picture": qr_code(address),
        "next_url": _next_url(request),
    }
    status = 422 if form.errors else 200
    return render(request, "mfa/totp/activate_form.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def app_code_remove(request: MemberRequest) -> HttpResponse:
    """The same for the authenticator app."""
    own = [each for each in factors_of(request.user) if each.kind == Factor.APP_CODE]
    return _remove(request, own[0]) if own else redirect("mfa_index")


def _remove(request: MemberRequest, factor: OwnFactor) -> HttpResponse:
    if request.method == "POST":
        kind = remove_factor(
            member=request.user,
            factor_id=factor.pk,
            device=_device(request),
            session_key=request.session.session_key,
        )
        messages.success(request, f"Your {kind.label} was removed.")
        return redirect("mfa_index")
    facts = {"factor": factor, "why_it_stays": why_it_stays(request.user, factor.pk)}
    return render(request, "mfa/remove.html", facts)


def _is_passkey_kept(request: MemberRequest, form: PasskeyForm, device: str) -> bool:
    try:
        add_passkey(
            member=request.user,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
            device=device,
            session_key=request.session.session_key,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    note_proof(session=request.session, kinds=[Factor.PASSKEY])
    return True


def _is_app_kept(request: MemberRequest, form: AppCodeSetUpForm) -> bool:
    try:
        add_app_code(
            member=request.user,
            secret=form.secret,
            code=form.cleaned_data["code"],
            device=_device(request),
            session_key=request.session.session_key,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    clear_totp_secret(request)
    note_proof(session=request.session, kinds=[Factor.APP_CODE])
    return True


def _own(request: MemberRequest, factor_id: int, kind: Factor) -> OwnFactor:
    """Anybody else's does not exist."""
    for each in factors_of(request.user):
        if (each.pk, each.kind) == (factor_id, kind):
            return each
    raise Http404


def _go_on(request: MemberRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(_next_url(request) or "mfa_index")


def _next_url(request: MemberRequest) -> str:
    """Where somebody was going; a page of this portal, or nothing."""
    return get_next_redirect_url(request) or ""


def _device(request: MemberRequest) -> str:
    return device_in_words(request.headers.get("User-Agent", ""))
