"""The forms of following and of what is mailed."""

from typing import Any

from django import forms

from portal.vocabulary.threads import DIGEST_HOUR, Level, Weekday
from portal.vocabulary.zones import ZONES


class LevelForm(forms.Form):
    """How much a member wants to hear of something."""

    level = forms.ChoiceField(choices=Level)


class MailChoicesForm(forms.Form):
    """What a member wants by mail, and in which zone the member's days begin."""

    hides_optional = True  # days and boxes may be left empty: that is a choice, too

    digest_days = forms.TypedMultipleChoiceField(
        label="Digest",
        choices=Weekday,
        coerce=int,
        required=False,
        help_text=(
            f"What waits on you and what is new, at {DIGEST_HOUR} in the morning where you are. "
            "Tick no day and none is sent. When there is nothing to tell, none is sent either."
        ),
        widget=forms.CheckboxSelectMultiple(),
    )
    mails_mentions = forms.BooleanField(
        label="Mail me at once when somebody mentions or answers me", required=False
    )
    copies_to_staff = forms.BooleanField(
        label="Send my staff a copy of what is mailed to me",
        required=False,
        help_text=(
            "Of what comes to you because you lead your organization, as far as they may see it "
            "themselves. Without it they learn of a deadline only from you."
        ),
    )
    time_zone = forms.ChoiceField(
        label="Your time zone",
        choices=ZONES,
        help_text="Times on the pages and in mails are in this zone.",
    )

    def __init__(self, *args: Any, time_zone: str, has_copies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_copies:
            del self.fields["copies_to_staff"]
        if time_zone not in dict(ZONES):
            others = [*ZONES, (time_zone, time_zone)]
            self.fields["time_zone"] = forms.ChoiceField(label="Your time zone", choices=others)
