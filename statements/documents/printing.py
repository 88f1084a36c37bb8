"""The pages of a statement."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from portal.pdf.rendering import render_pdf
from portal.registry import Progress
from statements.documents.sheets import sheet


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
    shown = sheet(snapshot)
    running = f"{shown['type_label']} {snapshot['ref']}"
    return render_to_string("pdf/statement.html", {**shown, "running": running})
