"""Dates and times that people write down together with a zone."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.intake import moments
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.zones import ZONES

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
    """The instant of a written time in its zone; what is no one instant is asked again."""
    try:
        return moments.instant_in(written, zone or ZONES[0][0])
    except Refusal as refusal:
        raise ValidationError({field: str(refusal)}) from refusal
