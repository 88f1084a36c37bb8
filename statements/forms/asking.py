"""What a city and an organization's counsel fill in: next to nothing."""

from django import forms

from portal.forms import ScreenedForm


class CityReasonForm(ScreenedForm):
    """Why a city objects; the answer itself is the button."""

    screened_fields = ("reason",)

    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        help_text="Only your city, its agency and the associations' staff see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
