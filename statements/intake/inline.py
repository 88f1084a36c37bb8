"""One line of text with its light marks."""

import re
from collections.abc import Iterator
from dataclasses import replace

from statements.intake.rich import PLAIN, Line, Run, Style, folded

_SIGNS = {"strong": "**", "em": "*", "u": "__", "sup": "^^", "sub": "~~"}
_TOGGLES = {
    "***": ("strong", "em"),
    "**": ("strong",),
    "*": ("em",),
    "__": ("u",),
    "^^": ("sup",),
    "~~": ("sub",),
}
_TOKEN = re.compile(
    r"\\(?P<plain>[^A-Za-z\s])"
    r"|\]\((?P<href>(?:https?://|mailto:)(?:[^\s()\\]|\\.|\([^\s()\\]*\))*)\)"
    r"|(?P<open>\[)"
    r"|(?P<sign>\*+|_+|\^+|~+)"
    r"|(?P<text>.)",
    re.IGNORECASE | re.DOTALL,
)
_PAREN = re.compile(r"[()\\]")
_ESCAPED = re.compile(r"\\(.)")


def line_marks(line: Line) -> str:
    """A line as people type it."""
    pieces: list[str] = []
    before = PLAIN
    for text, style in (*line, ("", PLAIN)):
        if before.href and style.href != before.href:
            pieces.append(f"]({_bracketed(before.href)})")
        pieces += [sign for name, sign in _signs(before, style)]
        if style.href and style.href != before.href:
            pieces.append("[")
        pieces.append(_escaped(text, is_link=bool(style.href)))
        before = style
    return "".join(pieces)


def read_line(text: str) -> Line:
    """A line as it was typed; a sign without its partner is an ordinary character."""
    tokens = [_Token(found) for found in _TOKEN.finditer(text)]
    for place, token in enumerate(tokens):
        alone = _is_white(tokens, place - 1) and _is_white(tokens, place + 1)
        token.toggles = () if alone else _TOGGLES.get(token.sign, ())
    _link(tokens)
    while unpaired := _unpaired(tokens):
        unpaired.toggles = ()
    return folded(_styled(tokens))


def _bracketed(href: str) -> str:
    return _PAREN.sub(r"\\\g<0>", href)


def _signs(before: Style, after: Style) -> Iterator[tuple[str, str]]:
    """What is switched between two runs; asterisks stand together so that they read as one."""
    for name, sign in _SIGNS.items():
        if getattr(before, name) != getattr(after, name):
            yield name, sign


def _escaped(text: str, *, is_link: bool) -> str:
    pieces = []
    for place, character in enumerate(text):
        beside = (text[place - 1 : place] or character, text[place + 1 : place + 2] or character)
        pieces.append(f"\\{character}" if _is_sign(character, beside, is_link) else character)
    return "".join(pieces)


def _is_sign(character: str, beside: tuple[str, str], is_link: bool) -> bool:  # noqa: FBT001 - private
    if character in "\\*":
        return True
    if character in "_^~":
        return character in beside
    if is_link:
        return character in "[]"
    return character == "]" and beside[1] == "("


class _Token:
    """A character, or a sign whose meaning is still open."""

    def __init__(self, found: re.Match[str]) -> None:
        self.source = found.group()
        self.text = found["plain"] or found["text"] or ""
        self.sign = found["sign"] or ""
        self.is_open = bool(found["open"])
        self.closes = _ESCAPED.sub(r"\1", found["href"] or "")
        self.href = ""
        self.is_link_sign = False
        self.toggles: tuple[str, ...] = ()


def _is_white(tokens: list[_Token], place: int) -> bool:
    """White space as HTML folds it; the ends of a line count as such."""
    return not 0 <= place < len(tokens) or tokens[place].text in {" ", "\t"}


def _link(tokens: list[_Token]) -> None:
    """Each closing bracket with a target belongs to the nearest opening one before it."""
    opened: int | None = None
    for place, token in enumerate(tokens):
        if token.is_open:
            opened = place
        elif token.closes and opened is not None:
            tokens[opened].is_link_sign = token.is_link_sign = True
            for inside in tokens[opened:place]:
                inside.href = token.closes
            opened = None


def _unpaired(tokens: list[_Token]) -> _Token | None:
    opened: dict[str, _Token] = {}
    for token in tokens:
        for name in token.toggles:
            if opened.pop(name, None) is None:
                opened[name] = token
    return next(iter(opened.values()), None)


def _styled(tokens: list[_Token]) -> Iterator[Run]:
    style = PLAIN
    for token in tokens:
        if token.is_link_sign:
            continue
        if token.toggles:
            style = _switched(style, token.toggles)
            continue
        for character in token.text or token.source:
            yield character, replace(style, href=token.href)


def _switched(style: Style, names: tuple[str, ...]) -> Style:
    return Style(**{**vars(style), **{name: not getattr(style, name) for name in names}})
