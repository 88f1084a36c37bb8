"""The pages of an agenda."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import dateformat

from portal.pdf.rendering import render_pdf
from portal.registry import Progress
from roundtable.documents.numbering import level_of

LONG_CONTENTS = 24
SAMPLE = "Sample data: invented organizations"
WORDS = {"page": "Page", "of": "of"}
# HTML knows six levels of headings; the document's title takes the first.
DEEPEST_HEADING = 6


def render_agenda(snapshot: Mapping[str, Any], progress: Progress | None = None) -> bytes:
    """PDF/UA-1; the same snapshot gives the same bytes. Raises RenderProblem."""
    return render_pdf(
        agenda_html(snapshot), title=f"Agenda: {snapshot['title']}", progress=progress
    )


def agenda_html(snapshot: Mapping[str, Any]) -> str:
    """The document's HTML, made from nothing but the snapshot."""
    title = f"Agenda: {snapshot['title']}"
    items = [_printed_item(item) for item in snapshot["items"]]
    context = {
        "agenda": snapshot,
        "words": WORDS,
        "language": "en",
        "title": title,
        "running": f"Agenda {snapshot['ref']}",
        "mark": "",
        "sample": SAMPLE if snapshot["is_sample"] else "",
        "issuers": [snapshot["issuer"]] if snapshot["issuer"] else [],
        "made_on": dateformat.format(date.fromisoformat(snapshot["made_on"]), "F j, Y"),
        "items": items,
        "contents_are_long": len(items) > LONG_CONTENTS,
        "topics": sum(not item["is_heading"] for item in items),
        "planned": spoken_minutes(sum(item["minutes"] or 0 for item in items)),
    }
    return render_to_string("pdf/agenda.html", context)


def spoken_minutes(minutes: int) -> str:
    """`90` as `1 hour 30 minutes`; nothing as nothing."""
    hours, rest = divmod(minutes, 60)
    parts = ((hours, "hour"), (rest, "minute"))
    return " ".join(f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in parts if count)


def _printed_item(item: Mapping[str, Any]) -> dict[str, Any]:
    level = level_of(item["number"])
    return {
        **item,
        "level": level,
        "heading": f"h{min(level + 2, DEEPEST_HEADING)}",
        "anchor": f"item-{item['number']}",
        "time": spoken_minutes(item["minutes"] or 0),
        "paragraphs": [part for part in re.split(r"\s*\n\s*", item["background"].strip()) if part],
    }
