"""Dates and times that people write down together with a zone."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

ZONES = [
    ("America/New_York", "Eastern time"),
    ("America/Chicago", "Central time"),
    ("America/Denver", "Mountain time"),
    ("America/Phoenix", "Arizona time"),
    ("America/Los_Angeles", "Pacific time"),
    ("America/Anchorage", "Alaska time"),
    ("Pacific/Honolulu", "Hawaii time"),
    ("America/Halifax", "Atlantic time"),
]
FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class WrittenTimeField(forms.DateTimeField):
    """Date and time as they were written, whatever zone the page is shown in; stands as UTC."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0])
        super().__init__(widget=widget, input_formats=FORMATS, required=False, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            return super().to_python(value)


def instant_in(written: datetime, zone: str, *, field: str) -> datetime:
    """The instant of a written time in its zone; refused where clocks skip it."""
    local = written.replace(tzinfo=ZoneInfo(zone or ZONES[0][0]))
    if local.astimezone(UTC).astimezone(local.tzinfo).timetuple()[:5] != local.timetuple()[:5]:
        raise ValidationError({field: "Clocks skip this hour on that day. Choose another time."})
    return local
