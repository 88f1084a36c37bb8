"""Documents, rendered in this process beside the same engine's plainest page."""

import io
import logging
from functools import partial
from html import escape

from pikepdf import Pdf
from weasyprint import HTML

from roundtable.documents.printing import render_agenda
from statements.documents.printing import render_statement
from tests.bench.data import WORDS, Loaded
from tests.bench.rounds import Timed, in_turn

PLAIN = "Plain render"
PLAIN_HTML = f"<h1>Notice</h1>{f'<p>{escape(WORDS)}</p>' * 8}"


def timed_papers(loaded: Loaded, *, rounds: int) -> tuple[Timed, dict[str, int]]:
    """How long each takes, and how many pages it has."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    papers = {
        PLAIN: _plain,
        "Statement PDF": partial(render_statement, loaded.statement),
        "Agenda PDF": partial(render_agenda, loaded.agenda),
    }
    pages = {name: _page_count(render()) for name, render in papers.items()}
    return in_turn(papers, rounds=rounds, seconds=0), pages


def _plain() -> bytes:
    """One page without a style sheet, in the engine's own typeface."""
    return bytes(HTML(string=PLAIN_HTML).write_pdf())


def _page_count(pdf: bytes) -> int:
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
