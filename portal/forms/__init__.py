"""How every form is drawn, and the forms of the shared ground."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone

from portal.intake import check_text, read_text
from portal.intake.names import check_name
from portal.models import AboutText, Member
from portal.operations.screening import (
    WHAT_STAFF_DO,
    WHAT_TO_DO,
    WHY,
    ScreeningStop,
    check_screened,
    release_stop,
)
from portal.queries.clock import database_now
from portal.rules import is_association_staff
from portal.vocabulary.attachments import ACCEPT, LARGEST_IN_WORDS
from portal.vocabulary.refusals import Refusal

PASTED = "pasted text"


class PortalFormRenderer(TemplatesSetting):
    """Draws forms with the portal's own templates: a summary of errors, then field by field."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class ScreenedForm(forms.Form):
    """A composer whose texts are screened for what is never stored.

    Name the fields in `screened_fields` (or give other texts in `texts_to_screen`) and pass
    `member=request.user`. A stop is an error of its field; what was typed stays. Association
    staff are then asked for a reason; sent with it, a form without other errors releases the
    passages while it is validated. An operation that screens by itself raises ScreeningStop:
    give it `cleaned_data.get("release_reason", "")`, and its stop to `show_stop`. A template that
    draws the fields one by one includes `components/screening.html`.
    """

    screened_fields: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.stop: ScreeningStop | None = None
        if member is not None and is_association_staff(member):
            self.fields["release_reason"] = forms.CharField(
                label="This is a false hit: release it, because",
                required=False,
                max_length=500,
                help_text="Do not repeat the passage. Your name and the reason are recorded.",
                widget=forms.HiddenInput(),
            )

    def texts_to_screen(self) -> Mapping[str, str]:
        """The texts by field; called when every field has been cleaned."""
        cleaned = self.cleaned_data
        return {name: str(cleaned.get(name) or "") for name in self.screened_fields}

    def show_stop(self, stop: ScreeningStop) -> None:
        """Says what was found where, and asks staff whether it is a false hit."""
        self.stop = stop
        for name, found in stop.findings.items():
            field = name if name in self.fields else None
            for finding in found[:5]:
                passage = f"\u201c{finding.passage}\u201d"
                self.add_error(
                    field, f"Line {finding.line}: {passage} looks like {finding.reason}."
                )
        is_staff = "release_reason" in self.fields
        self.add_error(
            None, f"Nothing was saved. {WHY} {WHAT_STAFF_DO if is_staff else WHAT_TO_DO}"
        )
        if is_staff:
            self.fields["release_reason"].widget = forms.Textarea(attrs={"rows": 2})

    def _post_clean(self) -> None:
        """Django calls this last, when it is known whether anything else is wrong."""
        super()._post_clean()  # type: ignore[misc]  # a hook that the stubs leave out
        try:
            check_screened(texts=self.texts_to_screen())
        except ScreeningStop as stop:
            self._release_or_show(stop)

    def _release_or_show(self, stop: ScreeningStop) -> None:
        reason = self.cleaned_data.get("release_reason", "")
        if not reason or self.member is None or self.errors:
            self.show_stop(stop)
            return
        try:
            release_stop(stop=stop, reason=reason, actor=self.member)
        except Refusal as refusal:
            self.show_stop(stop)
            self.add_error("release_reason", str(refusal))


class NameField(forms.CharField):
    """One line that prints as it is read: a name, a title. Operations check it the same way."""

    def to_python(self, value: Any) -> str:
        try:
            return check_name(super().to_python(value) or "")
        except Refusal as refusal:
            raise ValidationError(str(refusal), code="name") from refusal


class SourceForm(ScreenedForm):
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

    def texts_to_screen(self) -> Mapping[str, str]:
        """The text where it came from, and the name of the file."""
        cleaned = self.cleaned_data
        source = "file" if cleaned.get("file") else "text"
        name = cleaned.get("file_name") or ""
        return {source: cleaned.get("text") or "", "file_name": name}


class InvitationForm(forms.Form):
    """The name of who takes up an invitation, and a password if one is wanted."""

    name = NameField(
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

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:  # a member has a name, and signs in as before
            self.fields.clear()


class VerificationForm(forms.Form):
    """The file that is to be checked."""

    file = forms.FileField(
        label="The PDF that you received",
        help_text="It is compared and then forgotten; it is not kept.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )


class AttachmentForm(ScreenedForm):
    """A private file; the operation reads and screens it."""

    hides_optional = True  # the reason, when it is asked for, is not optional

    file = forms.FileField(
        label="Add a file",
        max_length=200,
        help_text=(
            "PDF, Word (docx), Excel (xlsx), PNG, JPEG, text or CSV; "
            f"at most {LARGEST_IN_WORDS}. Words inside PDFs and pictures cannot be screened: "
            "look through them first."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class AboutTextForm(ScreenedForm):
    """The next version of what an organization says about itself; begins with the newest one."""

    screened_fields = ("text",)

    text = forms.CharField(
        label="Text",
        max_length=3000,
        help_text=(
            'Without the words "About" and the name: they are printed before it. An empty line '
            "begins a new paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
    )
    review_by = forms.DateField(
        label="Read it again by",
        required=False,
        help_text="From that day on this page says that it is due. It stays in use.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, newest: AboutText | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate(database_now())
        if newest is not None:
            self.initial["text"] = newest.text
            is_ahead = newest.review_by is not None and newest.review_by > self.today
            self.initial["review_by"] = newest.review_by if is_ahead else None

    def clean_review_by(self) -> date | None:
        chosen: date | None = self.cleaned_data["review_by"]
        if chosen is not None and chosen <= self.today:
            raise ValidationError("Choose a day that lies ahead, or leave it empty.")
        return chosen
