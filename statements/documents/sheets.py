"""What stands on the sheet of a statement, from letterhead to text code.

Page, PDF, feed and plain text all draw from this and from nothing else, so that they say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from statements.documents.about import about_blocks
from statements.documents.passages import MANY_LINES, SOME_LINES, PrintedBlock, printed_block
from statements.documents.plain import plain_lines
from statements.documents.words import state_mark, words_in

LONG_HEADLINE = 120


@dataclass(frozen=True)
class Signatory:
    """One line under the text: the name stands out, the rest follows it."""

    name: str
    rest: str


def sheet(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The context of every template that shows the snapshot."""
    words = words_in(snapshot["language"])
    title = snapshot["title"]
    blocks = [printed_block(block) for block in snapshot["blocks"]]
    headline = _headline(blocks, title)
    contact_lines = snapshot["media_contact"].splitlines()
    signed = snapshot.get("signatories", {"list": [], "note": ""})
    return {
        "statement": snapshot,
        "words": words,
        "language": snapshot["language"],
        "title": title,
        "mark": state_mark(snapshot["state"], words),
        "sample": words["sample"] if snapshot["is_sample"] else "",
        "type_label": words[snapshot["document_type"]],
        "contact_lines": contact_lines,
        "contact_is_labeled": "contact" in "".join(contact_lines[:1]).lower(),
        "headline": headline,
        "headline_is_long": len(title) > LONG_HEADLINE,
        "text": [block for block in blocks if block is not headline and not block.is_boilerplate],
        "boilerplates": [
            *(block for block in blocks if block.is_boilerplate),
            *about_blocks(snapshot.get("about", []), words["about"]),
        ],
        "signatories": [_signatory(entry, words) for entry in signed["list"]],
        "signatories_note": signed["note"],
        "crowd": _crowd(len(signed["list"])),
        "identity": _identity(snapshot, words),
    }


def sheet_lines(shown: Mapping[str, Any]) -> list[str]:
    """The same sheet as paragraphs of plain text, in the order in which it is read."""
    snapshot, words = shown["statement"], shown["words"]
    lines = [
        *snapshot["letterhead"],
        *(snapshot[name] for name in ("release_line", "embargo_line", "document_date")),
        shown["type_label"],
        shown["mark"],
    ]
    if shown["headline"]:
        lines += plain_lines(shown["headline"].html)
    lines += _text_lines(shown["text"])
    if shown["signatories"]:
        lines += [words["signatories"], shown["signatories_note"]]
        lines += [f"{found.name}{found.rest}" for found in shown["signatories"]]
    lines.append("###")
    for block in shown["boilerplates"]:
        lines += plain_lines(block.whole)
    if shown["contact_lines"] and not shown["contact_is_labeled"]:
        lines.append(words["media_contact"])
    lines += [*shown["contact_lines"], shown["identity"]]
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def _text_lines(blocks: list[PrintedBlock]) -> list[str]:
    lines: list[str] = []
    dateline = ""
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        found = plain_lines(block.whole)
        if block.kind == "dateline":
            dateline += f"{' '.join(found)}\u2014"
            if following is None or following.kind not in {"dateline", "lead"}:
                lines.append(dateline)
                dateline = ""
            continue
        lines += [f"{dateline}{line}" if place == 0 else line for place, line in enumerate(found)]
        dateline = ""
        if _ends_quotation(block, following) and not block.names_speaker:
            lines.append(", ".join(filter(None, (block.speaker, block.speaker_title))))
    return lines


def _ends_quotation(block: PrintedBlock, following: PrintedBlock | None) -> bool:
    """Whether the speaker is named after this block, as the pages do it."""
    if not block.speaker or not block.is_spoken:
        return False
    return following is None or not following.is_spoken or block.speaker != following.speaker


def _headline(blocks: list[PrintedBlock], title: str) -> PrintedBlock | None:
    """The text's own headline; without one the title stands in only where subheads need it."""
    headlines = [block for block in blocks if block.kind == "headline"]
    if headlines:
        return headlines[0]
    has_subheads = any(block.kind == "subhead" for block in blocks)
    return PrintedBlock(kind="headline", html=escape(title)) if has_subheads else None


def _signatory(entry: Mapping[str, Any], words: Mapping[str, str]) -> Signatory:
    parts = [entry["title"], entry["organization"]]
    rest = "".join(f", {part}" for part in parts if part)
    notes = [words["identification"]] if entry["signing_as"] == "identification" else []
    if entry.get("is_recorded"):  # older releases have no such entry: nothing was recorded then
        notes.append(words["recorded"])
    return Signatory(entry["name"], f"{rest} ({'; '.join(notes)})" if notes else rest)


def _crowd(count: int) -> str:
    """In how many columns the signatories stand, as a class name."""
    if count > MANY_LINES:
        return "many"
    return "some" if count > SOME_LINES else "few"


def _identity(snapshot: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Which text this is, and whether it is released."""
    sentences = [
        f"{snapshot['ref']}, {words['version']} {snapshot['version']}",
        f"{words['text_code']} {snapshot['text_code']}",
        snapshot.get("released", ""),
        state_mark(snapshot["state"], dict(words)),
        words["sample"] if snapshot["is_sample"] else "",
    ]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)
