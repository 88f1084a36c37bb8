"""When a statement goes out, in which order its signatories stand, and why it is withdrawn."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.forms import ScreenedForm
from portal.models import Member
from portal.vocabulary.zones import ZONES
from statements.forms.moments import WrittenTimeField, instant_in
from statements.models import Statement
from statements.vocabulary.signing import SignatoryOrder

SOON, AT = "soon", "at"


class PublishForm(forms.Form):
    """`release_at` is the clean result: an instant, or nothing for "in a minute"."""

    hides_optional = True  # the time is needed only with the second choice, and says so

    when = forms.ChoiceField(
        label="When it goes out",
        choices=[(SOON, "In 60 seconds"), (AT, "At the time below")],
        widget=forms.RadioSelect,
        initial=SOON,
    )
    time = WrittenTimeField(
        label="Date and time of the release",
        help_text="Until then nobody outside sees anything of it.",
    )
    zone = forms.ChoiceField(label="Time zone", choices=ZONES, required=False)
    order = forms.ChoiceField(label="Order of signatories", choices=SignatoryOrder)

    def __init__(self, *args: Any, statement: Statement, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {zone for zone, _ in ZONES}
        zone = member.time_zone if member.time_zone in known else ZONES[0][0]
        self.fields["zone"].initial = zone
        self.fields["order"].initial = SignatoryOrder.LEADERS
        embargo = statement.embargo_until
        if embargo is not None and embargo > timezone.now():
            self.fields["when"].initial = AT
            self.fields["time"].initial = timezone.make_naive(embargo, ZoneInfo(zone))

    def clean(self) -> dict[str, Any]:
        """One instant that exists in the chosen zone."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["release_at"] = None
        if cleaned.get("when") == AT and "time" not in self.errors:
            if (written := cleaned.get("time")) is None:
                raise ValidationError({"time": "Say when it goes out."})
            zone = cleaned.get("zone", "")
            cleaned["release_at"] = instant_in(written, zone, field="time")
        return cleaned


class WithdrawForm(ScreenedForm):
    """Why a published statement is taken back, for everybody to read."""

    screened_fields = ("explanation",)

    explanation = forms.CharField(
        label="Explanation",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It stands on top of the public page, which stays readable.",
    )
