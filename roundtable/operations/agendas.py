"""Publishing an agenda: numbered, frozen once for each audience, made into PDFs by workers."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.audit import record
from portal.models import Member
from portal.notify import announce
from portal.operations.exports import request_export
from portal.operations.screening import check_screened
from portal.pdf.versions import template_version
from portal.vocabulary.audiences import Audience
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from roundtable.documents.inputs import (
    FrozenAgenda,
    agenda_filename,
    agenda_snapshot,
    document_title,
    numbered_agenda,
)
from roundtable.models import AgendaPublication, Rendition
from roundtable.operations.meetings import locked, mark_agenda_published
from roundtable.queries.agendas import AUDIENCES, last_content, newest_number, next_version

RENDITION_PDF = "meeting-agenda-pdf"
AGENDA_NEWS = "agenda"


@transaction.atomic
def publish_agenda(
    *,
    meeting_id: int,
    audiences: Sequence[str],
    note: str,
    actor: Member,
    expected: int | None = None,
    shown: str | None = None,
) -> AgendaPublication:
    """One rendition for each audience; their PDFs are made in the background.

    Each audience counts its own versions: a number between two of them would show that there was
    something for others. `expected` counts all: a second press publishes nothing.
    `shown` is the mark of what the actor saw would become public (`public_mark`): if that has
    changed meanwhile, nothing becomes public.
    """
    meeting = locked(meeting_id)
    if not actor.has_perm("roundtable.run_meetings"):
        raise PermissionDenied
    note = " ".join(note.split())[:500]
    check_screened(texts={"note": note})
    number = newest_number(meeting) + 1
    if expected is not None and expected != number:
        raise Refusal("A version was published meanwhile. Look at it before you publish more.")
    frozen = {audience: agenda_snapshot(meeting, audience) for audience in _known(audiences)}
    _check(frozen, shown=shown)
    versions = {audience: next_version(meeting, audience) for audience in frozen}
    publication = AgendaPublication.objects.create(
        meeting=meeting, number=number, note=note, published_by=actor
    )
    for audience, agenda in frozen.items():
        _add_rendition(publication, audience, agenda, actor, number=versions[audience])
    record(
        Verb.AGENDA_PUBLISHED,
        actor=actor,
        subject=meeting,
        after={
            "number": number,
            "audiences": [str(audience) for audience in frozen],
            "versions": {str(audience): version for audience, version in versions.items()},
        },
        reason=note,
    )
    mark_agenda_published(meeting=meeting, actor=actor)
    announce(AGENDA_NEWS, subject_id=meeting.pk, key=f"agenda:{publication.pk}")
    return publication


def public_mark(content: Mapping[str, Any]) -> str:
    """Names exactly what is to become public, but for the day's count of waiting."""
    items = [{**item, "waiting_days": 0} for item in content["items"]]
    read = {**content, "items": items, "made_on": ""}
    return hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()


def _known(audiences: Sequence[str]) -> list[Audience]:
    chosen = [audience for audience in AUDIENCES if audience in set(audiences)]
    if not chosen or len(chosen) != len(set(audiences)):
        raise Refusal("An agenda is published for the working group, for everybody, or both.")
    return chosen


def _check(frozen: Mapping[Audience, FrozenAgenda], *, shown: str | None) -> None:
    if not any(agenda.content["items"] for agenda in frozen.values()):
        raise Refusal("Nothing is on this agenda yet. Build the agenda first.")
    public = frozen.get(Audience.PUBLIC)
    if public is None:
        return
    if not public.content["items"]:
        raise Refusal(
            "Nothing on this agenda is public. Publish it for the working group, or make an "
            "issue public first."
        )
    if shown is not None and shown != public_mark(public.content):
        raise Refusal(
            "What would become public has changed since you looked. Look at the list again, and "
            "then publish."
        )


def _add_rendition(
    publication: AgendaPublication,
    audience: Audience,
    frozen: FrozenAgenda,
    actor: Member,
    *,
    number: int,
) -> Rendition:
    content = numbered_agenda(
        frozen.content,
        number=number,
        note=publication.note,
        previous=last_content(publication.meeting, audience),
    )
    rendition = Rendition.objects.create(
        publication=publication, audience=audience, snapshot=content
    )
    rendition.issues.set(frozen.issues)
    rendition.export = request_export(
        kind=RENDITION_PDF,
        subject_id=rendition.pk,
        audience=audience,
        title=document_title(content),
        filename=agenda_filename(content),
        content=content,
        renderer=template_version(),
        actor=actor,
    )
    rendition.save(update_fields=["export"])
    return rendition
