"""What must be true inside an agency before it signs."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html

from portal.models import Organization, SigningRule
from portal.vocabulary.signing_rules import (
    HOLD_HOURS_MOST,
    HOLD_HOURS_USUAL,
    MEANINGS,
    SigningRuleKind,
)

CHOICE = '<span class="choice"><strong>{}.</strong> {}</span>'


class SigningRuleForm(forms.Form):
    """Each rule with what it means; begins with the one that counts."""

    kind = forms.ChoiceField(label="Before it signs", widget=forms.RadioSelect())
    hours = forms.IntegerField(
        label="Hours to object",
        required=False,
        min_value=1,
        max_value=HOLD_HOURS_MOST,
        help_text=(
            "Only for the rule with hours. They are counted from the opening of sign-on; at most "
            f"{HOLD_HOURS_MOST}."
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        agency: Organization,
        city: Organization,
        last: SigningRule | None,
    ) -> None:
        initial = {
            "kind": last.kind if last else SigningRuleKind.NOTHING,
            "hours": (last.hours if last else None) or HOLD_HOURS_USUAL,
        }
        super().__init__(data, initial=initial)
        names = {"agency": agency.short_name, "city": city.short_name}
        cast("forms.ChoiceField", self.fields["kind"]).choices = [
            (kind.value, format_html(CHOICE, kind.label, MEANINGS[kind].format(**names)))
            for kind in SigningRuleKind
        ]

    def clean(self) -> dict[str, Any]:
        """The hours count for the hold alone."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") != SigningRuleKind.HOLD:
            cleaned["hours"] = None
            self.errors.pop("hours", None)
        elif cleaned.get("hours") is None and "hours" not in self.errors:
            self.add_error("hours", ValidationError("Give the number of hours."))
        return cleaned
