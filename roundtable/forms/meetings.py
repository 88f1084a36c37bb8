"""A meeting's facts as staff write them down."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import dateformat

from portal.forms import ScreenedForm
from portal.intake.moments import instant_in
from portal.models import Member, Organization
from portal.queries.organizations import federal_bodies
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.zones import ZONES
from roundtable.models import Meeting, Proposal
from roundtable.operations.meetings import MeetingFacts
from roundtable.queries.issues import proposals_visible_to
from roundtable.vocabulary.meetings import PressStatus

REQUESTED, PLANNED = "requested", "planned"


class MeetingForm(ScreenedForm):
    """Day and times are meant in the zone that is chosen beside them; `facts()` is the result."""

    hides_optional = True  # what is needed says so when it is missing
    screened_fields = ("title", "place", "objective")

    title = forms.CharField(label="Title", max_length=300)
    proposal = forms.ModelChoiceField(
        label="Proposal",
        queryset=Proposal.objects.none(),
        required=False,
        empty_label="None in particular: all open issues",
        help_text="Its open issues are what the agenda is built from.",
    )
    counterpart = forms.ModelChoiceField(
        label="With",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="The working group only",
    )
    day = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    begins = forms.TimeField(
        label="From",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label="To",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    zone = forms.ChoiceField(label="Time zone", choices=ZONES)
    place = forms.CharField(label="Place", max_length=300, required=False)
    link = forms.URLField(
        label="Link to join by video",
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    press_status = forms.ChoiceField(label="Press", choices=PressStatus)
    objective = forms.CharField(
        label="Objective",
        required=False,
        max_length=3000,
        help_text="What should be true after the meeting, in a sentence or two.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, member: Member, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, member=member, **kwargs)
        proposal = cast("forms.ModelChoiceField[Proposal]", self.fields["proposal"])
        proposal.queryset = proposals_visible_to(member)
        counterpart = cast("forms.ModelChoiceField[Organization]", self.fields["counterpart"])
        counterpart.queryset = federal_bodies()
        self.initial = {**_first_values(member, meeting), **self.initial}
        zone = cast(forms.ChoiceField, self.fields["zone"])
        if self.initial["zone"] not in dict(ZONES):
            zone.choices = [(self.initial["zone"], self.initial["zone"]), *ZONES]

    def clean(self) -> dict[str, Any]:
        """One instant for each time that was written, in the zone that was chosen."""
        cleaned = super().clean() or self.cleaned_data
        if {"day", "begins", "ends", "zone"} & set(self.errors):
            return cleaned
        day, begins, ends = cleaned["day"], cleaned["begins"], cleaned["ends"]
        if bool(day) != bool(begins):
            missing = "begins" if day else "day"
            raise ValidationError({missing: "A time needs its day, and a day its time."})
        if ends and not begins:
            raise ValidationError({"begins": "Say also when it begins."})
        if ends and ends <= begins:
            raise ValidationError({"ends": "A meeting ends after it begins, on the same day."})
        cleaned["starts_at"] = self._instant(day, begins, "begins")
        cleaned["ends_at"] = self._instant(day, ends, "ends")
        return cleaned

    def _instant(self, day: date | None, at: time | None, field: str) -> datetime | None:
        if day is None or at is None:
            return None
        written = datetime.combine(day, at)
        try:
            return instant_in(written, self.cleaned_data["zone"])
        except Refusal as refusal:
            raise ValidationError({field: str(refusal)}) from refusal

    @property
    def what(self) -> list[BoundField]:
        return [self[name] for name in ("title", "counterpart", "proposal")]

    @property
    def clock(self) -> list[BoundField]:
        return [self[name] for name in ("day", "begins", "ends", "zone")]

    @property
    def where(self) -> list[BoundField]:
        return [self[name] for name in ("place", "link", "press_status", "objective")]

    def facts(self) -> MeetingFacts:
        cleaned = self.cleaned_data
        return MeetingFacts(
            title=cleaned["title"],
            proposal=cleaned["proposal"],
            counterpart=cleaned["counterpart"],
            starts_at=cleaned["starts_at"],
            ends_at=cleaned["ends_at"],
            time_zone=cleaned["zone"],
            place=cleaned["place"],
            link=cleaned["link"],
            press_status=cleaned["press_status"],
            objective=cleaned["objective"],
        )


@dataclass(frozen=True)
class Difference:
    """A fact that stands otherwise than it was typed."""

    label: str
    stands: str
    typed: str


class NewMeetingForm(MeetingForm):
    """Also asks whether anybody has to agree first."""

    begins_as = forms.ChoiceField(
        label="Where it stands",
        choices=[
            (REQUESTED, "It is requested; the other side has still to accept"),
            (PLANNED, "It is planned; the working group is told at once"),
        ],
        widget=forms.RadioSelect,
        initial=REQUESTED,
    )

    def __init__(self, *args: Any, proposal: Proposal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposal is not None:
            other = proposal.counterpart
            title = f"Roundtable with {other.short_name}" if other else proposal.title[:300]
            self.initial.update(proposal=proposal, counterpart=other, title=title)

    @property
    def is_planned(self) -> bool:
        return bool(self.cleaned_data["begins_as"] == PLANNED)


class EditMeetingForm(MeetingForm):
    """Carries the edition on which it was written."""

    edition = forms.IntegerField(widget=forms.HiddenInput())

    def on_top_of(self, newest: Meeting) -> None:
        """Keeps all that was typed; saved again, it goes in place of the newest."""
        data = cast(Any, self.data).copy()
        data["edition"] = newest.edition
        self.data = data

    def differences(self, newest: Meeting) -> list[Difference]:
        """Where what was typed is not what stands now."""
        stands, typed = _written(newest), self.cleaned_data
        return [
            Difference(str(self.fields[name].label), _shown(stands[name]), _shown(typed[name]))
            for name in stands
            if stands[name] != typed[name]
        ]


class ReasonForm(ScreenedForm):
    """Why a meeting does not take place."""

    screened_fields = ("reason",)

    reason = forms.CharField(
        label="Why, in a sentence",
        max_length=500,
        help_text="The working group reads it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _written(meeting: Meeting) -> dict[str, Any]:
    """A meeting's facts as the form has them when they are clean."""
    there = ZoneInfo(meeting.time_zone)
    starts = meeting.starts_at.astimezone(there) if meeting.starts_at else None
    ends = meeting.ends_at.astimezone(there) if meeting.ends_at else None
    return {
        "title": meeting.title,
        "counterpart": meeting.counterpart,
        "proposal": meeting.proposal,
        "day": starts.date() if starts else None,
        "begins": starts.time() if starts else None,
        "ends": ends.time() if ends else None,
        "zone": meeting.time_zone,
        "place": meeting.place,
        "link": meeting.link,
        "press_status": meeting.press_status,
        "objective": meeting.objective,
    }


def _shown(value: object) -> str:
    if isinstance(value, time):
        return dateformat.time_format(value, "g:i A")
    if isinstance(value, date):
        return dateformat.format(value, "M j, Y")
    words = {**dict(ZONES), **dict(PressStatus.choices)}
    return words.get(str(value), str(value or "nothing"))


def _first_values(member: Member, meeting: Meeting | None) -> dict[str, Any]:
    if meeting is None:
        return {"zone": member.time_zone, "press_status": PressStatus.CLOSED}
    return {**_written(meeting), "edition": meeting.edition}
