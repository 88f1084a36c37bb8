"""What is asked of the directory, and the roster that is imported into it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, cast

from django import forms

from portal.forms import ScreenedForm
from portal.intake.tables import table_in, table_text
from portal.queries.directory import Wanted, directory_associations, directory_places
from portal.vocabulary.directory import COUNTRIES
from portal.vocabulary.organizations import OrganizationKind
from portal.vocabulary.refusals import Refusal


class DirectoryForm(forms.Form):
    """Whatever else stands in the address is passed over; what is not known asks for nothing."""

    q = forms.CharField(
        label="Name, place or person",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "All kinds"), *OrganizationKind.choices]
    )
    association = forms.ChoiceField(label="Member of", required=False)
    place = forms.ChoiceField(label="State or country", required=False)
    may_sign = forms.BooleanField(label="May sign now", required=False)
    headless = forms.BooleanField(label="No head recorded", required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(body.pk), body.short_name) for body in directory_associations()]
        self._choice("association").choices = [("", "Any or none"), *offered]
        self._choice("place").choices = [("", "Everywhere"), *_places()]

    def _choice(self, name: str) -> forms.ChoiceField:
        return cast("forms.ChoiceField", self.fields[name])

    @property
    def wanted(self) -> Wanted:
        """What can be made sense of; the rest is forgotten, as if it had never been asked."""
        self.full_clean()
        known = self.cleaned_data.keys()
        self.data = {name: text for name, text in self.data.items() if name in known and text}
        self.full_clean()
        chosen = self.cleaned_data
        association = chosen.get("association") or ""
        return Wanted(
            words=" ".join((chosen.get("q") or "").split()),
            kind=chosen.get("kind") or "",
            association=int(association) if association else None,
            place=chosen.get("place") or "",
            may_sign=bool(chosen.get("may_sign")),
            is_headless=bool(chosen.get("headless")),
            page=chosen.get("page") or 1,
        )


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    """States below their country, which can be asked for as a whole."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for country, region in directory_places():
        name = COUNTRIES.get(country, country)
        if name not in found:
            found[name].append((country, f"All of {name}"))
        if region:
            found[name].append((f"{country}-{region}", region))
    return list(found.items())


class RosterForm(ScreenedForm):
    """A file, or the text of one that was looked at; `table` is the clean result."""

    hides_optional = True  # either field will do

    file = forms.FileField(
        label="The roster as a CSV file",
        required=False,
        help_text="Save a spreadsheet as CSV. Commas or semicolons, with a line of headings first.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if "file" in self.errors:
            return cleaned
        if not file and not text.strip():
            self.add_error("file", "Choose a file.")
            return cleaned
        try:
            cleaned["text"] = table_text(file.read()) if file else text
            cleaned["table"] = table_in(cleaned["text"])
        except Refusal as refusal:
            self.add_error("file", str(refusal))
        return cleaned

    def texts_to_screen(self) -> Mapping[str, str]:
        return {"file": self.cleaned_data.get("text") or ""}
