"""Times of day and lengths of time, as agendas write them in English and Spanish."""

import re

_DAY = 24 * 60

_MIN = r"(?:min(?:ute|uto)?s?\.?|mn\.?|['\u2019\u2032])"
_HOUR = r"(?:hours?|horas?|hrs?\.?|h\.?)"
_LENGTHS = (
    re.compile(rf"(?P<minutes>[0-9]{{1,4}})\s*{_MIN}", re.IGNORECASE),
    re.compile(
        rf"(?P<hours>[0-9]{{1,2}})\s*{_HOUR}"
        rf"(?:\s*(?:and|y|,)?\s*(?P<minutes>[0-5]?[0-9])\s*(?:{_MIN}|m\.?)?)?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<hours>[0-9]{{1,2}}):(?P<minutes>[0-5][0-9])\s*{_HOUR}", re.IGNORECASE),
    re.compile(rf"(?P<hours>[0-9]{{1,2}})[.,](?P<tenths>[0-9])\s*{_HOUR}", re.IGNORECASE),
)

_HALF_DAY = r"[ap]\.?\s?m\b\.?"
_TIME = re.compile(
    rf"(?P<h>[0-9]{{1,2}})(?:(?:[:h](?P<m>[0-5][0-9]))(?![0-9]))?(?:\s?(?P<half>{_HALF_DAY}))?",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\s*(?:[-\u2013\u2014]|\bto\b|\ba\b|\buntil\b)\s*", re.IGNORECASE)
_GAP = re.compile(r"(?:\s*[:\u2013\u2014\-]\s+|[:.)]?\s+)(?=\S)")


def read_minutes(text: str) -> int | None:
    """Read a text that says a length of time and nothing else; None when it says anything else."""
    words = text.strip()
    for shape in _LENGTHS:
        if match := shape.fullmatch(words):
            found = match.groupdict(default="0")
            minutes = int(found.get("hours", "0")) * 60 + int(found.get("minutes", "0"))
            minutes += int(found.get("tenths", "0")) * 6
            return minutes if 0 < minutes <= _DAY else None
    return None


def opens_with_time(text: str) -> bool:
    """Whether a time of day, or a range of two, opens the text and more follows."""
    found = _range(text)
    return found is not None and _GAP.match(text, found[2]) is not None


def minutes_of_range(text: str) -> int | None:
    """The length of the range of times that opens the text, such as "9:00-9:30 Welcome"."""
    found = _range(text)
    if found is None or found[1] is None:
        return None
    start, end = found[0], found[1]
    if not (_half(start) or _half(end)):
        length = _since_midnight(end) - _since_midnight(start)
        # 11:30-1:00 runs over noon on a twelve-hour clock.
        length += 12 * 60 if length < 0 and int(start["h"]) <= 12 else 0
    else:
        half = _half(end) or _half(start)
        length = (_since_midnight(end, half) - _since_midnight(start, _half(start) or half)) % _DAY
        length -= 12 * 60 if length > 12 * 60 and not (_half(start) and _half(end)) else 0
    return length if length > 0 else None


def _range(text: str) -> tuple[re.Match[str], re.Match[str] | None, int] | None:
    start = _TIME.match(text)
    if not start or int(start["h"]) > 24:
        return None
    until = _UNTIL.match(text, start.end())
    end = _TIME.match(text, until.end()) if until else None
    if end and int(end["h"]) <= 24 and _is_clear(end) and _closes(text, end.end()):
        return start, end, end.end()
    return (start, None, start.end()) if _is_clear(start) and _closes(text, start.end()) else None


def _closes(text: str, position: int) -> bool:
    return not text[position : position + 1].isalnum()


def _is_clear(time: re.Match[str]) -> bool:
    return bool(time["m"] or time["half"])


def _half(time: re.Match[str]) -> str:
    return (time["half"] or "")[:1].casefold()


def _since_midnight(time: re.Match[str], half: str = "") -> int:
    hour = int(time["h"])
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + int(time["m"] or 0)
