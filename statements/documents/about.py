"""About texts of the issuing associations, as a release pins and prints them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import escape

from portal.models import AboutText
from statements.documents.passages import PrintedBlock
from statements.vocabulary.blocks import BlockKind


def about_input(texts: Iterable[AboutText]) -> list[dict[str, Any]]:
    """Each with its version, whole: later versions change nothing in what was frozen."""
    return [
        {"organization": about.organization.name, "version": about.number, "text": about.text}
        for about in texts
    ]


def about_blocks(pinned: Iterable[Mapping[str, Any]], about: str) -> list[PrintedBlock]:
    """Paragraphs after the text's own ones; the first of each is opened by `about` and the name."""
    return [
        PrintedBlock(
            kind=str(BlockKind.BOILERPLATE),
            opening="" if place else escape(f"{about} {entry['organization']}"),
            html=escape(paragraph) if place else f" \u2013 {escape(paragraph)}",
        )
        for entry in pinned
        for place, paragraph in enumerate(entry["text"].split("\n\n"))
    ]


def about_line(pinned: Sequence[Mapping[str, Any]], *, is_own: bool) -> str:
    """For the staff who release it: where the About texts come from."""
    said = ["from the statement"] if is_own else []
    said += [f"{entry['organization']} version {entry['version']}" for entry in pinned]
    return f"About texts: {'; '.join(said) or 'none'}."


def snapshot_about_line(snapshot: Mapping[str, Any]) -> str:
    """The same of a release that was prepared."""
    is_own = any(block["kind"] == BlockKind.BOILERPLATE for block in snapshot["blocks"])
    return about_line(snapshot.get("about", []), is_own=is_own)
