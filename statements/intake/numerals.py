"""Numbers of list items, written in figures, letters and Roman numerals."""

import re
from itertools import product
from string import ascii_lowercase

_ROMAN = {
    1000: "m",
    900: "cm",
    500: "d",
    400: "cd",
    100: "c",
    90: "xc",
    50: "l",
    40: "xl",
    10: "x",
    9: "ix",
    5: "v",
    4: "iv",
    1: "i",
}
_IS_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_VALUES = {numeral: value for value, numeral in _ROMAN.items()}
_LETTERS: list[str] = [
    *ascii_lowercase,
    *("".join(pair) for pair in product(ascii_lowercase, repeat=2)),
]


def roman(number: int) -> str:
    written = ""
    for value, numeral in _ROMAN.items():
        count, number = divmod(number, value)
        written += numeral * count
    return written


def roman_value(text: str) -> int | None:
    """The number of a well-formed Roman numeral in small letters, else None."""
    if not text or not _IS_ROMAN.fullmatch(text):
        return None
    return sum(_VALUES[part] for part in re.findall(r"cm|cd|xc|xl|ix|iv|[mdclxvi]", text))


def letters(number: int) -> str:
    """a to z, then aa to zz; what lies beyond stays at zz."""
    return _LETTERS[min(number, len(_LETTERS)) - 1]


def letters_value(text: str) -> int | None:
    return _LETTERS.index(text) + 1 if text in _LETTERS else None
