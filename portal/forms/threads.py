"""Composers of discussions: a comment, a new thread, and what is done to a thread."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.safestring import mark_safe
from django.utils.text import get_text_list

from portal.forms import ScreenedForm
from portal.operations.threads import LONGEST_RESOLUTION
from portal.vocabulary.attachments import ACCEPT, LARGEST_IN_WORDS
from portal.vocabulary.audiences import Audience
from portal.vocabulary.threads import LONGEST_TITLE, ThreadKind

Choices = Sequence[tuple[int, str]]
HOW_TO_FORMAT = mark_safe(
    "<code>**bold**</code>, <code>- list</code>, <code>&gt; quote</code>. "
    "@Full Name tells somebody who may see this."
)


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; the operation reads and screens each."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


def _text_field(label: str, rows: int) -> forms.CharField:
    """Without a length: what is too long comes back whole, with a sentence."""
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        help_text=HOW_TO_FORMAT,
        widget=forms.Textarea(attrs={"rows": rows, "data-writing": ""}),
    )


class CommentForm(ScreenedForm):
    """A comment or a reply, with its files."""

    hides_optional = True
    screened_fields = ("text",)

    text = _text_field("Your reply", 3)
    file = FilesField(
        label="Files",
        required=False,
        max_length=200,
        help_text=(
            f"PDF, Word, Excel, PNG, JPEG, text or CSV, at most {LARGEST_IN_WORDS} each. Words "
            "inside PDFs and pictures cannot be screened: look through them first."
        ),
        widget=SeveralFiles(attrs={"accept": ACCEPT}),
    )

    def ask_for_files_again(self) -> None:
        """A browser does not send files twice: says so, and which ones they were."""
        sent = self.files.getlist("file") if hasattr(self.files, "getlist") else []
        names = [str(one.name) for one in sent]
        if names:
            named = get_text_list(names, "and")
            self.add_error("file", f"Nothing was sent, so choose the files again: {named}.")


class EditForm(ScreenedForm):
    """Another text for a comment of one's own."""

    hides_optional = True
    screened_fields = ("text",)

    text = _text_field("Your comment", 4)
    edition = forms.CharField(widget=forms.HiddenInput(), required=False)


class ResolveForm(ScreenedForm):
    screened_fields = ("sentence",)

    sentence = forms.CharField(
        label="How was this resolved?",
        required=False,
        help_text=f"One sentence, at most {LONGEST_RESOLUTION} characters. Nobody gets a message.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hides_optional = True


class RemovalForm(ScreenedForm):
    screened_fields = ("reason",)

    reason = forms.CharField(
        label="Why you remove it",
        required=False,
        max_length=500,
        help_text="One sentence for the record. Do not repeat what is removed.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hides_optional = True


class _ForPeople(ScreenedForm):
    """Asks for whom something is: an audience, and the people if it is for named ones."""

    hides_optional = True

    def offer(self, audiences: Sequence[Audience], people: Choices) -> None:
        audience = cast("forms.ChoiceField", self.fields["audience"])
        audience.choices = [(one.value, one.label) for one in audiences]
        readers = cast("forms.MultipleChoiceField", self.fields["readers"])
        readers.choices = list(people)
        if Audience.NAMED not in audiences:
            del self.fields["readers"]

    @property
    def named(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("readers", [])]


def _people_field(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        help_text="You are one of them anyway.",
        widget=forms.CheckboxSelectMultiple,
    )


class NewThreadForm(_ForPeople):
    """The first comment of a thread, with what the thread is and for whom.

    The short form, at the foot of a page, names no people: they are chosen on the next page.
    """

    screened_fields = ("title", "text")

    kind = forms.ChoiceField(label="Kind", choices=ThreadKind)
    title = forms.CharField(label="Title", required=False)
    audience = forms.ChoiceField(label="Who sees it")
    readers = _people_field("Named people")
    text = _text_field("Text", 4)

    def __init__(
        self, *args: Any, audiences: Sequence[Audience], people: Choices | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(audiences, people or [])
        self.is_short = people is None
        if self.is_short:
            self.fields.pop("readers", None)
        self.audience_label = audiences[0].label
        self.fields["audience"].initial = audiences[0].value
        self.fields["title"].help_text = f"At most {LONGEST_TITLE} characters."
        if len(audiences) == 1:
            self.fields["audience"].widget = forms.HiddenInput()


class NarrowForm(_ForPeople):
    """Who goes on seeing a thread."""

    audience = forms.ChoiceField(label="Who goes on seeing it", widget=forms.RadioSelect)
    readers = _people_field("Named people")

    def __init__(
        self, *args: Any, audiences: Sequence[Audience], people: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(audiences, people)
        if len(audiences) == 1:
            self.fields["audience"].initial = audiences[0].value
