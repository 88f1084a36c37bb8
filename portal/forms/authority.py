"""Lending authority to sign, entering a letter, ending an authority."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dateformat, timezone

from portal.forms import ScreenedForm
from portal.models import Member, Seat
from portal.queries.clock import database_now
from portal.vocabulary.attachments import ACCEPT, LARGEST_IN_WORDS
from portal.vocabulary.authority import Until
from portal.vocabulary.signing_rules import DELEGATION_DAYS_MOST

FRIDAY = 4
_LAST_MINUTE = time(23, 59)


def day_field(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


class PeriodForm(ScreenedForm):
    """Days in the reader's zone: from the beginning of one until the last minute of another."""

    hides_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate(database_now())

    def clean_from_day(self) -> date | None:
        """Today is now."""
        chosen: date | None = self.cleaned_data["from_day"]
        if chosen is not None and chosen < self.today:
            raise ValidationError("Choose today or a day that lies ahead.")
        return None if chosen == self.today else chosen

    @property
    def begins(self) -> datetime | None:
        day: date | None = self.cleaned_data["from_day"]
        return _instant(day, time()) if day else None


class DelegateForm(PeriodForm):
    """Whom a principal lets sign, and until when."""

    seat = forms.ChoiceField(label="Who", widget=forms.RadioSelect)
    until = forms.ChoiceField(label="How long", widget=forms.RadioSelect, initial=Until.FRIDAY)
    until_day = day_field("The last day", f"At most {DELEGATION_DAYS_MOST} days from now.")
    from_day = day_field("The first day", "Leave it empty to begin at once.")

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(seat.pk), f"{seat.member.name}, {seat.title}") for seat in seats]
        cast("forms.ChoiceField", self.fields["seat"]).choices = people
        if len(people) == 1:
            self.initial.setdefault("seat", people[0][0])
        offered = [(until.value, self._named(until)) for until in Until]
        cast("forms.ChoiceField", self.fields["until"]).choices = offered

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_missing = not cleaned.get("until_day") and "until_day" not in self.errors
        if cleaned.get("until") == Until.DAY and is_missing:
            self.add_error("until_day", "Choose the last day.")
        return cleaned

    @property
    def ends(self) -> datetime:
        """The last minute of the last day."""
        chosen = Until(self.cleaned_data["until"])
        first = self.cleaned_data["from_day"] or self.today
        day = self.cleaned_data["until_day"] if chosen == Until.DAY else _last(chosen, first)
        return _instant(day, _LAST_MINUTE)

    def _named(self, until: Until) -> str:
        if until == Until.DAY:
            return str(until.label)
        return f"{until.label}: {dateformat.format(_last(until, self.today), 'l, M j')}"


class LetterForm(PeriodForm):
    """What a letter of authority says; the operation reads and screens the file."""

    screened_fields = ("evidence",)

    seat = forms.ChoiceField(label="Who may sign")
    evidence = forms.CharField(
        label="What the letter says",
        max_length=500,
        help_text=(
            "In a sentence, for example: the city manager's letter of November 3 lets the deputy "
            "chief sign joint statements."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label="The letter",
        max_length=200,
        help_text=f"PDF, Word, PNG or JPEG; at most {LARGEST_IN_WORDS}. The organization sees it.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    from_day = day_field("From", "Leave it empty to begin once it is confirmed.")
    until_day = day_field("Until", "Leave it empty where the letter names no end.")

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(seat.pk), f"{seat.member.name}, {seat.title}") for seat in seats]
        cast("forms.ChoiceField", self.fields["seat"]).choices = [("", "Choose one"), *people]

    @property
    def ends(self) -> datetime | None:
        day: date | None = self.cleaned_data["until_day"]
        return _instant(day, _LAST_MINUTE) if day else None


class EndAuthorityForm(ScreenedForm):
    """Why an authority ends."""

    screened_fields = ("reason",)

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="Kept on record. The holder and the organization's people read it.",
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)


def _last(until: Until, first: date) -> date:
    """The last day of a period that begins on the first."""
    if until == Until.FRIDAY:
        return first + timedelta(days=(FRIDAY - first.weekday() - 1) % 7 + 1)
    return first + timedelta(days=int(until))


def _instant(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=timezone.get_current_timezone())
