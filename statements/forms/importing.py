"""Starting from a text: where it comes from, then what was read of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from portal.forms import SourceForm
from portal.intake import check_text
from portal.vocabulary.refusals import Refusal
from statements.forms.drafting import BlocksForm, block_values
from statements.forms.issuing import IssuingForm
from statements.intake import TextBlock
from statements.operations.revisions import DraftBlock

READ = "p"
"""Passages that were read are named by their place: p0, p1."""


class ImportForm(IssuingForm, SourceForm):
    """A statement's text, who drafts it and who issues it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = "Paste the whole text, with headline, dateline and the About paragraphs."
        self.fields["text"].help_text = text


class PreviewForm(IssuingForm, BlocksForm):
    """What was read of a text, to be corrected, with the text itself."""

    text = forms.CharField(strip=False, widget=forms.HiddenInput)
    file_name = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].widget = forms.HiddenInput()
        self.fields["issuers"].widget = forms.MultipleHiddenInput()

    def clean_text(self) -> str:
        try:
            return check_text(self.cleaned_data["text"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def texts_to_screen(self) -> Mapping[str, str]:
        cleaned = self.cleaned_data
        source = {name: cleaned.get(name) or "" for name in ("text", "file_name")}
        return {**super().texts_to_screen(), **source}

    @property
    def placed_drafts(self) -> list[tuple[int | None, DraftBlock]]:
        """The passages, each with the place at which it was read."""
        return [
            (int(name.removeprefix(READ)) if name.startswith(READ) else None, draft)
            for name, draft in self.drafts
        ]


def preview_form(source: ImportForm, blocks: Sequence[TextBlock]) -> PreviewForm:
    """The first preview of a valid source."""
    cleaned = source.cleaned_data
    names = [f"{READ}{place}" for place in range(len(blocks))]
    initial = {
        "text": cleaned["text"],
        "file_name": cleaned["file_name"],
        "organization": cleaned["organization"].pk,
        "issuers": [issuer.pk for issuer in cleaned["issuers"]],
    }
    for name, block in zip(names, blocks, strict=True):
        initial |= block_values(name, block)
    return PreviewForm(initial=initial, names=names, member=source.member)
