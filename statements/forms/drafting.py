"""The block editor: one text area per passage, moved and added by plain buttons."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, cast
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone

from portal.forms import ScreenedForm
from portal.models import Member
from statements.forms.issuing import IssuingForm
from statements.intake.marks import to_html, to_marks
from statements.models import Revision
from statements.operations.revisions import DraftBlock
from statements.queries.versions import Version
from statements.vocabulary.blocks import BlockKind

# A passage is named by its permanent key; n1, n2 are new ones, p0, p1 are as they were read.
_NAME = re.compile(r"[0-9a-f]{32}|[np][0-9]{1,4}")
_VERBS = frozenset({"up", "down", "add", "delete", "look"})
_WIDTH = 72
_LONGEST = 20_000


class Passage(Protocol):
    """What the editor shows of a block."""

    @property
    def kind(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def speaker(self) -> str: ...
    @property
    def speaker_title(self) -> str: ...


@dataclass(frozen=True)
class Row:
    """One passage as the page draws it."""

    name: str
    number: int
    is_last: bool
    kind: BoundField
    text: BoundField
    speaker: BoundField
    speaker_title: BoundField

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def fields(self) -> tuple[BoundField, ...]:
        return self.kind, self.text, self.speaker, self.speaker_title

    @property
    def is_quote(self) -> bool:
        return bool(self.kind.value() == BlockKind.QUOTE)


class NewForm(IssuingForm):
    """What a statement needs to begin with."""

    screened_fields = ("title",)

    title = forms.CharField(
        label="Title",
        max_length=300,
        help_text="The headline of the statement. You can change it while you write.",
    )
    field_order = ("title", "organization", "issuers")


class BlocksForm(ScreenedForm):
    """Passages in order. Buttons that rearrange post the whole form and save nothing."""

    hides_optional = True  # nearly everything is optional here

    order = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, names: Sequence[str] = (), new: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(dict.fromkeys(self._sent_names() if self.is_bound else names))
        self.initial["order"] = " ".join(self.names)
        for name in self.names:
            self._add_fields(name, is_new=name == new)

    @property
    def rows(self) -> Iterator[Row]:
        for number, name in enumerate(self.names, start=1):
            fields = [self[f"{part}-{name}"] for part in ("kind", "text", "speaker", "title")]
            yield Row(name, number, number == len(self.names), *fields)

    @property
    def drafts(self) -> list[tuple[str, DraftBlock]]:
        """What a valid form says, each passage with its name."""
        return [(name, self._draft(name)) for name in self.names]

    def rearranged(self) -> Self | None:
        """The form as the pressed button leaves it, with all that was typed; else None."""
        verb, _, name = self.data.get("press", "").partition(" ")
        if verb not in _VERBS:
            return None
        names, new = _arranged(self.names, verb, name)
        typed = {
            field: self.fields[field].widget.value_from_datadict(self.data, self.files, field)
            for field in self.fields
        }
        return type(self)(initial=typed, names=names, new=new, **self.made_with())

    def made_with(self) -> dict[str, Any]:
        """What else a form of this kind is made with."""
        return {"member": self.member}

    def texts_to_screen(self) -> Mapping[str, str]:
        cleaned = self.cleaned_data
        return {
            field: str(cleaned.get(field) or "")
            for name in self.names
            for field in (f"text-{name}", f"speaker-{name}", f"title-{name}")
        }

    def _sent_names(self) -> list[str]:
        sent = self.data.get("order", "").split()
        return [name for name in sent if _NAME.fullmatch(name) and f"text-{name}" in self.data]

    def _add_fields(self, name: str, *, is_new: bool) -> None:
        text = str((self.data if self.is_bound else self.initial).get(f"text-{name}") or "")
        attributes = {"rows": _rows_of(text), "spellcheck": "true"}
        if is_new:
            attributes["autofocus"] = ""
        self.fields[f"kind-{name}"] = forms.ChoiceField(
            label="Kind", choices=BlockKind.choices, initial=BlockKind.PARAGRAPH
        )
        self.fields[f"text-{name}"] = forms.CharField(
            label="Text",
            required=False,
            strip=False,
            max_length=_LONGEST,
            widget=forms.Textarea(attrs=attributes),
        )
        self.fields[f"speaker-{name}"] = _short("Speaker")
        self.fields[f"title-{name}"] = _short("Speaker's title")

    def _draft(self, name: str) -> DraftBlock:
        kind = self.cleaned_data[f"kind-{name}"]
        return DraftBlock(
            key=UUID(name) if len(name) == 32 else None,
            kind=kind,
            html=to_html(self.cleaned_data[f"text-{name}"], kind),
            speaker=self.cleaned_data[f"speaker-{name}"],
            speaker_title=self.cleaned_data[f"title-{name}"],
        )


class EditForm(BlocksForm):
    """The next version of a text; `base` is the revision that it was written on."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why this version",
        required=False,
        max_length=300,
        help_text="Optional. It stands in the list of versions, and signers read it.",
    )

    def __init__(self, *args: Any, is_signing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_signing = is_signing
        if is_signing:
            self.fields["new_deadline"] = _deadline_field()

    def made_with(self) -> dict[str, Any]:
        return {**super().made_with(), "is_signing": self.is_signing}

    def texts_to_screen(self) -> Mapping[str, str]:
        return {**super().texts_to_screen(), "reason": self.cleaned_data.get("reason") or ""}

    def on_top_of(self, revision: Revision) -> Self:
        """The same form, to be saved on another revision than the one it was written on."""
        data = cast(QueryDict, self.data).copy()
        data["base"] = str(revision.pk)
        return type(self)(data, **self.made_with())


class RestoreForm(forms.Form):
    """What restoring version `number` asks for: a later deadline while the text is signed."""

    hides_optional = True  # the field says itself when it is needed

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, number: int, is_signing: bool
    ) -> None:
        super().__init__(data, auto_id=f"id_%s_{number}")  # one page holds many of these
        self.number = number
        if is_signing:
            self.fields["new_deadline"] = _deadline_field()


class CompareForm(forms.Form):
    """Two versions by their numbers."""

    def __init__(self, *args: Any, newest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(number, f"Version {number}") for number in range(newest, 0, -1)]
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.TypedChoiceField(label=label, choices=numbers, coerce=int)


def edit_form(*, version: Version, member: Member, is_signing: bool) -> EditForm:
    """The newest text, to be changed."""
    names = [block.key.hex for block in version.blocks]
    initial: dict[str, Any] = {"base": version.revision.pk}
    for name, block in zip(names, version.blocks, strict=True):
        initial |= block_values(name, block)
    return EditForm(initial=initial, names=names, member=member, is_signing=is_signing)


def block_values(name: str, block: Passage) -> dict[str, str]:
    """A passage as the values of its fields."""
    return {
        f"kind-{name}": str(block.kind),
        f"text-{name}": to_marks(block.html, block.kind),
        f"speaker-{name}": block.speaker,
        f"title-{name}": block.speaker_title,
    }


def _arranged(names: Sequence[str], verb: str, name: str) -> tuple[list[str], str]:
    """Names in their new order, and the name that is new."""
    order = list(names)
    if verb == "add":
        numbers = [int(other[1:]) for other in names if other.startswith("n")]
        new = f"n{max(numbers, default=0) + 1}"
        order.insert(order.index(name) + 1 if name in order else len(order), new)
        return order, new
    if name not in order:
        return order, ""
    place = order.index(name)
    order.remove(name)
    if verb != "delete":
        step = {"up": -1, "down": 1}.get(verb, 0)
        order.insert(max(0, place + step), name)
    return order, ""


def _rows_of(text: str) -> int:
    lines = sum(len(line) // _WIDTH + 1 for line in text.split("\n"))
    return min(max(2, lines), 24)


def _short(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200)


def _deadline_field() -> forms.DateTimeField:
    return forms.DateTimeField(
        label="New deadline to sign",
        required=False,
        help_text=(
            f"Optional; in your time zone, {timezone.get_current_timezone_name()}. "
            "In the last tenth of the time to sign a new text needs one."
        ),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
