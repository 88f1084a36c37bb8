"""What changed between two revisions: block by block by permanent key, word by word inside.

Pure: objects with `key`, `kind` and `html` in, safe HTML out. A word that now links elsewhere
counts as another word. A block where only styling or numbering changed is changed without marks.
"""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from typing import Literal, Protocol

from django.utils.safestring import SafeString, mark_safe

from portal.vocabulary.rich_text import sanitized
from statements.vocabulary.blocks import BlockKind

Change = Literal["same", "changed", "added", "removed", "moved"]

LABELS: dict[Change, str] = {
    "same": "",
    "changed": "Changed",
    "added": "New",
    "removed": "Taken out",
    "moved": "Moved",
}
# Longer blocks are shown as a whole, old and new: comparing their words would take too long.
MOST_TOKENS = 6000

_BEGINNING = object()

_TOKEN = re.compile(r'<(?:[^>"]|"[^"]*")*>|[^<\s]+|\s+')
_TARGET = re.compile(r'<a href="([^"]*)"')
_NAME = re.compile(r"</?([a-z]+)")
_PLACED = frozenset({"a", "sup", "sub"})
_LINES = frozenset({"br", "li", "ul", "ol", "p", "blockquote"})


class RedlineInput(Protocol):
    """What is read of a block; `speaker` and `speaker_title` are compared too, if it has any."""

    @property
    def key(self) -> Hashable: ...
    @property
    def kind(self) -> str: ...
    @property
    def html(self) -> str: ...


@dataclass(frozen=True)
class RedlineBlock:
    """One block of the redline. `was_kind` is the old kind where it is another one now."""

    kind: str
    change: Change
    html: SafeString
    key: Hashable = None
    was_kind: str = ""

    @property
    def label(self) -> str:
        """What happened to the block as a whole, in words."""
        if self.was_kind:
            return f"{LABELS[self.change]}; was: {BlockKind(self.was_kind).label}"
        if self.change == "changed" and not self.is_marked:
            return "Changed in numbering or formatting only"
        return LABELS[self.change]

    @property
    def is_marked(self) -> bool:
        """Whether words changed, and not only numbering or styling."""
        return "<ins>" in self.html or "<del>" in self.html


def redline(old: Sequence[RedlineInput], new: Sequence[RedlineInput]) -> list[RedlineBlock]:
    """The new text in its order; what was taken out stands where it stood."""
    before = {block.key: block for block in old}
    after = {block.key for block in new}
    places = {block.key: place for place, block in enumerate(old)}
    common = [block.key for block in new if block.key in before]
    resting = _longest_rising(common, places)
    removed = _removed(old, after, resting)
    blocks = list(removed.get(_BEGINNING, ()))
    for block in new:
        blocks.append(_compared(before.get(block.key), block, is_moved=block.key not in resting))
        blocks += removed.get(block.key, ())
    return blocks


def changed(old: Sequence[RedlineInput], new: Sequence[RedlineInput]) -> list[RedlineBlock]:
    """What is new, block by block; blocks that stayed are left out."""
    return [block for block in redline(old, new) if block.change != "same"]


def has_changes(blocks: Sequence[RedlineBlock]) -> bool:
    return any(block.change != "same" for block in blocks)


def _longest_rising(keys: Sequence[Hashable], places: dict[Hashable, int]) -> set[Hashable]:
    """The largest set of blocks that kept their order; the others were moved."""
    tails: list[int] = []
    ends: list[Hashable] = []
    came_from: dict[Hashable, Hashable | None] = {}
    for key in keys:
        place = bisect_left(tails, places[key])
        tails[place : place + 1] = [places[key]]
        came_from[key] = ends[place - 1] if place else None
        ends[place : place + 1] = [key]
    found: set[Hashable] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = came_from[last]
    return found


def _removed(
    old: Sequence[RedlineInput], after: set[Hashable], resting: set[Hashable]
) -> dict[Hashable, list[RedlineBlock]]:
    """Blocks that are gone, by the resting block after which they stood."""
    gone: dict[Hashable, list[RedlineBlock]] = {}
    anchor: Hashable = _BEGINNING
    for block in old:
        if block.key in resting:
            anchor = block.key
        elif block.key not in after:
            taken = RedlineBlock(block.kind, "removed", _marked(_text(block), ""), block.key)
            gone.setdefault(anchor, []).append(taken)
    return gone


def _compared(old: RedlineInput | None, new: RedlineInput, *, is_moved: bool) -> RedlineBlock:
    if old is None:
        return RedlineBlock(new.kind, "added", _marked("", _text(new)), new.key)
    was_kind = old.kind if old.kind != new.kind else ""
    is_same = _text(old) == _text(new) and not was_kind
    change: Change = "moved" if is_moved else "same" if is_same else "changed"
    return RedlineBlock(new.kind, change, _marked(_text(old), _text(new)), new.key, was_kind)


def _text(block: RedlineInput) -> str:
    """The block's HTML, with who speaks as a line below it."""
    spoken = [getattr(block, name, "") for name in ("speaker", "speaker_title")]
    line = ", ".join(escape(part, quote=False) for part in spoken if part)
    return sanitized(block.html) + (f"<br>— {line}" if line else "")


@dataclass(frozen=True)
class _Token:
    """A tag, a word or a space; `place` is the link or the raising around a word."""

    text: str
    place: str = ""

    @property
    def tag(self) -> str:
        found = _NAME.match(self.text)
        return found.group(1) if found else ""

    @property
    def is_space(self) -> bool:
        return self.text.isspace()


def _tokens(html: str) -> list[_Token]:
    found: list[_Token] = []
    places: list[str] = []
    for text in _TOKEN.findall(html):
        token = _Token(text)
        if token.tag in _PLACED:
            places = places[:-1] if text.startswith("</") else [*places, text]
        elif not token.tag:
            token = _Token(" ") if text.isspace() else _Token(text, "".join(places))
        found.append(token)
    return found


def _marked(old_html: str, new_html: str) -> SafeString:
    """The tags are those of the new text, in order, so that the result is always well formed."""
    old, new = _tokens(old_html), _tokens(new_html)
    writer = _Writer()
    for gone, come, is_same in _steps(old, new):
        if is_same:
            writer.keep(come)
        else:
            writer.replace(gone, come)
    return mark_safe("".join(writer.pieces))  # noqa: S308 - sanitized tokens and our own tags


def _steps(
    old: list[_Token], new: list[_Token]
) -> Iterator[tuple[list[_Token], list[_Token], bool]]:
    """Spaces are no anchor: a single one between two changes belongs to the change."""
    if len(old) + len(new) > MOST_TOKENS and old != new:
        yield old, new, False
        return
    matcher = SequenceMatcher(lambda token: token.is_space, old, new, autojunk=False)
    for name, low, high, start, stop in matcher.get_opcodes():
        yield old[low:high], new[start:stop], name == "equal"


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.open: list[str] = []

    def keep(self, tokens: Sequence[_Token]) -> None:
        for token in tokens:
            self._follow(token)
            self.pieces.append(token.text)

    def replace(self, gone: Sequence[_Token], come: Sequence[_Token]) -> None:
        self._delete(gone)
        words: list[str] = []
        for token in come:
            if token.tag:
                self._insert(words)
                words = []
                self.keep([token])
            else:
                words.append(token.text)
        self._insert(words)

    def _delete(self, gone: Sequence[_Token]) -> None:
        """Line by line; a line outside of every item becomes an item of its own."""
        in_list = bool(self.open) and self.open[-1] in {"ul", "ol"}
        for is_line, part in groupby(gone, key=lambda token: token.tag in _LINES):
            if is_line:
                self.pieces.append("" if in_list else "<br>")
            elif (words := _words(part)).strip():
                deleted = _spoken("del", "deleted", words)
                self.pieces.append(f"<li>{deleted}</li>" if in_list else deleted)

    def _insert(self, words: Sequence[str]) -> None:
        text = "".join(words)
        self.pieces.append(_spoken("ins", "inserted", text) if text.strip() else text)

    def _follow(self, token: _Token) -> None:
        if token.text.startswith("</"):
            self.open.pop()
        elif token.tag and token.tag != "br":
            self.open.append(token.tag)


def _words(tokens: Iterable[_Token]) -> str:
    """The words of a line that was taken out, the targets of its links behind them."""
    words: list[str] = []
    texts = (token for token in tokens if not token.tag)
    for place, part in groupby(texts, key=lambda token: token.place):
        words += [token.text for token in part]
        if target := _TARGET.search(place):
            words.append(f" ({target.group(1)})")
    return "".join(words)


def _spoken(tag: str, word: str, text: str) -> str:
    """Screen readers do not say that a word is marked as inserted or deleted, so words do."""
    hidden = f'<span class="visually-hidden">[{word}: </span>'
    return f'<{tag}>{hidden}{text}<span class="visually-hidden">] </span></{tag}>'
