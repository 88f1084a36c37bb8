"""What people may write about an issue, each form for one thing."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField

from portal.forms import ScreenedForm
from portal.models import Member, Organization
from portal.queries.organizations import federal_bodies
from roundtable.lifecycle import Note
from roundtable.models import Issue
from roundtable.operations.issues import IssueText
from roundtable.vocabulary.issues import (
    LONGEST_NOTE,
    LONGEST_TALKING_POINT,
    LONGEST_UPDATE,
    MOST_TALKING_POINTS,
    Priority,
)


class IssueForm(ScreenedForm):
    """What an issue says; begins with how it stands. A topic has only a title and background."""

    screened_fields = ("title", "background", "talking_points", "presenter")

    edition = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Title", max_length=500)
    background = forms.CharField(
        label="Background",
        required=False,
        max_length=20_000,
        help_text="What somebody who opens this for the first time must know.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
    )
    talking_points = forms.CharField(
        label="Talking points",
        required=False,
        help_text=f"One on each line, at most {MOST_TALKING_POINTS}.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true"}),
    )
    priority = forms.TypedChoiceField(label="Priority", choices=Priority.choices, coerce=int)
    counterpart = forms.ModelChoiceField(
        label="Counterpart",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="As the proposal says",
    )
    minutes = forms.IntegerField(
        label="Time asked for, in minutes", required=False, min_value=1, max_value=600
    )
    presenter = forms.CharField(label="Presenter", required=False, max_length=200)

    def __init__(self, data: Any = None, *, issue: Issue, member: Member | None) -> None:
        super().__init__(data, initial=initial_of(issue), member=member)
        self.issue = issue
        counterpart = cast("forms.ModelChoiceField[Organization]", self.fields["counterpart"])
        counterpart.queryset = federal_bodies()
        if issue.is_heading:
            for name in ("talking_points", "priority", "counterpart", "minutes", "presenter"):
                del self.fields[name]
        for name in initial_of(issue):
            if name in self.fields and name != "edition":
                self.fields[name].show_hidden_initial = True  # tells what was touched

    def clean_talking_points(self) -> list[str]:
        lines: str = self.cleaned_data["talking_points"]
        points = [line.strip() for line in lines.splitlines() if line.strip()]
        if len(points) > MOST_TALKING_POINTS:
            raise forms.ValidationError(
                f"These are {len(points)}; an issue has at most {MOST_TALKING_POINTS}. Join some."
            )
        for number, point in enumerate(points, start=1):
            if len(point) > LONGEST_TALKING_POINT:
                raise forms.ValidationError(
                    f"Number {number} is longer than {LONGEST_TALKING_POINT} characters."
                )
        return points

    def texts_to_screen(self) -> Mapping[str, str]:
        points = self.cleaned_data.get("talking_points") or []
        return {**super().texts_to_screen(), "talking_points": "\n".join(points)}

    def text(self) -> IssueText:
        """What is to be saved; a topic keeps what it has no fields for."""
        cleaned, issue = self.cleaned_data, self.issue
        return IssueText(
            title=cleaned["title"],
            background=cleaned["background"],
            talking_points=cleaned.get("talking_points", issue.talking_points),
            priority=cleaned.get("priority", issue.priority),
            counterpart=cleaned.get("counterpart", issue.counterpart),
            minutes=cleaned.get("minutes", issue.minutes),
            presenter=cleaned.get("presenter", issue.presenter),
        )

    def on_top_of(self, current: Issue) -> "IssueForm":
        """The same words, to be saved over what somebody else saved meanwhile.

        What was not touched here stands as the other one saved it.
        """
        theirs = {name: _posted(value) for name, value in initial_of(current).items()}
        touched = {name: self.data.get(name, "") for name in self.changed_data}
        began = {f"initial-{name}": theirs[name] for name in theirs}
        data = {**theirs, **touched, **began, "edition": theirs["edition"]}
        return IssueForm(data, issue=current, member=self.member)

    def differences(self, current: Issue) -> Sequence[tuple[str, str, str]]:
        """Fields that stand otherwise now than they were typed: label, theirs, mine."""
        theirs = initial_of(current)
        found = []
        for name in self.fields:
            field = self[name]
            if name in theirs and not field.is_hidden:
                pair = _shown(field, theirs[name]), _shown(field, field.value())
                if pair[0] != pair[1]:
                    found.append((str(field.label), *pair))
        return found


class NoteForm(ScreenedForm):
    """The sentence that a step asks for, if it asks for one."""

    screened_fields = ("note",)

    note = forms.CharField(
        max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    hides_optional = True  # the operation refuses an empty one in its own words

    def __init__(self, *args: Any, note: Note | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = note.label if note else ""
        if note is None:
            del self.fields["note"]


class UpdateForm(ScreenedForm):
    """How the issue stands."""

    screened_fields = ("text",)

    text = forms.CharField(
        label="How does it stand?",
        max_length=LONGEST_UPDATE,
        help_text="A sentence or two. It takes the place of the last update, which stays in the "
        "history.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true"}),
    )


class AddForm(ScreenedForm):
    """A new issue; at the top it may be a topic that only groups others."""

    screened_fields = ("title", "background")

    title = forms.CharField(label="Title", max_length=500)
    background = forms.CharField(
        label="Background",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "true"}),
    )
    is_heading = forms.BooleanField(label="A topic that only groups issues", required=False)


def initial_of(issue: Issue) -> dict[str, Any]:
    """How the form of an issue begins."""
    return {
        "edition": issue.edition,
        "title": issue.title,
        "background": issue.background,
        "talking_points": "\n".join(issue.talking_points),
        "priority": issue.priority,
        "counterpart": issue.counterpart_id,
        "minutes": issue.minutes,
        "presenter": issue.presenter,
    }


def _posted(value: object) -> str:
    return "" if value is None else str(value)


def _shown(field: BoundField, value: object) -> str:
    """A value as a person reads it: of a choice its label; line ends do not matter."""
    choices = getattr(field.field, "choices", None)
    text = _posted(value)
    if choices is not None:
        return {str(key): str(label) for key, label in choices}.get(text, text)
    return "\n".join(text.strip().splitlines())
