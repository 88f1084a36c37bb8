"""Asking for co-signers: who, and until when."""

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from portal.forms import ScreenedForm
from portal.models import Organization
from portal.queries.clock import database_now
from portal.queries.organizations import associations
from portal.vocabulary.organizations import OrganizationKind
from portal.vocabulary.zones import ZONES
from statements.forms.moments import WrittenTimeField, instant_in
from statements.operations.lifecycle import SignOnTerms
from statements.queries.standing import SIGNING_KINDS

HOURS = [("24", "24 hours"), ("48", "48 hours"), ("72", "3 days"), ("168", "a week")]


class SignOnForm(ScreenedForm):
    """The simple case: every member city and agency, 48 hours. The rest is there when wanted."""

    screened_fields = ("planned_release",)

    hides_optional = True  # everything has a default

    hours = forms.ChoiceField(
        label="Time to sign", choices=[*HOURS, ("", "until the date below")], required=False
    )
    deadline = WrittenTimeField(label="Or a date and time")
    zone = forms.ChoiceField(label="Time zone of the deadline", choices=ZONES)
    planned_release = forms.CharField(
        label="Planned release",
        required=False,
        max_length=200,
        help_text="Shown to those who sign, for example: Thursday morning, with a press call.",
    )
    kinds = forms.MultipleChoiceField(
        label="Who is asked",
        required=False,
        choices=[(kind.value, kind.label) for kind in SIGNING_KINDS],
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all of these.",
    )
    countries = forms.MultipleChoiceField(
        label="In which countries",
        required=False,
        choices=[("US", "United States"), ("CA", "Canada")],
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: both.",
    )
    associations = forms.ModelMultipleChoiceField(
        label="Members of",
        required=False,
        queryset=Organization.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: whether members or not.",
    )
    named = forms.ModelMultipleChoiceField(
        label="Besides these, by name",
        required=False,
        queryset=Organization.objects.none(),
        help_text="Hold Ctrl or Command to choose several.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].initial = "48"
        within = cast("forms.ModelChoiceField[Organization]", self.fields["associations"])
        within.queryset = associations()
        named = cast("forms.ModelChoiceField[Organization]", self.fields["named"])
        named.queryset = Organization.objects.exclude(kind=OrganizationKind.FEDERAL_BODY)

    def clean(self) -> dict[str, Any]:
        """One deadline, in the zone that was chosen, in the future."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["deadline_at"] = self._deadline(cleaned)
        return cleaned

    def _deadline(self, cleaned: dict[str, Any]) -> datetime:
        if written := cleaned.get("deadline"):
            return instant_in(written, cleaned.get("zone", ""), field="deadline")
        if hours := cleaned.get("hours"):
            return database_now() + timedelta(hours=int(hours))
        raise ValidationError({"deadline": "Say until when there is time to sign."})

    @property
    def plain(self) -> list[forms.BoundField]:
        """What everybody decides; who is asked stays folded away until wanted."""
        return [self[name] for name in ("hours", "deadline", "zone", "planned_release")]

    @property
    def who(self) -> list[forms.BoundField]:
        return [self[name] for name in ("kinds", "countries", "associations", "named")]

    def terms(self) -> SignOnTerms:
        cleaned = self.cleaned_data
        return SignOnTerms(
            deadline_at=cleaned["deadline_at"],
            deadline_zone=cleaned["zone"],
            kinds=cleaned["kinds"],
            countries=cleaned["countries"],
            associations=list(cleaned["associations"]),
            named=list(cleaned["named"]),
            planned_release=cleaned["planned_release"],
        )


class DeadlineForm(forms.Form):
    """A later deadline; `deadline_at` is the clean result."""

    hides_optional = True  # the field itself says what is missing

    deadline = WrittenTimeField(label="New date and time")
    zone = forms.ChoiceField(label="Time zone of the deadline", choices=ZONES)

    def clean(self) -> dict[str, Any]:
        """One instant that exists in the chosen zone."""
        cleaned = super().clean() or self.cleaned_data
        if "deadline" not in self.errors:
            if (written := cleaned.get("deadline")) is None:
                raise ValidationError({"deadline": "Say until when there is time to sign."})
            cleaned["deadline_at"] = instant_in(written, cleaned["zone"], field="deadline")
        return cleaned
