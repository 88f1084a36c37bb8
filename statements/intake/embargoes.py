"""The instant that an embargo line names, where date, time and zone leave no doubt."""

import re
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from statements.intake.dates import find_date

_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s*(?P<half>[ap])\.?\s?m\b\.?"
    r"|\b(?P<hour24>0\d|1[3-9]|2[0-3]):(?P<minute24>[0-5]\d)\b"
    r"|\b(?P<noon>noon|mediod\u00eda)\b",
    re.IGNORECASE,
)
# Name in a line -> place, and whether daylight saving time is said (None: not said).
_ZONES: tuple[tuple[str, str, bool | None], ...] = (
    (r"EST|Eastern Standard Time", "America/New_York", False),
    (r"EDT|Eastern Daylight Time", "America/New_York", True),
    (r"ET|Eastern(?: Time)?|hora del Este", "America/New_York", None),
    (r"CST|Central Standard Time", "America/Chicago", False),
    (r"CDT|Central Daylight Time", "America/Chicago", True),
    (r"CT|Central(?: Time)?|hora del Centro", "America/Chicago", None),
    (r"MST|Mountain Standard Time", "America/Denver", False),
    (r"MDT|Mountain Daylight Time", "America/Denver", True),
    (r"MT|Mountain(?: Time)?|hora de la Monta\u00f1a", "America/Denver", None),
    (r"PST|Pacific Standard Time", "America/Los_Angeles", False),
    (r"PDT|Pacific Daylight Time", "America/Los_Angeles", True),
    (r"PT|Pacific(?: Time)?|hora del Pac\u00edfico", "America/Los_Angeles", None),
    (r"AKT|Alaska(?: Time)?", "America/Anchorage", None),
    (r"HST|HT|Hawaii(?: Time)?", "Pacific/Honolulu", None),
    (r"Atlantic(?: Time)?", "America/Halifax", None),
    (r"UTC|GMT", "UTC", None),
)
_NAMES = tuple((re.compile(rf"\b(?:{name})\b"), place, saving) for name, place, saving in _ZONES)


def find_instant(line: str) -> datetime | None:
    """The instant, with its zone; None for the slightest doubt.

    "EST" on a summer day is a doubt: who writes it may mean the wall clock or the standard time.
    """
    day, clock, zone = find_date(line), _find_time(line), _find_zone(line)
    if day is None or clock is None or zone is None:
        return None
    return _combined(day, clock, place=zone[0], saving=zone[1])


def _find_time(line: str) -> time | None:
    found = list(_TIME.finditer(line))
    if len(found) != 1:
        return None
    part = found[0].groupdict()
    if part["noon"]:
        return time(12)
    if part["hour24"]:
        return time(int(part["hour24"]), int(part["minute24"]))
    hour, minute = int(part["hour"]), int(part["minute"] or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return None
    return time(hour % 12 + 12 * (part["half"].lower() == "p"), minute)


def _find_zone(line: str) -> tuple[str, bool | None] | None:
    said = [(place, saving) for name, place, saving in _NAMES if name.search(line)]
    places = {place for place, _ in said}
    exact = {saving for _, saving in said if saving is not None}
    if len(places) != 1 or len(exact) > 1:
        return None
    return places.pop(), exact.pop() if exact else None


def _combined(day: date, clock: time, *, place: str, saving: bool | None) -> datetime | None:
    zone: tzinfo = ZoneInfo(place)
    instant = datetime.combine(day, clock, zone)
    happens_once = instant.utcoffset() == instant.replace(fold=1).utcoffset()
    agrees = saving is None or bool(instant.dst()) == saving
    return instant if happens_once and agrees else None
