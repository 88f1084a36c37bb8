"""What may open a list item: bullets, numbers, letters, headings, times of day.

Here a line is looked at alone; `sequences` then decides from its neighbors which candidates count.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from roundtable.intake.clock import opens_with_time
from roundtable.intake.lines import Line


class Kind(StrEnum):
    BULLET = "bullet"
    NUMBER = "number"
    BARE = "bare number"
    LETTER = "letter"
    ROMAN = "roman"
    HEADING = "heading"
    TIME = "time"
    PLAIN = "plain"


ORDERED = frozenset({Kind.NUMBER, Kind.LETTER, Kind.ROMAN})

# Signs that open nothing but list items. Dashes, stars, plus and o also stand in prose.
SURE_BULLETS = "•◦▪‣●○■□▸►➢➤·∙\u2043"
_FAMILIES = {"\u2013": "-", "\u2014": "-", "\u2043": "-", "●": "•", "∙": "·", "■": "▪"}

_CHECKBOX = r"(?:\[[ xX]\]\s+)?"
_BULLET = re.compile(rf"(?P<sign>[*+o\-\u2013\u2014]|[{SURE_BULLETS}])(?:\s+|$){_CHECKBOX}")
_TIGHT_BULLET = re.compile(rf"(?P<sign>[{SURE_BULLETS}])(?=\S)")
_TIGHT_DASH = re.compile(r"(?P<sign>[\-\u2013\u2014])(?=[^\W\d_])")
_HEADING = re.compile(r"(?P<sign>#{1,6})\s+(?=\S)")
_DOTTED = re.compile(r"(?P<parts>[1-9][0-9]?(?:\.[1-9][0-9]?){1,8})(?:[.)](?:\s+|$)|\s+)")
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<parts>[0-9]{1,3})(?P<close>[.)])(?:\s+|$|(?=[\"“'¿¡]?[^\W\d_]))"
)
_BARE = re.compile(r"(?P<parts>[0-9]{1,2})(?P<close>\s*[\u2013\u2014:\-])?(?P<gap>\s+)(?=\S)")
_LETTERS = re.compile(
    r"(?P<open>\()?(?P<letters>[A-Za-z]|[ivx]{2,7}|[IVX]{2,7})(?P<close>[.)])(?:\s+|$)"
)


@dataclass(frozen=True)
class Marker:
    """`parts` is the value (one number, or 1.2.1 as three); `style` tells levels apart."""

    kind: Kind
    style: str
    text: str
    width: int = 0
    parts: tuple[int, ...] = ()
    letters: str = ""
    sign: str = ""

    @property
    def is_ordered(self) -> bool:
        return self.kind in ORDERED


def match_marker(line: Line) -> Marker | None:
    """Read the line's opening as the marker that it looks like, ignoring all other lines."""
    if opens_with_time(line.text):
        return Marker(kind=Kind.TIME, style="time", text=line.text)
    return _bullet(line.text) or _number(line.text) or _letters(line.text) or _bare(line.text)


def _bullet(text: str) -> Marker | None:
    if match := _HEADING.match(text):
        return _marker(Kind.HEADING, "heading", text=text.rstrip("#"), match=match)
    match = _BULLET.match(text) or _TIGHT_BULLET.match(text) or _TIGHT_DASH.match(text)
    if not match:
        return None
    sign = match["sign"]
    return _marker(Kind.BULLET, f"bullet{_FAMILIES.get(sign, sign)}", text=text, match=match)


def _number(text: str) -> Marker | None:
    if match := _DOTTED.match(text):
        parts = tuple(int(part) for part in match["parts"].split("."))
        return _marker(Kind.NUMBER, f"number{len(parts)}", text=text, match=match, parts=parts)
    match = _NUMBER.match(text)
    if match and _is_closed(match):
        style = f"{match['open'] or ''}1{match['close']}"
        return _marker(Kind.NUMBER, style, text=text, match=match, parts=(int(match["parts"]),))
    return None


def _bare(text: str) -> Marker | None:
    match = _BARE.match(text)
    if not match:
        return None
    is_set_off = match["close"] or match["gap"] != " "
    sign = "set off" if is_set_off else ""
    parts = (int(match["parts"]),)
    return _marker(Kind.BARE, "1.", text=text, match=match, parts=parts, sign=sign)


def _letters(text: str) -> Marker | None:
    match = _LETTERS.match(text)
    if not match or not _is_closed(match):
        return None
    style = f"{match['open'] or ''}{'A' if match['letters'].isupper() else 'a'}{match['close']}"
    return _marker(Kind.LETTER, style, text=text, match=match, letters=match["letters"])


def _is_closed(match: re.Match[str]) -> bool:
    return not match["open"] or match["close"] == ")"


def _marker(
    kind: Kind,
    style: str,
    *,
    text: str,
    match: re.Match[str],
    parts: tuple[int, ...] = (),
    letters: str = "",
    sign: str | None = None,
) -> Marker:
    if sign is None:
        sign = match.groupdict().get("sign") or ""
    return Marker(
        kind=kind,
        style=style,
        text=text[match.end() :].strip(),
        width=match.end(),
        parts=parts,
        letters=letters,
        sign=sign,
    )
