"""Who attends a meeting."""

from typing import Any, cast

from django import forms

from portal.forms import NameField, ScreenedForm
from portal.models import Seat
from roundtable.operations.attending import Footing, PrintedPerson
from roundtable.vocabulary.meetings import AttendeeRole


class FootingForm(ScreenedForm):
    """In what role and capacity somebody attends, and on what basis."""

    hides_optional = True  # only the name is needed
    screened_fields = ("capacity", "basis")

    role = forms.ChoiceField(
        label="Role",
        choices=[("", "As the seat says"), *AttendeeRole.choices],
        required=False,
    )
    capacity = forms.CharField(
        label="Capacity",
        max_length=200,
        required=False,
        help_text="For example: acting for the mayor, designated on March 1.",
    )
    basis = forms.CharField(
        label="Basis",
        max_length=300,
        required=False,
        help_text="On what footing they attend, as counsel gave it, for example 2 U.S.C. 1534(b).",
    )

    @property
    def footing(self) -> Footing:
        cleaned = self.cleaned_data
        return Footing(role=cleaned["role"], capacity=cleaned["capacity"], basis=cleaned["basis"])


class MemberAttendsForm(FootingForm):
    """A member, by the seat in which they come; what prints is taken from it."""

    seat = forms.ModelChoiceField(
        label="Member", queryset=Seat.objects.none(), empty_label="Choose a member"
    )
    field_order = ("seat", "role", "capacity", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="member", **kwargs)
        seat = cast("forms.ModelChoiceField[Seat]", self.fields["seat"])
        seats = Seat.objects.current().select_related("member", "organization")
        seat.queryset = seats.order_by("member__name", "pk")


class OutsiderAttendsForm(FootingForm):
    """Somebody without an account, as they should print."""

    name = NameField(label="Name", max_length=150)
    title = NameField(label="Title", max_length=150, required=False)
    organization = NameField(label="Organization", max_length=200, required=False)
    field_order = ("name", "title", "organization", "role", "capacity", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="outside", **kwargs)
        role = cast(forms.ChoiceField, self.fields["role"])
        role.choices = AttendeeRole.choices
        role.initial = AttendeeRole.FEDERAL

    @property
    def person(self) -> PrintedPerson:
        cleaned = self.cleaned_data
        return PrintedPerson(
            name=cleaned["name"], title=cleaned["title"], organization=cleaned["organization"]
        )
