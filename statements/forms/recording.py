"""What staff copy from a letter that signs, and what somebody says who did not sign."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from portal.forms import NameField, ScreenedForm
from portal.models import Mandate
from portal.vocabulary.attachments import ACCEPT, LARGEST_IN_WORDS
from statements.vocabulary.signing import SigningAs


class RecordForm(ScreenedForm):
    """A letter, field by field; the operation reads and screens it. `key` names the form."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput())
    seat = forms.TypedChoiceField(
        label="Who signed the letter", coerce=int, widget=forms.RadioSelect()
    )
    printed_name = NameField(
        label="Name, as in the letter",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Give the name as it stands in the letter."},
    )
    printed_title = NameField(
        label="Title, as in the letter",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Give the title as it stands in the letter."},
    )
    signing_as = forms.ChoiceField(
        label="Signing as",
        choices=SigningAs.choices,
        initial=SigningAs.OFFICEHOLDER,
        widget=forms.RadioSelect(),
    )
    text_code = forms.CharField(
        label="Text code, as in the letter",
        max_length=64,
        help_text="Copy it from the letter, not from here: it shows which text was signed.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Give the text code that the letter names."},
    )
    file = forms.FileField(
        label="The letter",
        max_length=200,
        help_text=(
            f"PDF, Word, picture or text, at most {LARGEST_IN_WORDS}. Only people of the "
            "organization and the issuers' staff can take it; it is never published."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Attach the letter. Without it nothing is recorded."},
    )
    attested = forms.BooleanField(
        label="I have read the letter. It is signed for this organization and names this text.",
        error_messages={
            "required": "Confirm that you have read the letter and that it signs this text."
        },
    )

    def __init__(self, *args: Any, holders: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (held.seat_id, f"{held.seat.member.name}, {held.seat.title}") for held in holders
        ]
        cast("forms.ChoiceField", self.fields["seat"]).choices = offered
        if len(holders) == 1:
            only = holders[0].seat
            given = {"seat": only.pk, "printed_name": only.member.name, "printed_title": only.title}
            self.initial = {**given, **self.initial}


class DisputeForm(ScreenedForm):
    """Whatever the signer wants to add; the button says it all."""

    screened_fields = ("reason",)

    reason = forms.CharField(
        label="Anything to add",
        required=False,
        max_length=2000,
        help_text="It stays on record. The associations' staff see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
