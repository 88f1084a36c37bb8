"""Until when there is time to sign, in the zone that was chosen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from statements.forms.sign_on import SignOnForm

pytestmark = pytest.mark.django_db


def bound(mayor, **values: str) -> SignOnForm:
    return SignOnForm({"zone": "Pacific/Honolulu", **values}, member=mayor)


def test_a_written_time_is_meant_in_its_zone(mayor):
    form = bound(mayor, deadline="2031-07-01T17:00")

    with timezone.override("America/New_York"):
        assert form.is_valid() is True
    assert form.terms().deadline_at == datetime(2031, 7, 2, 3, 0, tzinfo=UTC)


def test_hours_count_from_now(mayor):
    form = bound(mayor, hours="48")

    assert form.is_valid() is True
    hours = (form.terms().deadline_at - timezone.now()).total_seconds() / 3600
    assert round(hours) == 48


def test_hours_count_by_the_databases_clock(mayor, monkeypatch):
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=3))
    form = bound(mayor, hours="24")

    assert form.is_valid() is True
    assert round((form.terms().deadline_at - real()).total_seconds() / 3600) == 24


def test_one_of_both_is_needed(mayor):
    assert bound(mayor).errors == {"deadline": ["Say until when there is time to sign."]}


def test_an_hour_that_clocks_skip_is_asked_about_again(mayor):
    form = bound(mayor, deadline="2031-03-09T02:30", zone="America/New_York")

    assert "Clocks skip this hour" in form.errors["deadline"][0]
