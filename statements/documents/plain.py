"""The words of a block as lines of plain text, lists with their signs."""

from dataclasses import dataclass
from html.parser import HTMLParser

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def plain_lines(html: str) -> list[str]:
    """One line for each item of a list and each line that was kept; white space is folded."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [line for line in (" ".join(line.split()) for line in reader.lines) if line]


@dataclass
class _List:
    is_ordered: bool
    numbering: str
    next_number: int

    def sign(self, *, depth: int) -> str:
        """What stands before an item, as the printed page has it."""
        if not self.is_ordered:
            return "\u2022" if depth == 1 else "\u2013"
        number, self.next_number = self.next_number, self.next_number + 1
        return f"{_counted(number, self.numbering)}."


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.open_lists: list[_List] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            given = dict(attrs)
            start = given.get("start") or "1"
            first = int(start) if start.isdecimal() else 1
            self.open_lists.append(_List(tag == "ol", given.get("type") or "1", first))
        if tag in {"ul", "ol", "li", "br", "p", "blockquote"}:
            self.lines.append("")
        if tag == "li" and self.open_lists:
            nested = [found for found in self.open_lists if not found.is_ordered]
            self.lines[-1] = self.open_lists[-1].sign(depth=len(nested)) + " "

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self.open_lists:
            self.open_lists.pop()
        if tag in {"ul", "ol", "li", "p", "blockquote"}:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def _counted(number: int, numbering: str) -> str:
    if numbering in {"a", "A"}:
        words = _letters(number)
    elif numbering in {"i", "I"}:
        words = _roman(number)
    else:
        words = str(number)
    return words.upper() if numbering in {"A", "I"} else words


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _roman(number: int) -> str:
    words = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        words += sign * count
    return words
