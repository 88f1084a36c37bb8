"""The forms of second factors: what a passkey or an app says is checked here."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import complete_registration
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput

from portal.forms import NameField
from portal.intake.passkeys import is_from, read_new_passkey, read_used_passkey
from portal.operations.factors import LONGEST_NAME

NOT_MADE = "The passkey could not be made. Try again."
NOT_KNOWN = (
    "This passkey does not belong to your account here, or too much time went by. Try again."
)
NAME_HINT = "So that you know later which device it is on."
SIX_DIGITS = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "maxlength": "7",
    "placeholder": "",
}


class AnswerField(forms.JSONField):
    """What a browser answered. Python's reader of JSON stops at some numbers and some depths."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as problem:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from problem

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return InvalidJSONInput(data)


class PasskeyForm(forms.Form):
    """A new passkey: its name, and what the browser answered."""

    hides_optional = True  # without a name it is called after the device

    name = NameField(label="Name", max_length=LONGEST_NAME, required=False, help_text=NAME_HINT)
    credential = AnswerField(error_messages={"required": NOT_MADE})

    def clean_credential(self) -> dict[str, Any]:
        """Verified against the challenge of this session: user verified, our own pages."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        answer = read_new_passkey(credential)
        if answer is None or not is_from(answer, settings.SITE_URL):
            raise ValidationError(NOT_MADE)
        try:
            complete_registration(credential)
        except ValidationError as problem:
            raise ValidationError(NOT_MADE) from problem
        return credential


class PasskeyNameForm(forms.Form):
    """Another name for a passkey."""

    name = NameField(label="Name", max_length=LONGEST_NAME, help_text=NAME_HINT)


class _UsedPasskey(forms.Form):
    """What allauth verifies, asked only of answers that can be read and come from our pages."""

    credential = AnswerField()

    def clean_credential(self) -> Authenticator:
        answer = read_used_passkey(self.cleaned_data["credential"])
        if answer is None or not is_from(answer, settings.SITE_URL):
            raise ValidationError(NOT_KNOWN)
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form beside
        except ValidationError as problem:
            is_wrong = getattr(problem, "code", "") == "incorrect_code"
            raise ValidationError(NOT_KNOWN) if is_wrong else problem from problem


class PasskeySignInForm(_UsedPasskey, LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Nothing but a passkey."""


class PasskeySecondStepForm(_UsedPasskey, AuthenticateWebAuthnForm):  # type: ignore[misc]  # the same
    """A passkey after a password or a mailed code."""


class PasskeyProofForm(_UsedPasskey, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # the same
    """A passkey of somebody who is signed in."""


class _AppCode(forms.Form):
    """A field for six digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "Code from your app"
        code.help_text = "Six digits. A code works once, for half a minute."
        code.widget.attrs.update(SIX_DIGITS)


class AppCodeSecondStepForm(_AppCode, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code after a password or a mailed code."""


class AppCodeProofForm(_AppCode, ReauthenticateForm):  # type: ignore[misc]  # the same
    """A code of somebody who is signed in."""


class AppCodeSetUpForm(_AppCode, ActivateTOTPForm):  # type: ignore[misc]  # the same
    """The first code of an app that was just told the secret."""
