"""The pages of a statement."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape

from portal.pdf.rendering import render_pdf
from portal.registry import Progress
from statements.documents.passages import PrintedBlock, printed_block
from statements.documents.words import state_mark, words_in

LONG_HEADLINE = 120


def render_statement(snapshot: Mapping[str, Any], progress: Progress | None = None) -> bytes:
    """PDF/UA-1; the same snapshot gives the same bytes. Raises RenderProblem."""
    return render_pdf(
        statement_html(snapshot),
        title=snapshot["title"],
        language=snapshot["language"],
        progress=progress,
    )


def statement_html(snapshot: Mapping[str, Any]) -> str:
    """The document's HTML, made from nothing but the snapshot."""
    words = words_in(snapshot["language"])
    title = snapshot["title"]
    blocks = [printed_block(block) for block in snapshot["blocks"]]
    headline = _headline(blocks, title)
    contact_lines = snapshot["media_contact"].splitlines()
    context = {
        "statement": snapshot,
        "words": words,
        "language": snapshot["language"],
        "title": title,
        "running": f"{words[snapshot['document_type']]} {snapshot['ref']}",
        "mark": state_mark(snapshot["state"], words),
        "sample": words["sample"] if snapshot["is_sample"] else "",
        "type_label": words[snapshot["document_type"]],
        "contact_lines": contact_lines,
        "contact_is_labeled": "contact" in "".join(contact_lines[:1]).lower(),
        "headline": headline,
        "headline_is_long": len(title) > LONG_HEADLINE,
        "text": [block for block in blocks if block is not headline and not block.is_boilerplate],
        "boilerplates": [block for block in blocks if block.is_boilerplate],
    }
    return render_to_string("pdf/statement.html", context)


def _headline(blocks: list[PrintedBlock], title: str) -> PrintedBlock | None:
    """The text's own headline; without one the title stands in only where subheads need it."""
    headlines = [block for block in blocks if block.kind == "headline"]
    if headlines:
        return headlines[0]
    has_subheads = any(block.kind == "subhead" for block in blocks)
    return PrintedBlock(kind="headline", html=escape(title)) if has_subheads else None
