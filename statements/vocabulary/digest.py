"""The text code: SHA-256 over a canonical form of a statement's text (docs/digest.md)."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol

from statements.vocabulary.blocks import OUTSIDE_DIGEST

VERSION = 1
COUNT_TOKEN = "{{signer_count}}"  # noqa: S105 - a placeholder in a text, no secret

SIGNER_COUNT = re.compile(r"\{\{\s*signer_count\s*\}\}")
_WHITE = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)
_UNSEEN = frozenset("\xad\u200b\u2060\ufeff")
_RAISED = {"sup", "sub"}
_LISTS = {"ul", "ol"}


class TextBlock(Protocol):
    """What the canonical form reads of a block."""

    @property
    def kind(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def speaker(self) -> str: ...
    @property
    def speaker_title(self) -> str: ...


CODE_LENGTH = 12


def text_code(digest: str) -> str:
    """The first twelve hex digits, as people read them: `A1B2-C3D4-E5F6`."""
    code = digest[:CODE_LENGTH].upper()
    return "-".join((code[:4], code[4:8], code[8:]))


def is_text_code(written: str, digest: str) -> bool:
    """Whether somebody wrote the code of this text, with or without its dashes, large or small."""
    code = "".join(sign for sign in written if sign.isalnum()).lower()
    return len(code) >= CODE_LENGTH and digest.startswith(code)


def text_digest(blocks: Iterable[TextBlock], *, language: str) -> str:
    """64 hex digits that every change of the text changes, and no change of its look."""
    return hashlib.sha256(canonical_text(blocks, language=language)).hexdigest()


def canonical_text(blocks: Iterable[TextBlock], *, language: str) -> bytes:
    """The canonical form itself: RFC 8785 JSON, as docs/digest.md specifies it."""
    covered = [_block(block) for block in blocks if block.kind not in OUTSIDE_DIGEST]
    form = {
        "blocks": [block for block in covered if len(block) > 1],
        "language": language.strip().lower(),
        "version": VERSION,
    }
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _block(block: TextBlock) -> dict[str, Any]:
    reader = _Reader()
    reader.feed(block.html)
    reader.close()
    spoken = {"speaker": _line(block.speaker), "speaker_title": _line(block.speaker_title)}
    named = {key: value for key, value in spoken.items() if value}
    return {"kind": str(block.kind), **reader.root.form(), **named}


def _line(text: str) -> str:
    return "".join(run if isinstance(run, str) else run["text"] for run in _runs(_marked(text)))


# Where a character stands: its link's target and "sup" or "sub"; both empty in plain text.
_Place = tuple[str, str]
_Marked = list[tuple[str, _Place]]
_PLAIN: _Place = ("", "")


def _marked(text: str, place: _Place = _PLAIN) -> _Marked:
    return [(character, place) for character in text if character not in _UNSEEN]


@dataclass
class _Node:
    """Text with the lists in it: a block or an item of a list."""

    text: _Marked = field(default_factory=list)
    lists: list["_List"] = field(default_factory=list)

    def form(self) -> dict[str, Any]:
        parts = {"text": _runs(self.text), "lists": [found.form() for found in self.lists]}
        return {key: value for key, value in parts.items() if value}


@dataclass
class _List:
    is_ordered: bool
    start: str
    numbering: str
    items: list[_Node] = field(default_factory=list)

    def form(self) -> dict[str, Any]:
        form = {"items": [item.form() for item in self.items], "ordered": self.is_ordered}
        if self.is_ordered and self.start.isdecimal() and self.start != "1":
            form["start"] = int(self.start)
        if self.is_ordered and self.numbering not in {"", "1"}:
            form["type"] = self.numbering
        return form


def _runs(marked: _Marked) -> list[Any]:
    """Stretches of text with the same place: plain ones as strings, others as objects."""
    folded = _folded(marked)
    runs = []
    for place, characters in groupby(folded, key=itemgetter(1)):
        text = unicodedata.normalize("NFC", "".join(map(itemgetter(0), characters)))
        runs.append(_run(SIGNER_COUNT.sub(COUNT_TOKEN, text), place))
    return runs


def _run(text: str, place: _Place) -> Any:
    target, raised = place
    extra = {key: value for key, value in (("href", target), ("position", raised)) if value}
    return {"text": text, **extra} if extra else text


def _folded(marked: _Marked) -> _Marked:
    """White space as single spaces; one between two places is plain, none stands at an end."""
    words = [list(word) for is_white, word in groupby(marked, key=_is_white) if not is_white]
    folded: _Marked = []
    for word in words:
        if folded:
            before, after = folded[-1][1], word[0][1]
            folded.append((" ", before if before == after else _PLAIN))
        folded += word
    return folded


def _is_white(marked: tuple[str, _Place]) -> bool:
    return marked[0] in _WHITE


class _Reader(HTMLParser):
    """Reads a block's HTML. Elements that only dress the text are passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node()
        self.nodes = [self.root]
        self.open_lists: list[_List] = []
        self.targets: list[str] = []
        self.raised: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.targets.append(_line(dict(attrs).get("href") or ""))
        elif tag in _RAISED:
            self.raised.append(tag)
        elif tag in _LISTS:
            self._open_list(tag, dict(attrs))
        elif tag == "li":
            self._open_item()
        elif tag in {"br", "p", "div"}:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.targets:
            self.targets.pop()
        elif tag in _RAISED and self.raised:
            self.raised.pop()
        elif tag in _LISTS and self.open_lists:
            self.open_lists.pop()
        elif tag == "li" and len(self.nodes) > 1:
            self.nodes.pop()

    def handle_data(self, data: str) -> None:
        place = (self.targets[-1] if self.targets else "", self.raised[-1] if self.raised else "")
        self.nodes[-1].text += _marked(data, place)

    def _open_list(self, tag: str, attrs: dict[str, str | None]) -> None:
        self.handle_data(" ")
        start, numbering = attrs.get("start") or "", attrs.get("type") or ""
        opened = _List(is_ordered=tag == "ol", start=start, numbering=numbering)
        self.nodes[-1].lists.append(opened)
        self.open_lists.append(opened)

    def _open_item(self) -> None:
        item = _Node()
        if not self.open_lists:
            self._open_list("ul", {})
        self.open_lists[-1].items.append(item)
        self.nodes.append(item)
