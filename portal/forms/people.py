"""Inviting, ending a seat, suspending."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from portal.forms import NameField, ScreenedForm
from portal.vocabulary.organizations import Capacity


class InviteForm(ScreenedForm):
    """Whom to invite to which seat; only what the member may give is offered."""

    screened_fields = ("title",)

    email = forms.EmailField(
        label="Mail address",
        max_length=254,
        help_text="The link goes there, works once, and for this address only.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    capacity = forms.ChoiceField(label="Capacity")
    title = NameField(
        label="Title",
        max_length=150,
        help_text="As it prints after the name, for example: Chief of staff.",
    )

    def __init__(self, *args: Any, capacities: Sequence[Capacity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind.value, kind.label) for kind in capacities]
        # Of several none is chosen beforehand: a seat given by mistake is an open door.
        first = [("", "Choose one")] if len(offered) > 1 else []
        cast("forms.ChoiceField", self.fields["capacity"]).choices = first + offered


class EndSeatForm(ScreenedForm):
    """Why a seat ends."""

    screened_fields = ("reason",)

    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        help_text="Kept on record, for example: term ended.",
    )


class SuspendForm(ScreenedForm):
    """Why the door is closed to somebody."""

    screened_fields = ("reason",)

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="Kept on record; the member does not see it.",
    )
