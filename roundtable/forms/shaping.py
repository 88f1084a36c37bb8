"""Pasting an outline, and moving, merging and splitting issues."""

import hashlib
from collections.abc import Sequence
from typing import Any, cast

from django import forms

from portal.forms import ScreenedForm
from portal.intake import check_text
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.moving import Place
from roundtable.vocabulary.issues import LONGEST_NOTE

LAST, FIRST = "last", "first"
TOP = "top"
LONGEST_OUTLINE = 200_000


class OutlineForm(ScreenedForm):
    """An outline; `seen` is the code of the one that was looked at before it is made."""

    screened_fields = ("text",)

    text = forms.CharField(
        label="Outline",
        strip=False,
        max_length=LONGEST_OUTLINE,
        help_text="Each point on a line of its own. Bullets, numbers or indentation.",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def clean_text(self) -> str:
        try:
            return check_text(self.cleaned_data["text"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    @property
    def code(self) -> str:
        """Stands for the text as it is now."""
        return hashlib.sha256(self.cleaned_data["text"].encode()).hexdigest()

    @property
    def was_seen(self) -> bool:
        return bool(self.data.get("seen") == self.code)


class MoveForm(forms.Form):
    """Where an issue is to stand. `narrow` is asked only where it would be seen by fewer."""

    under = forms.ChoiceField(label="Under")
    after = forms.ChoiceField(
        label="Where there",
        help_text="After one that stands directly under what you chose, or at an end.",
    )
    narrow = forms.BooleanField(
        label="Narrow it, with everything under it",
        required=False,
        widget=forms.HiddenInput(),
    )

    def __init__(self, *args: Any, issue: Issue, places: Sequence[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"under": str(issue.parent_id or TOP), "after": LAST}
        self.issue = issue
        named = [(str(place.pk), _named(place)) for place in places if place.pk != issue.pk]
        under = cast("forms.ChoiceField", self.fields["under"])
        after = cast("forms.ChoiceField", self.fields["after"])
        under.choices = [(TOP, "At the top, under nothing"), *named]
        after.choices = [(LAST, "At the end"), (FIRST, "At the beginning"), *named]

    def ask_to_narrow(self, sentence: str) -> None:
        """Says what would follow, with the box to tick."""
        self.fields["narrow"].widget = forms.CheckboxInput()
        self.add_error("narrow", sentence)

    def place(self) -> Place:
        under, after = self.cleaned_data["under"], self.cleaned_data["after"]
        return Place(
            parent_id=None if under == TOP else int(under),
            after_id=None if after in {LAST, FIRST} else int(after),
            is_first=after == FIRST,
        )


class MergeForm(ScreenedForm):
    """Which issue goes on for both, and why."""

    screened_fields = ("sentence",)

    into = forms.TypedChoiceField(label="Merge it into", coerce=int)
    sentence = forms.CharField(
        label="Why do they belong together?",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "true"}),
    )

    def __init__(self, *args: Any, targets: Sequence[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into = cast("forms.ChoiceField", self.fields["into"])
        into.choices = [("", "Choose"), *((str(place.pk), _named(place)) for place in targets)]


class SplitForm(ScreenedForm):
    """What the parts are called."""

    screened_fields = ("titles",)

    titles = forms.CharField(
        label="Titles of the new issues",
        max_length=5_500,
        help_text="One on each line. What is written on this issue stays here.",
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "true"}),
    )

    def lines(self) -> list[str]:
        text: str = self.cleaned_data["titles"]
        return text.splitlines()


def _named(issue: Issue) -> str:
    """As deep as it stands; long titles are cut."""
    title = issue.title if len(issue.title) <= 60 else f"{issue.title[:59]}…"
    return "\N{NO-BREAK SPACE}" * 3 * issue.depth + f"{issue.ref} {title}"
