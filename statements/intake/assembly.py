"""Collects what the reader recognized, so that nothing is written twice or dropped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from statements.intake.embargoes import find_instant
from statements.intake.language import find_language
from statements.intake.lines import Line, join, keep_columns, starts_fresh
from statements.intake.quotes import mark_running
from statements.intake.result import DocumentType, Leftover, StatementText, TextBlock, plain_text
from statements.vocabulary.blocks import BlockKind

_STATEMENT = re.compile(r"\b(?:statement|declaraci\u00f3n)\b", re.IGNORECASE)


def inline(text: str) -> str:
    """Text as HTML that says the same; quotation marks stay readable."""
    return escape(text, quote=False)


def kept_lines(lines: Sequence[Line]) -> list[str]:
    """Lines as they stand, but one that goes on in small letters is joined to the line above."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not starts_fresh(line.text) and "@" not in line.text:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [keep_columns(group[0].text) if len(group) == 1 else join(group) for group in groups]


@dataclass
class Assembly:
    blocks: list[TextBlock] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    single: dict[str, str] = field(default_factory=dict)
    end_mark: bool = False

    def add(self, kind: BlockKind, text: str, *, line: int) -> None:
        self.blocks.append(TextBlock(kind=kind, html=inline(text), first_line=line))

    def add_lines(self, kind: BlockKind, lines: Sequence[Line]) -> None:
        html = "<br>".join(inline(line) for line in kept_lines(lines))
        self.blocks.append(TextBlock(kind=kind, html=html, first_line=lines[0].number))

    def leave(self, text: str, *, line: int, reason: str) -> None:
        self.leftovers.append(Leftover(line=line, text=text, reason=reason))

    def set_once(self, name: str, text: str, *, line: int) -> None:
        """A document has one release line, one embargo, one date; more are shown as left over."""
        if name in self.single:
            what = name.replace("_", " ")
            self.leave(text, line=line, reason=f"a second {what}; the first one was taken")
        else:
            self.single[name] = text

    def result(self) -> StatementText:
        embargo = self.single.get("embargo_line")
        return StatementText(
            blocks=tuple(_with_issuer(mark_running(self.blocks))),
            language=find_language(" ".join(plain_text(block) for block in self.blocks)),
            document_type=self._document_type(),
            release_line=self.single.get("release_line"),
            embargo_line=embargo,
            embargo_until=find_instant(embargo) if embargo else None,
            media_contacts=tuple(self.contacts),
            document_date=self.single.get("document_date"),
            end_mark=self.end_mark,
            leftovers=tuple(sorted(self.leftovers, key=lambda leftover: leftover.line)),
            marks=tuple(self.marks),
        )

    def _document_type(self) -> DocumentType:
        kinds = {block.kind for block in self.blocks}
        headline = next((b.html for b in self.blocks if b.kind is BlockKind.HEADLINE), "")
        if kinds & {BlockKind.WHEREAS, BlockKind.RESOLVED}:
            return "resolution"
        if BlockKind.SALUTATION in kinds:
            return "letter"
        released = "release_line" in self.single or "embargo_line" in self.single
        return "release" if released and not _STATEMENT.search(headline) else "statement"


# "The Council of Cities is a nonpartisan association of ...": an issuer describing itself.
_ISSUER = re.compile(
    r"(?:The |El |La |Los |Las )?[A-Z\u00c0-\u00de][\w.'\u2019&-]*"
    r"(?: (?:[A-Z\u00c0-\u00de(][\w.'\u2019&)-]*|of|the|and|for|de|del|la|las|los|y)){1,12}"
    r" (?:is|are|es|son) (?:an?|the|una?|el|la)\b"
    r"(?: (?!(?:of|in|to|that|which|de|en|que)\b)[\w,\u2019'-]+){0,6}? "
    r"(?:association|organi[sz]ation|nonprofit|coalition|network"
    r"|asociaci\u00f3n|organizaci\u00f3n|red|coalici\u00f3n)\b"
)
_PROSE = frozenset({BlockKind.LEAD, BlockKind.PARAGRAPH})


def _with_issuer(blocks: list[TextBlock]) -> list[TextBlock]:
    """A last paragraph in which an organization says what it is, is its boilerplate."""
    prose = [position for position, block in enumerate(blocks) if block.kind in _PROSE]
    if len(prose) < 2:
        return blocks
    last = blocks[prose[-1]]
    after = {block.kind for block in blocks[prose[-1] + 1 :]}
    if after <= {BlockKind.BOILERPLATE} and not last.running_quote and _ISSUER.match(last.html):
        blocks[prose[-1]] = replace(last, kind=BlockKind.BOILERPLATE)
    return blocks
