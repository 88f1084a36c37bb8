"""Reads a statement: chunks in order, each put where its mark or its place says.

The rules are general because texts of many bodies pass through here. What they cannot decide they
keep as a paragraph: a wrong kind is corrected by hand, a lost word is not.
"""

from dataclasses import dataclass, field, replace

from portal.vocabulary.furniture import is_furniture_of_prose
from portal.vocabulary.refusals import Refusal
from statements.intake.assembly import Assembly, inline
from statements.intake.chunks import Chunk, cut
from statements.intake.datelines import read_dateline
from statements.intake.headings import is_subhead, split_headline
from statements.intake.issuers import split_about
from statements.intake.lines import ends_sentence, is_prose, keep_columns
from statements.intake.lists import read_lists
from statements.intake.openers import Mark
from statements.intake.quotes import find_speaker
from statements.intake.result import StatementText, TextBlock
from statements.intake.roles import is_contact, is_signatories, settle
from statements.vocabulary.blocks import BlockKind

_JOINED = {
    Mark.TITLE: BlockKind.HEADLINE,
    Mark.SALUTATION: BlockKind.SALUTATION,
    Mark.WHEREAS: BlockKind.WHEREAS,
    Mark.RESOLVED: BlockKind.RESOLVED,
    Mark.ADOPTED: BlockKind.CLOSING,
    Mark.FOOTNOTE: BlockKind.FOOTNOTE,
    Mark.CLOSING: BlockKind.CLOSING,
}
_KEPT = {
    Mark.ADDRESSEE: BlockKind.ADDRESSEE,
    Mark.SIGNED: BlockKind.SIGNATORIES,
    Mark.COPIES: BlockKind.CLOSING,
}
_FIELDS = {
    Mark.RELEASE: "release_line",
    Mark.EMBARGO: "embargo_line",
    Mark.DATE: "document_date",
}
# After these the next lines without a mark are people who sign.
_SIGNED = frozenset({Mark.SIGNED, Mark.CLOSING})


def read_statement(text: str) -> StatementText:
    """Blocks, fields and leftovers of a checked text. Raises Refusal where there is no text."""
    chunks = settle(cut(text))
    if not chunks:
        raise Refusal("There is no text in it. Choose a file that holds text, or paste the text.")
    return _Reader(chunks).read()


@dataclass
class _Reader:
    chunks: list[Chunk]
    position: int = 0
    out: Assembly = field(default_factory=Assembly)
    titled: bool = False
    begun: bool = False
    awaits_lead: bool = False
    signing: bool = False

    def read(self) -> StatementText:
        while self.position < len(self.chunks):
            chunk = self.chunks[self.position]
            self.position += 1
            self._place(chunk)
        return self.out.result()

    def _place(self, chunk: Chunk) -> None:
        if chunk.mark in _FIELDS:
            self.out.set_once(_FIELDS[chunk.mark], chunk.text, line=chunk.first_line)
        elif chunk.mark is Mark.FURNITURE:
            reason = is_furniture_of_prose(chunk.text) or ""
            self.out.leave(chunk.text, line=chunk.first_line, reason=reason)
        elif chunk.mark is Mark.END:
            self.out.end_mark = True
            self.out.marks.append(chunk.text)
        elif chunk.mark is Mark.CONTACT:
            self._place_contact(chunk)
        elif chunk.mark is Mark.NONE:
            self._place_text(chunk)
        else:
            self._place_marked(chunk)

    def _place_contact(self, chunk: Chunk) -> None:
        lines = list(chunk.lines)
        while self.position < len(self.chunks) and is_contact(self.chunks[self.position]):
            lines += self.chunks[self.position].lines
            self.position += 1
        self.out.contacts.append("\n".join(keep_columns(line.text) for line in lines))

    def _place_marked(self, chunk: Chunk) -> None:
        if chunk.mark is Mark.ITEM:
            self._place_list(chunk)
        elif chunk.mark is Mark.ABOUT:
            self._place_about(chunk)
        elif chunk.mark is Mark.SUBJECT:
            kind = BlockKind.SUBHEAD if self.titled else BlockKind.HEADLINE
            self.out.add(kind, chunk.text, line=chunk.first_line)
        elif chunk.mark in _KEPT:
            self.out.add_lines(_KEPT[chunk.mark], chunk.lines)
        else:
            self.out.add(_JOINED[chunk.mark], chunk.text, line=chunk.first_line)
        self.titled = self.titled or chunk.mark is not Mark.ADDRESSEE
        self.begun = self.begun or chunk.mark not in (Mark.TITLE, Mark.SUBJECT, Mark.ADDRESSEE)
        self.signing = chunk.mark in _SIGNED or (self.signing and chunk.mark is Mark.ITEM)

    def _place_list(self, chunk: Chunk) -> None:
        self.signing = self.signing and len(chunk.text.split()) <= 12 * len(chunk.entries)
        self.out.marks += [item.sign for item, _ in chunk.entries]
        for part in read_lists(chunk.entries):
            kind = BlockKind.SIGNATORIES if self.signing else part.kind
            self.out.blocks.append(TextBlock(kind=kind, html=part.html, first_line=part.first_line))

    def _place_about(self, chunk: Chunk) -> None:
        """An "About" that stands alone as a heading takes the paragraph below it."""
        heading, text = split_about(chunk.lines)
        below = self._following()
        if heading and not text and below and below.mark is Mark.NONE and is_prose(below.text):
            text = below.text
            self.position += 1
        html = "<br>".join(inline(part) for part in (heading, text) if part)
        self.out.blocks.append(
            TextBlock(kind=BlockKind.BOILERPLATE, html=html, first_line=chunk.first_line)
        )

    def _following(self) -> Chunk | None:
        return self.chunks[self.position] if self.position < len(self.chunks) else None

    def _place_text(self, chunk: Chunk) -> None:
        if not self.titled:
            self._place_headline(chunk)
        elif self._place_signatories(chunk) or self._place_dateline(chunk):
            return
        elif is_subhead(chunk, self._following(), below_headline=not self.begun):
            self.out.add(BlockKind.SUBHEAD, chunk.text, line=chunk.first_line)
        elif chunk.kept or self._ends_in_signatories(chunk):
            people = is_signatories(chunk.lines)
            kind = BlockKind.SIGNATORIES if people else BlockKind.PARAGRAPH
            self.out.add_lines(kind, chunk.lines)
        else:
            self._place_paragraph(chunk)

    def _place_headline(self, chunk: Chunk) -> None:
        self.titled = True
        title, below = split_headline(chunk.lines)
        if title:
            self.out.add(
                BlockKind.HEADLINE, replace(chunk, lines=title).text, line=chunk.first_line
            )
        if below:
            self._place_text(replace(chunk, lines=below, kept=False))

    def _place_signatories(self, chunk: Chunk) -> bool:
        """People who sign, until a sentence or a heading over prose shows that they are through."""
        if not self.signing:
            return False
        words = len(chunk.text.split())
        named = bool(self.out.blocks) and self.out.blocks[-1].kind is BlockKind.SIGNATORIES
        heading = named and is_subhead(chunk, self._following(), below_headline=False)
        if heading or (words >= 12 and ends_sentence(chunk.text)):
            self.signing = False
            return False
        self.out.add_lines(BlockKind.SIGNATORIES, chunk.lines)
        return True

    def _place_dateline(self, chunk: Chunk) -> bool:
        dateline = None if chunk.kept or self.begun else read_dateline(chunk.text)
        if dateline is None:
            return False
        self.out.add(BlockKind.DATELINE, dateline.place, line=chunk.first_line)
        if dateline.marks:
            self.out.marks.append(dateline.marks)
        if dateline.date:
            self.out.set_once("document_date", dateline.date, line=chunk.first_line)
        if dateline.lead:
            self.out.add(BlockKind.LEAD, dateline.lead, line=chunk.first_line)
        self.begun, self.awaits_lead = True, not dateline.lead
        return True

    def _ends_in_signatories(self, chunk: Chunk) -> bool:
        return is_signatories(chunk.lines) and not any(
            later.mark is Mark.NONE and is_prose(later.text)
            for later in self.chunks[self.position :]
        )

    def _place_paragraph(self, chunk: Chunk) -> None:
        text, line = chunk.text, chunk.first_line
        speaker = find_speaker(text)
        if self.awaits_lead:
            self.out.add(BlockKind.LEAD, text, line=line)
        elif speaker:
            self.out.blocks.append(
                TextBlock(
                    kind=BlockKind.QUOTE,
                    html=inline(text),
                    speaker=speaker.name,
                    speaker_title=speaker.title,
                    first_line=line,
                )
            )
        else:
            self.out.add(BlockKind.PARAGRAPH, text, line=line)
        self.begun, self.awaits_lead = True, False
