"""The pages of an agenda, drawn from its snapshot and nothing else."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import dateformat

from portal.pdf.rendering import render_pdf
from portal.registry import Progress
from portal.vocabulary.audiences import Audience
from roundtable.documents.inputs import document_title
from roundtable.documents.numbering import level_of

LONG_CONTENTS = 24
SAMPLE = "Sample data: invented organizations"
WORDS = {"page": "Page", "of": "of"}
# HTML knows six levels of headings; the document's title takes the first.
DEEPEST_HEADING = 6
LINKED = ("https://", "http://")


def render_agenda(snapshot: Mapping[str, Any], progress: Progress | None = None) -> bytes:
    """PDF/UA-1; the same snapshot gives the same bytes. Raises RenderProblem."""
    return render_pdf(agenda_html(snapshot), title=document_title(snapshot), progress=progress)


def agenda_html(snapshot: Mapping[str, Any]) -> str:
    """The document's HTML, made from nothing but the snapshot."""
    items = [_printed_item(item) for item in snapshot["items"]]
    edition = f"Agenda v{snapshot['number']}" if snapshot["number"] else "Agenda"
    audience = Audience(snapshot["audience"])
    context = {
        "agenda": snapshot,
        "words": WORDS,
        "language": "en",
        "title": document_title(snapshot),
        "edition": edition,
        "running": f"{edition}, {snapshot['ref']}",
        "mark": audience.label,
        "sample": SAMPLE if snapshot["is_sample"] else "",
        "issuers": snapshot["issuers"],
        "made_on": _day(snapshot["made_on"]),
        "facts": _facts(snapshot, items),
        "objective": _paragraphs((snapshot["meeting"] or {}).get("objective", "")),
        "items": items,
        "contents_are_long": len(items) > LONG_CONTENTS,
    }
    return render_to_string("pdf/agenda.html", context)


def spoken_minutes(minutes: int) -> str:
    """`90` as `1 hour 30 minutes`; nothing as nothing."""
    hours, rest = divmod(minutes, 60)
    parts = ((hours, "hour"), (rest, "minute"))
    return " ".join(f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in parts if count)


def _facts(snapshot: Mapping[str, Any], items: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Name and words of each fact on the cover; those without words are left out."""
    meeting = snapshot["meeting"]
    if meeting is None:
        issuers, topics = snapshot["issuers"], sum(item["kind"] != "topic" for item in items)
        own = [
            ("Proposed to", snapshot["counterpart"]),
            ("Proposed by", issuers[0] if issuers else ""),
            ("To discuss", f"{topics} topic{'' if topics == 1 else 's'}"),
        ]
    else:
        own = [
            ("When", meeting["when"]),
            ("Where", meeting["place"]),
            ("Join at", meeting["link"]),
            ("Meeting with", snapshot["counterpart"]),
            ("Press", meeting["press"]),
        ]
    rest = [
        ("Time planned", _planned(snapshot, items)),
        ("For", "Everybody" if snapshot["audience"] == Audience.PUBLIC else "The working group"),
        ("Made on", _day(snapshot["made_on"])),
        ("Note", SAMPLE if snapshot["is_sample"] else ""),
    ]
    return [
        {"name": name, "words": words, "url": words if words.startswith(LINKED) else ""}
        for name, words in [*own, *rest]
        if words
    ]


def _planned(snapshot: Mapping[str, Any], items: list[dict[str, Any]]) -> str:
    """The public sees a part of the agenda, and a part's sum says nothing."""
    is_whole = snapshot["audience"] != Audience.PUBLIC
    return spoken_minutes(sum(item["minutes"] or 0 for item in items)) if is_whole else ""


def _printed_item(item: Mapping[str, Any]) -> dict[str, Any]:
    level = level_of(item["number"])
    return {
        **item,
        "level": level,
        "heading": f"h{min(level + 2, DEEPEST_HEADING)}",
        "anchor": f"item-{item['number']}",
        "time": spoken_minutes(item["minutes"] or 0),
        "has_standing": item["kind"] == "item",
        "paragraphs": _paragraphs(item["background"]),
        "updates": _paragraphs(item["last_update"]),
        "updated_on": _day(item["last_update_on"]) if item["last_update_on"] else "",
    }


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\s*\n\s*", text.strip()) if part]


def _day(iso: str) -> str:
    return dateformat.format(date.fromisoformat(iso), "F j, Y")
