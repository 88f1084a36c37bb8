"""Agendas as documents: frozen once as JSON, drawn from nothing else."""

from portal.pdf.versions import template_version
from roundtable.documents.inputs import agenda_filename, agenda_input
from roundtable.documents.printing import agenda_html, render_agenda

__all__ = ["agenda_filename", "agenda_html", "agenda_input", "render_agenda", "template_version"]
