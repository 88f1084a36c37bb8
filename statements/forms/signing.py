"""What is filled in on the page where a text is signed."""

from typing import Any

from django import forms

from portal.forms import NameField, ScreenedForm
from statements.vocabulary.signing import SigningAs


class AttestedForm(ScreenedForm):
    """The text shown, by its digest, and the tick that stands for the attestation."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput())
    attested = forms.BooleanField(
        error_messages={
            "required": "Confirm that you have read the text and are authorized to sign it."
        }
    )

    def __init__(self, *args: Any, attestation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attested"].label = attestation


class SignForm(AttestedForm):
    """How a name is to stand under a text. `key` names the form, so that sending it twice or
    again later signs once."""

    screened_fields = ("printed_name", "printed_title")

    key = forms.CharField(max_length=64, widget=forms.HiddenInput())
    signing_as = forms.ChoiceField(
        label="Signing as", choices=SigningAs.choices, widget=forms.RadioSelect()
    )
    printed_name = NameField(
        label="Name, as it prints",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Give the name as it should print."},
    )
    printed_title = NameField(
        label="Title, as it prints",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": "Give the title as it should print."},
    )

    field_order = ("signing_as", "printed_name", "printed_title", "attested", "digest", "key")


class AnswerForm(ScreenedForm):
    """A private reason for an answer besides signing; the answer itself is the button."""

    screened_fields = ("reason",)

    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        help_text="Only your organization and the associations' staff see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawalForm(ScreenedForm):
    """Why a signature is withdrawn."""

    screened_fields = ("reason",)

    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=2000,
        help_text="It stays on record. The associations' staff see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a sentence why the signature is withdrawn."},
    )
