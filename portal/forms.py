"""How every form is drawn, and the forms of the shared ground."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from portal.intake import check_text, read_text
from portal.vocabulary.refusals import Refusal

PASTED = "pasted text"


class PortalFormRenderer(TemplatesSetting):
    """Draws forms with the portal's own templates: a summary of errors, then field by field."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class SourceForm(forms.Form):
    """A text from outside, pasted or as a file; `text` and `file_name` are its clean result."""

    hides_optional = True  # either field will do, so neither is marked as optional

    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Or choose a plain text file",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.md,text/plain"}),
    )

    def clean(self) -> dict[str, Any]:
        """Reads whichever was given; both or neither is asked about again."""
        cleaned = super().clean() or self.cleaned_data
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if "file" in self.errors:
            return cleaned
        if bool(text.strip()) == bool(file):
            sentence = "Paste the text or choose a file." if not file else "Give only one of both."
            self.add_error("text", sentence)
            return cleaned
        try:
            cleaned["text"] = read_text(file.read()) if file else check_text(text)
        except Refusal as refusal:
            self.add_error("file" if file else "text", str(refusal))
        cleaned["file_name"] = file.name if file else PASTED
        return cleaned


class InvitationForm(forms.Form):
    """The name of who takes up an invitation, and a password if one is wanted."""

    name = forms.CharField(
        label="Your name",
        max_length=150,
        help_text="As it should appear to other members.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        help_text="At least 15 characters. Without one you sign in by a code sent to your mail.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class VerificationForm(forms.Form):
    """The file that is to be checked."""

    file = forms.FileField(
        label="The PDF that you received",
        help_text="It is compared and then forgotten; it is not kept.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
