"""What reading a text gives."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Literal

from statements.vocabulary.blocks import BlockKind

Language = Literal["en", "es"]
DocumentType = Literal["statement", "resolution", "letter", "release"]

_BREAK = re.compile(r"<br>|</li>|<li>|</?[uo]l[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """One block. `html` is escaped text with nothing but `<br>`, `<ul>`, `<ol>` and `<li>` in it.

    An `<ol>` may carry `type` (a, i, A, I) and `start`: they hold the numbering of the original.
    `running_quote` marks the paragraphs of one quotation that runs over several of them, each
    opening with a quotation mark and only the last one closing.
    """

    kind: BlockKind
    html: str
    speaker: str = ""
    speaker_title: str = ""
    first_line: int = 0
    running_quote: bool = False


@dataclass(frozen=True, kw_only=True)
class Leftover:
    """A line that is shown to whoever imports, and never printed."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StatementText:
    """Every word of the input stands exactly once in a block, a field, a leftover or `marks`.

    `marks` are the signs that a block's kind stands for and a document prints anew: list markers,
    the dash after a dateline, end marks. `embargo_until` is set only where date, time and zone
    leave no doubt; `embargo_line` always holds the words.
    """

    blocks: tuple[TextBlock, ...]
    language: Language
    document_type: DocumentType
    release_line: str | None = None
    embargo_line: str | None = None
    embargo_until: datetime | None = None
    media_contacts: tuple[str, ...] = ()
    document_date: str | None = None
    end_mark: bool = False
    leftovers: tuple[Leftover, ...] = ()
    marks: tuple[str, ...] = ()


def plain_text(block: TextBlock) -> str:
    """The block's words, one line for each item of a list and each line that was kept."""
    lines = _TAG.sub("", _BREAK.sub("\n", block.html)).split("\n")
    return "\n".join(unescape(line) for line in lines if line)
