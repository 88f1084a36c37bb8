"""Slots of an agenda, and their order."""

from typing import Any, cast

from django import forms

from portal.forms import ScreenedForm
from portal.models import Member
from roundtable.operations.slots import DEFAULT_MINUTES, SlotFacts
from roundtable.queries.slots import AgendaItem
from roundtable.vocabulary.meetings import Purpose

LONGEST = 600


class NewSlotForm(ScreenedForm):
    """A slot that is no issue."""

    hides_optional = True  # only the title is needed
    screened_fields = ("title", "presenter")

    title = forms.CharField(
        label="What", max_length=300, help_text="For example: Opening, Lunch, Press."
    )
    purpose = forms.ChoiceField(label="Purpose", choices=Purpose, initial=Purpose.INFORM)
    minutes = forms.IntegerField(
        label="Minutes", min_value=1, max_value=LONGEST, initial=DEFAULT_MINUTES
    )
    presenter = forms.CharField(label="Presenter", max_length=200, required=False)

    def facts(self) -> SlotFacts:
        """Of a closed issue that the member may not read, the presenter stays as it is."""
        cleaned = self.cleaned_data
        return SlotFacts(
            title=cleaned.get("title", ""),
            purpose=cleaned["purpose"],
            minutes=cleaned["minutes"],
            presenter=cleaned.get("presenter"),
        )


class SlotForm(NewSlotForm):
    """A slot that stands on the agenda already, with the edition of the agenda."""

    edition = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, member: Member, item: AgendaItem, edition: int, **kwargs: Any
    ) -> None:
        initial = {
            "title": item.title,
            "purpose": item.purpose,
            "minutes": item.minutes,
            "presenter": item.presenter,
            "edition": edition,
        }
        super().__init__(*args, member=member, initial=initial, auto_id="change_%s", **kwargs)
        if item.ref:
            del self.fields["title"]
            if item.issue is None:
                del self.fields["presenter"]

    def on_top_of(self, edition: int) -> None:
        """Keeps all that was typed; saved again, it goes in place of what stands now."""
        data = cast(Any, self.data).copy()
        data["edition"] = edition
        self.data = data


class OrderForm(forms.Form):
    """All slots in their new order, with the edition of the agenda that was ordered."""

    edition = forms.IntegerField()
    order = forms.CharField(max_length=4000)

    def clean_order(self) -> list[int]:
        numbers = self.cleaned_data["order"].split(",")
        if not all(number.isascii() and number.isdecimal() for number in numbers):
            raise forms.ValidationError("Order the agenda on its page.")
        return [int(number) for number in numbers]
