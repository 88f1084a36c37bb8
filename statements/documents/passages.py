"""A block of the frozen text as its page needs it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags

# Longer paragraphs may break over two pages; shorter ones move as a whole.
SHORT = 800
SOME_LINES = 8
MANY_LINES = 60

_HANGING = {
    '"': "hang-straight",
    "\u201c": "hang-curly",
    "\u00ab": "hang-angled",
    "'": "hang-single",
    "\u2018": "hang-single",
}
_LINE = re.compile(r"<br\s*/?>|</?(?:ul|ol|li|p)[^>]*>")
_CAPITALS = r"[A-ZÁÉÍÓÚÜÑ]"
# Words that name the block and are set bold: "WHEREAS,", "About the Conference".
_OPENINGS = {
    "whereas": re.compile(rf"{_CAPITALS}{{4,}}\b[,:;]?(?: {_CAPITALS}{{3,}}\b[,:;]?)*"),
    "resolved": re.compile(rf"{_CAPITALS}{{2,}}\b[,:;]?(?: {_CAPITALS}{{2,}}\b[,:;]?)*"),
    "boilerplate": re.compile(
        r"(?:About|Acerca de|Sobre) [^.<&]{2,120}?(?=\s*(?:\s[-\u2013]\s|\u2014|:|<br))"
    ),
}


@dataclass(frozen=True, kw_only=True)
class PrintedBlock:
    """`opening` and `html` together are the block's text; each stands in it once."""

    kind: str
    html: str
    speaker: str = ""
    speaker_title: str = ""
    in_quotation: bool = False
    opening: str = ""

    @property
    def is_short(self) -> bool:
        return len(strip_tags(self.html)) < SHORT

    @property
    def hanging(self) -> str:
        """Which quotation mark opens the text and hangs in the margin, as a class name."""
        return _HANGING.get(unescape(self.html[:6])[:1], "")

    @property
    def names_speaker(self) -> bool:
        """Whether the text itself says who speaks, so that no line below it has to."""
        return self.speaker in unescape(strip_tags(self.html))

    @property
    def whole(self) -> str:
        """All of the text, the words that name the block included."""
        return f"{self.opening}{self.html}"

    @property
    def is_spoken(self) -> bool:
        return self.in_quotation or self.kind == "quote"

    @property
    def is_boilerplate(self) -> bool:
        return self.kind == "boilerplate"

    @property
    def lines(self) -> list[str]:
        """The lines of a list of signatories, whichever way the text breaks them."""
        return [line.strip() for line in _LINE.split(self.html) if line.strip()]

    @property
    def line_blocks(self) -> "list[PrintedBlock]":
        """Each of the lines as a block of its own."""
        return [PrintedBlock(kind=self.kind, html=line) for line in self.lines]

    @property
    def crowd(self) -> str:
        """In how many columns the lines stand, as a class name."""
        count = len(self.lines)
        if count > MANY_LINES:
            return "many"
        return "some" if count > SOME_LINES else "few"


def printed_block(block: Mapping[str, Any]) -> PrintedBlock:
    """Splits off the words that name the block."""
    pattern = _OPENINGS.get(block["kind"])
    found = pattern.match(block["html"]) if pattern else None
    opening = found.group() if found else ""
    return PrintedBlock(**{**block, "html": block["html"][len(opening) :], "opening": opening})
