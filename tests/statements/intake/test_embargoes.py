"""An embargo line becomes an instant only where date, time and zone leave no doubt."""

import pytest

from statements.intake.embargoes import find_instant


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("EMBARGOED UNTIL Nov. 3, 2026, 10 a.m. ET", "2026-11-03T10:00:00-05:00"),
        ("EMBARGOED UNTIL Tuesday, November 3, 2026 at 10:30 PM EST", "2026-11-03T22:30:00-05:00"),
        ("Embargo: 3 November 2026, noon Pacific", "2026-11-03T12:00:00-08:00"),
        ("EMBARGOED UNTIL 2026-07-01 00:01 UTC", "2026-07-01T00:01:00+00:00"),
        ("EMBARGOED UNTIL July 1, 2026, 12:01 a.m. CDT", "2026-07-01T00:01:00-05:00"),
        (
            "EMBARGADO HASTA el martes 3 de noviembre de 2026, 10:00 a.m. hora del Este",
            "2026-11-03T10:00:00-05:00",
        ),
    ],
)
def test_instant_without_doubt(line: str, instant: str) -> None:
    found = find_instant(line)
    assert found is not None
    assert found.isoformat() == instant


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGOED UNTIL November 3, 2026, 10 a.m.",  # no zone
        "EMBARGOED UNTIL November 3, 2026 ET",  # no time
        "EMBARGOED UNTIL November 3, 10 a.m. ET",  # no year
        "EMBARGOED UNTIL 11/3/2026, 10 a.m. ET",  # which number is the month
        "EMBARGOED UNTIL Monday, November 3, 2026, 10 a.m. ET",  # a Tuesday
        "EMBARGOED UNTIL July 1, 2026, 10 a.m. EST",  # standard time in summer
        "EMBARGOED UNTIL November 3, 2026, 2:00 ET",  # morning or afternoon
        "EMBARGOED UNTIL November 3, 2026, 10 a.m. ET / 7 a.m. PT",  # two times
        "EMBARGOED UNTIL November 1, 2026, 1:30 a.m. ET",  # happens twice
        "EMBARGOED UNTIL February 30, 2026, 10 a.m. ET",  # no such day
        "EMBARGOED UNTIL DELIVERY",
    ],
)
def test_doubt_gives_no_instant(line: str) -> None:
    assert find_instant(line) is None
