"""Dates as documents print them, English and Spanish."""

import re
from datetime import date

_ENGLISH = "january february march april may june july august september october november december"
_SPANISH = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
_MONTHS = {name[:3]: number for number, name in enumerate(_ENGLISH.split(), start=1)}
_MESES = {name: number for number, name in enumerate(_SPANISH.split(), start=1)} | {"setiembre": 9}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DIAS = ("lunes", "martes", "mi\u00e9rcoles", "jueves", "viernes", "s\u00e1bado", "domingo")

_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|satur?|sun)(?:day)?\.?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TH = r"\d{1,2}(?:st|nd|rd|th)?"
_MES = "(?:" + "|".join(_MESES) + ")"
_DIA = "(?:" + "|".join(_DIAS) + ")"
DATE = (
    rf"(?:(?:{_WEEKDAY},?\s+)?(?:{_MONTH}\s+{_TH}(?:,?\s+\d{{4}})?|{_TH}\s+{_MONTH},?(?:\s+\d{{4}})?)"
    rf"|(?:{_DIA},?\s+)?\d{{1,2}}\s+de\s+{_MES}(?:,?\s+(?:del?\s+)?\d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4})(?!\w)"
)

_NAMED = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH}),?\s+(?P<year2>\d{{4}})"
    rf"|(?P<day3>\d{{1,2}})\s+de\s+(?P<mes>{_MES}),?\s+(?:del?\s+)?(?P<year3>\d{{4}})"
    r"|(?P<year4>\d{4})-(?P<month4>\d{2})-(?P<day4>\d{2})",
    re.IGNORECASE,
)
_SPOKEN_DAY = re.compile(rf"\b(?:{_WEEKDAY}|{_DIA})(?!\w)", re.IGNORECASE)
_SLASHED = re.compile(r"\d/\d")
# A line of its own: a date and at most a place before it.
DATE_LINE = (
    rf"(?:(?:Date|DATE|Fecha|FECHA):\s*)?"
    rf"(?:[A-Z\u00c0-\u00de][\w.]*(?: [\w.]+){{0,3}},\s+(?:[A-Z][\w.]+,?\s+)?)?(?i:{DATE})"
)


def find_date(text: str) -> date | None:
    """The one full date in the text; None where there is none, several, or a doubt about it."""
    found = list(_NAMED.finditer(text))
    if len(found) != 1 or _SLASHED.search(text):
        return None
    part = found[0].groupdict()
    year = part["year"] or part["year2"] or part["year3"] or part["year4"]
    day = part["day"] or part["day2"] or part["day3"] or part["day4"]
    try:
        day_found = date(int(year), _month(part), int(day))
    except ValueError:
        return None
    return day_found if _weekday_agrees(text, day_found) else None


def _month(part: dict[str, str | None]) -> int:
    if part["mes"]:
        return _MESES[part["mes"].lower()]
    if part["month4"]:
        return int(part["month4"])
    return _MONTHS[(part["month"] or part["month2"] or "")[:3].lower()]


def _weekday_agrees(text: str, day: date) -> bool:
    spoken = [found.group().lower().rstrip(".") for found in _SPOKEN_DAY.finditer(text)]
    names = (_DAYS[day.weekday()], _DIAS[day.weekday()])
    return all(any(name.startswith(word) for name in names) for word in spoken)
