"""What is asked of the record."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone

from portal.queries.record import Asked, kind_labels
from portal.vocabulary.audit import Verb

ANYTHING = ("", "Anything")


def day_field(label: str) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=picker)


class RecordForm(forms.Form):
    """Narrows the record; days are those of the reader's zone."""

    who = forms.CharField(label="Person", required=False, max_length=100)
    verb = forms.ChoiceField(
        label="Did what",
        required=False,
        choices=[ANYTHING, *sorted(Verb.choices, key=lambda choice: choice[1])],
    )
    kind = forms.ChoiceField(label="With what", required=False)
    ref = forms.CharField(label="Reference", required=False, max_length=60)
    since = day_field("From")
    until = day_field("To")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["kind"])
        field.choices = [ANYTHING, *kind_labels().items()]

    def asked(self) -> Asked:
        chosen = self.cleaned_data
        return Asked(
            who=chosen["who"],
            verb=chosen["verb"],
            kind=chosen["kind"],
            ref=chosen["ref"],
            since=_begins(chosen["since"]),
            until=_begins(chosen["until"], after=1),
        )

    def question(self) -> str:
        """What is asked, in words, as it goes on record."""
        said = [(self.fields[name].label, value) for name, value in self.cleaned_data.items()]
        return "; ".join(f"{label}: {value}" for label, value in said if value)


def _begins(day: date | None, *, after: int = 0) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=after), time()))
