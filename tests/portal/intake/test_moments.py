"""Written times and the instants they mean."""

from datetime import datetime

import pytest

from portal.intake.moments import instant_in
from portal.vocabulary.refusals import Refusal


def instant(written: str, zone: str) -> str:
    return instant_in(datetime.fromisoformat(written), zone).isoformat()


@pytest.mark.parametrize(
    ("written", "zone", "meant"),
    [
        ("2031-07-01T17:00", "Pacific/Honolulu", "2031-07-02T03:00:00+00:00"),
        ("2031-07-01T09:00", "America/New_York", "2031-07-01T13:00:00+00:00"),
        ("2031-03-09T02:30", "America/Phoenix", "2031-03-09T09:30:00+00:00"),
    ],
)
def test_a_written_time_is_one_instant(written, zone, meant):
    assert instant(written, zone) == meant


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2031-03-09T02:00", "Clocks skip this hour"),
        ("2031-03-09T02:59", "Clocks skip this hour"),
        ("2031-11-02T01:00", "Clocks go back in this hour"),
    ],
)
def test_what_is_no_one_instant_is_refused(written, sentence):
    with pytest.raises(Refusal, match=sentence):
        instant(written, "America/New_York")
