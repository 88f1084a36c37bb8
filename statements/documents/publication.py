"""A release as data: frozen once when it is scheduled, then drawn as text, JSON and page.

Nothing here reads a row after the freeze; what is drawn is a function of the snapshot alone.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import dateformat, translation

from portal.documents import open_file
from portal.models import AboutText
from portal.vocabulary.refusals import Refusal
from statements.documents.about import about_input
from statements.documents.inputs import statement_input
from statements.documents.plain import plain_lines
from statements.documents.sheets import sheet, sheet_lines
from statements.documents.words import words_in
from statements.models import PublicationFile, Revision, Signature, Statement
from statements.queries.receipts import recorded_among
from statements.vocabulary.digest import SIGNER_COUNT
from statements.vocabulary.states import DocumentType, StatementState

FORMAT = "joint-statement/1"
ZONE = ZoneInfo("America/New_York")
"""Documents give times in Eastern time, as pages do to visitors; the zone always stands with it."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """What is decided when a release is scheduled."""

    release_at: datetime
    order: str
    signatures: Sequence[Signature]
    about: Sequence[AboutText]


def release_snapshot(statement: Statement, revision: Revision, release: Release) -> dict[str, Any]:
    """Text, furniture, signatories and About texts of one release, as JSON."""
    frozen = statement_input(statement, revision, revision.blocks.all(), statement.letterhead)
    words = words_in(statement.language)
    count = len(release.signatures)
    day = _printed(release.release_at, words["day"], statement.language)
    moment = _printed(release.release_at, words["moment"], statement.language)
    sentence = words["signed_once" if count == 1 else "signed_often"]
    return frozen | {
        "state": str(StatementState.PUBLISHED),
        "state_label": str(StatementState.PUBLISHED.label),
        "title": SIGNER_COUNT.sub(str(count), statement.title),
        "digest": revision.digest,
        "issuers": [issuer.name for issuer in statement.issuers_in_order],
        "release_line": _release_line(statement, words),
        "embargo_line": "",
        "document_date": statement.document_date or day,
        "release_at": release.release_at.isoformat(),
        "released": f"{words['released']} {moment}",
        "about": about_input(release.about),
        "blocks": _counted(frozen["blocks"], count=count, as_of=f"{words['as_of']} {day}"),
        "signatories": {
            "order": str(release.order),
            "count": count,
            "note": sentence.format(count=count, day=day) if count else "",
            "list": _signatories(release.signatures),
        },
    }


def release_text(snapshot: Mapping[str, Any]) -> bytes:
    """The sheet as plain text, UTF-8, paragraphs divided by empty lines."""
    return ("\n\n".join(sheet_lines(sheet(snapshot))) + "\n").encode()


def release_json(snapshot: Mapping[str, Any]) -> bytes:
    """The sheet as data for other software, and as one text."""
    shown = sheet(snapshot)
    names = (
        *("ref", "title", "document_type", "language", "version", "text_code", "digest"),
        *("issuers", "release_at", "is_sample", "signatories", "about"),
    )
    data = {"format": FORMAT} | {name: snapshot[name] for name in names}
    data["blocks"] = [
        {
            "kind": block["kind"],
            "text": "\n".join(plain_lines(block["html"])),
            "html": block["html"],
            "speaker": block["speaker"],
            "speaker_title": block["speaker_title"],
        }
        for block in snapshot["blocks"]
    ]
    data["text"] = "\n\n".join(sheet_lines(shown))
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def release_html(snapshot: Mapping[str, Any]) -> str:
    """The sheet as HTML, for the page and for the feed."""
    return render_to_string("statements/_released.html", sheet(snapshot))


def released_bytes(file: PublicationFile) -> bytes:
    """The very bytes that were stored; anything else is not handed out."""
    with open_file(file.path) as stored:
        data = stored.read()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Refusal("This file is damaged and not shown. Write to the media contact for it.")
    return data


def _release_line(statement: Statement, words: Mapping[str, str]) -> str:
    """Whatever was embargoed is so no more; only a press release says that it is out."""
    is_marked = bool(statement.release_line or statement.embargo_line)
    if is_marked or statement.document_type == DocumentType.RELEASE:
        return words["immediate"]
    return ""


def _counted(
    blocks: Sequence[Mapping[str, Any]], *, count: int, as_of: str
) -> list[dict[str, Any]]:
    """The number of signatories for its token, dated where it first stands in running text."""
    first, counted = f"{count} ({as_of})", []
    for block in blocks:
        html = block["html"]
        if block["kind"] != "headline" and SIGNER_COUNT.search(html):
            html, first = SIGNER_COUNT.sub(first, html, count=1), str(count)
        counted.append({**block, "html": SIGNER_COUNT.sub(str(count), html)})
    return counted


def _signatories(signatures: Sequence[Signature]) -> list[dict[str, Any]]:
    """As they print. What rests on a letter alone says so in every rendition."""
    recorded = recorded_among(signatures)
    return [
        {
            "name": signature.printed_name,
            "title": signature.printed_title,
            "organization": signature.printed_organization,
            "signing_as": str(signature.signing_as),
            "is_recorded": signature.pk in recorded,
        }
        for signature in signatures
    ]


def _printed(moment: datetime, style: str, language: str) -> str:
    with translation.override(language):
        return dateformat.format(moment.astimezone(ZONE), style)
