"""Statements as documents: frozen once as JSON, drawn from nothing else."""

from portal.pdf.versions import template_version
from statements.documents.inputs import statement_filename, statement_input
from statements.documents.printing import render_statement, statement_html

__all__ = [
    "render_statement",
    "statement_filename",
    "statement_html",
    "statement_input",
    "template_version",
]
