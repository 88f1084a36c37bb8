"""The forms of asking for a code and for a new password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from portal.operations.passwords import ask_for_new_password


class CodeRequestForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Asks for a code by mail. That it was asked too often is said of the form, once."""

    def clean_email(self) -> str:
        try:
            return str(super().clean_email())
        except ValidationError as problem:
            if problem.code != "too_many_login_attempts":
                raise
            self.add_error(None, problem)
            return str(self.data.get("email", ""))


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # the same
    """Asks for a link to choose a new password. Nobody is looked up here, but by a worker: how
    long the answer takes says nothing of who has an account."""

    def clean_email(self) -> str:
        return str(get_adapter().clean_email(self.cleaned_data["email"].lower()))

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        address = str(self.cleaned_data["email"])
        ask_for_new_password(address=address)
        return address
