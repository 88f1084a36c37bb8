"""Which candidates are markers: i. after h. is a letter, before ii. a numeral.

A number or letter that belongs to no sequence is an initial, a date or a quantity in running text.
"""

from collections import Counter
from dataclasses import replace

from portal.vocabulary.furniture import is_furniture
from roundtable.intake.clock import read_minutes
from roundtable.intake.lines import Line
from roundtable.intake.markers import ORDERED, Kind, Marker, match_marker

# Items struck from a list leave gaps in its numbers, seldom wider than this.
_NUMBER_REACH = 3
_LETTER_REACH = 1

_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
_ROMAN_LIMIT = 40
_STEPS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Key = tuple[Kind, str, tuple[int, ...]]


def find_markers(lines: list[Line]) -> dict[int, Marker]:
    """Map the index of each line that opens a list item to its marker."""
    found = {
        index: marker
        for index, line in enumerate(lines)
        if line.text and (marker := match_marker(line)) and _has_text(lines, index, marker)
    }
    found = _keep_bare_numbers(_read_letters(lines, found))
    found = _keep_sequences(lines, found)
    uses = Counter(marker.style for marker in found.values())
    return {
        index: marker
        for index, marker in found.items()
        if uses[marker.style] > 1 or not _is_weak(marker)
    }


def _has_text(lines: list[Line], index: int, marker: Marker) -> bool:
    """A marker alone on its line takes the next line, unless that opens an item itself."""
    if any(sign.isalnum() for sign in marker.text):
        return not _is_wrapped_length(lines, index, marker)
    if marker.text or index + 1 == len(lines):
        return False
    following = lines[index + 1]
    is_open = following.has_words and not is_furniture(following.text)
    return is_open and match_marker(following) is None


def _is_wrapped_length(lines: list[Line], index: int, marker: Marker) -> bool:
    """Whether "- 20 min" stands right under a line whose length of time it is."""
    is_dash = marker.kind is Kind.BULLET and marker.sign in "-\u2013\u2014"
    is_under_text = index > 0 and bool(lines[index - 1].text)
    return is_dash and is_under_text and read_minutes(marker.text) is not None


def _is_weak(marker: Marker) -> bool:
    """Signs that prose uses too, and times of day, open items only where they come twice."""
    if marker.kind is Kind.BULLET:
        return marker.sign == "o" or (marker.sign in "-\u2013\u2014" and marker.width == 1)
    return marker.kind is Kind.TIME


def _keep_bare_numbers(found: dict[int, Marker]) -> dict[int, Marker]:
    """Bare numbers count as 1, 2, 3 in turn, when set off by a wide gap or dotted ones follow."""
    has_dotted = any(len(marker.parts) > 1 for marker in found.values())
    kept, expected = {}, 1
    bare = []
    for index, marker in found.items():
        if marker.kind is not Kind.BARE:
            kept[index] = marker
        elif marker.parts == (expected,) and (has_dotted or marker.sign):
            expected += 1
            bare.append(index)
    if has_dotted or len(bare) > 1:
        kept |= {index: replace(found[index], kind=Kind.NUMBER, sign="") for index in bare}
    return dict(sorted(kept.items()))


def _keep_sequences(lines: list[Line], found: dict[int, Marker]) -> dict[int, Marker]:
    known = {_key(marker) for marker in found.values() if marker.kind in ORDERED}
    return {
        index: marker
        for index, marker in found.items()
        if marker.kind not in ORDERED or _has_place(lines, index, marker=marker, known=known)
    }


def _key(marker: Marker) -> Key:
    return marker.kind, marker.style, marker.parts


def _has_place(
    lines: list[Line],
    index: int,
    *,
    marker: Marker,
    known: set[Key],
) -> bool:
    *prefix, last = marker.parts
    if last == 1:
        return True
    is_number = marker.kind is Kind.NUMBER
    if is_number and len(marker.parts) == 1 and (index == 0 or not lines[index - 1].text):
        return True
    reach = _NUMBER_REACH if is_number else _LETTER_REACH
    near = (step for step in range(last - reach, last + reach + 1) if step != last)
    return any((marker.kind, marker.style, (*prefix, step)) in known for step in near)


def _read_letters(lines: list[Line], found: dict[int, Marker]) -> dict[int, Marker]:
    """Give every lettered candidate its kind and value, each column keeping its own sequence."""
    lettered = [index for index, marker in found.items() if marker.kind is Kind.LETTER]
    after = _following_letters(lines, found, lettered)
    read = dict(found)
    last: dict[tuple[str, int], tuple[Kind, int]] = {}
    numerals: dict[str, tuple[Kind, int]] = {}
    for index in lettered:
        marker, column = found[index], lines[index].column
        key = marker.style, column
        before = last.get(key) or numerals.get(marker.style)
        kind, value = _letter_value(marker.letters, before=before, after=after[index])
        last[key] = kind, value
        if kind is Kind.ROMAN:
            numerals[marker.style] = kind, value
        read[index] = replace(marker, kind=kind, parts=(value,), style=f"{marker.style}{kind}")
    return {index: marker for index, marker in read.items() if marker.parts != (0,)}


def _following_letters(
    lines: list[Line], found: dict[int, Marker], lettered: list[int]
) -> dict[int, str]:
    """For each lettered line, the letters of the next one of its style and column."""
    after: dict[int, str] = {}
    upcoming: dict[tuple[str, int], str] = {}
    for index in reversed(lettered):
        key = found[index].style, lines[index].column
        after[index] = upcoming.get(key, "")
        upcoming[key] = found[index].letters
    return after


def _letter_value(letters: str, *, before: tuple[Kind, int] | None, after: str) -> tuple[Kind, int]:
    small = letters.casefold()
    roman = _roman_value(small)
    if len(small) > 1 or not roman:
        return (Kind.ROMAN, roman) if len(small) > 1 else (Kind.LETTER, _alphabet_place(small))
    if before == (Kind.ROMAN, roman - 1):
        return Kind.ROMAN, roman
    follows_letter = before == (Kind.LETTER, _alphabet_place(small) - 1)
    if follows_letter and after.casefold() != _roman_numeral(roman + 1):
        return Kind.LETTER, _alphabet_place(small)
    return Kind.ROMAN, roman


def _alphabet_place(letter: str) -> int:
    return ord(letter) - ord("a") + 1


def _roman_value(numeral: str) -> int:
    """The value of a numeral below forty in its regular spelling; 0 for anything else."""
    if not set(numeral) <= set(_ROMAN_DIGITS):
        return 0
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    value = sum(-digit if digit < following else digit for digit, following in pairs)
    return value if value < _ROMAN_LIMIT and _roman_numeral(value) == numeral else 0


def _roman_numeral(value: int) -> str:
    numeral = ""
    for step, letters in _STEPS:
        count, value = divmod(value, step)
        numeral += letters * count
    return numeral
