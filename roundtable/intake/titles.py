"""An item's words apart from what else its line says: how long it takes and who presents."""

import re
from dataclasses import dataclass

from roundtable.intake.clock import minutes_of_range, read_minutes

_CLOSING = re.compile(r"(?:\s*;\s*(?:and|y)|[\s:;\uff1a]+)$", re.IGNORECASE)
_BOLD = re.compile(r"(?<!\w)\*\*(?P<words>[^*]+)\*\*(?!\w)")
_UNDERSCORED = re.compile(r"__(?P<words>[^_]+)__")
_LAST_BRACKET = re.compile(r"(?P<head>.*\S)\s*[(\[](?P<inside>[^()\[\]]*)[)\]](?P<tail>\.?)$")
_FIRST_BRACKET = re.compile(r"[(\[](?P<inside>[^()\[\]]*)[)\]]\s*(?P<tail>\S.*)$")
_INNER_BRACKET = re.compile(
    r"(?P<head>[^()\[\]]*\S)\s*[(\[](?P<inside>[^()\[\]]*)[)\]](?P<tail>\s*[:;,\u2013\u2014-]\s.*)$"
)
# A dash sets the length off, or the dots or the wide gap of a typed column.
_LAST_LENGTH = re.compile(
    r"(?P<head>.*[^\s.…\u2013\u2014\-])(?:\s+[\u2013\u2014\-]+\s*|\s*(?:\.{3,}|…+)\s*|\t\s*|\s{3,})(?P<inside>[0-9].*)$"
)

_OFFICES = (
    "Chief|Mayor|Sheriff|Secretary|Director|Commissioner|Superintendent|President|Chair|Chairman|"
    "Chairwoman|Captain|Commander|Colonel|Major|Lieutenant|Sergeant|Governor|Senator|Administrator|"
    "Councilmember|Councilor|Dr|Mr|Ms|Mrs|Alcalde|Alcaldesa|Jefe|Jefa|Comisionado|Comisionada|"
    "Directora|Sr|Sra"
)
_RANKS_BEFORE = r"(?:(?:Deputy|Assistant|Acting|Vice|Police|Under|Interim|Executive)\s+)*"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'\u2019\-]*"
_PERSON = rf"{_RANKS_BEFORE}(?:{_OFFICES})\.?(?:\s+{_NAME}){{1,4}}"
_PRESENTER = re.compile(rf"{_PERSON}(?:(?:,\s*|\s*&\s*|\s+(?:and|y)\s+){_PERSON})*")


@dataclass(frozen=True)
class ItemTitle:
    title: str
    minutes: int | None = None
    presenter: str = ""


def read_item_title(raw: str) -> ItemTitle:
    """Take closing signs and a clear duration from a raw title; in doubt all of it stays."""
    text = strip_closing(raw)
    found = _read_length(text)
    title = strip_closing(found.title)
    if not any(sign.isalnum() for sign in title):
        return ItemTitle(title=" ".join(text.split()))
    minutes = found.minutes if found.minutes is not None else minutes_of_range(title)
    return ItemTitle(title=title, minutes=minutes, presenter=found.presenter)


def strip_closing(text: str) -> str:
    """Drop closing colons and semicolons ("; and" too) and the signs of bold type."""
    words = _CLOSING.sub("", _BOLD.sub(r"\g<words>", text).strip())
    if underscored := _UNDERSCORED.fullmatch(words):
        words = _CLOSING.sub("", underscored["words"])
    return words.strip()


def _read_length(text: str) -> ItemTitle:
    for shape in (_LAST_BRACKET, _LAST_LENGTH, _FIRST_BRACKET, _INNER_BRACKET):
        match = shape.match(text)
        if not match:
            continue
        minutes, presenter = _inside(match["inside"])
        if minutes is not None:
            parts = match.groupdict(default="")
            head, tail = parts.get("head", ""), parts.get("tail", "")
            return ItemTitle(title=_tidy(head + tail), minutes=minutes, presenter=presenter)
    return ItemTitle(title=_tidy(text))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _inside(text: str) -> tuple[int | None, str]:
    """Read "10 min", "Chief Rivera, 10 min" or "10 min, Chief Rivera"; else answer (None, "")."""
    if (minutes := read_minutes(text)) is not None:
        return minutes, ""
    first, _, rest = (part.strip() for part in text.partition(","))
    start, _, last = (part.strip() for part in text.rpartition(","))
    for length, person in ((last, start), (first, rest)):
        minutes = read_minutes(length)
        if minutes is not None and _PRESENTER.fullmatch(person):
            return minutes, person
    return None, ""
