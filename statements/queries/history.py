"""What the record says of statements, in sentences, for drafters and the staff who issue them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse

from portal.models import AuditEvent, Member, Organization
from portal.queries.history import instant
from portal.registry import Row
from portal.vocabulary.audit import Verb
from portal.vocabulary.record import Became, RecordKind, Told
from statements.models import Statement
from statements.queries.statements import statements_visible_to
from statements.vocabulary.signing import AnswerKind, CityAnswerKind, Ending
from statements.vocabulary.states import StatementState

PRIVATE = (Verb.COUNSEL_ASKED, Verb.COUNSEL_ANSWERED)
"""Between an organization and its counsel."""

WITH_REASON = frozenset(
    {
        Verb.STATEMENT_STEPPED,
        Verb.STATEMENT_REVISED,
        Verb.PUBLICATION_HELD,
        Verb.PUBLICATION_WITHDRAWN,
    }
)
"""Reasons that were given to everybody who works on the text; others are somebody's own."""


def tell(events: Sequence[AuditEvent]) -> list[Told]:
    named = [(event.after or {}).get("organization") for event in events]
    bodies = Organization.objects.filter(pk__in=[pk for pk in named if pk])
    names = dict(bodies.values_list("pk", "name"))
    return [_told(event, names) for event in events]


def _told(event: AuditEvent, names: Mapping[int, str]) -> Told:
    before, after = event.before or {}, event.after or {}
    body = names.get(after.get("organization", 0), "")
    what = _what(event, after)
    return Told(
        what=f"{what}, for {body}" if body else what,
        sentence=event.reason if event.verb in WITH_REASON else "",
        changes=_changes(event, before, after),
    )


def _what(event: AuditEvent, after: Mapping[str, Any]) -> str:
    words = Verb(event.verb).label
    match event.verb:
        case Verb.STATEMENT_STEPPED if "deadline" in after:
            words = "moved the deadline"
        case Verb.STATEMENT_REVISED:
            words = f"saved version {after['version']}"
        case Verb.STATEMENT_IMPORTED if after.get("file"):
            words = f"imported it from {after['file']}"
        case Verb.SIGNATURE_ENDED if after.get("as") in Ending.values:
            words = f"{words}: {Ending(after['as']).label.lower()}"
        case Verb.STATEMENT_ANSWERED if after.get("kind") in AnswerKind.values:
            words = f"answered: {AnswerKind(after['kind']).label.lower()}"
        case Verb.CITY_ANSWERED if after.get("kind") in CityAnswerKind.values:
            words = f"answered for the city: {CityAnswerKind(after['kind']).label.lower()}"
        case Verb.ATTACHMENT_ADDED:
            words = f"added the file {after['name']}"
    return words


def _changes(
    event: AuditEvent, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Became]:
    match event.verb:
        case Verb.STATEMENT_STEPPED if "state" in before and "state" in after:
            return [Became(label="State", before=_state(before), after=_state(after))]
        case Verb.STATEMENT_STEPPED if "deadline" in after:
            return [Became(label="Deadline", after=instant(after["deadline"]))]
        case Verb.PUBLICATION_SCHEDULED:
            return [Became(label="Release", after=instant(after["release_at"]))]
        case Verb.PUBLICATION_UNDONE:
            return [Became(label="Release", before=instant(before["release_at"]))]
    return []


def _state(facts: Mapping[str, Any]) -> str:
    return StatementState(facts["state"]).label


def seen(member: Member, keys: Collection[str]) -> dict[str, Row]:
    found = statements_visible_to(member).filter(pk__in=list(keys)).only("ref", "title")
    return {
        str(one.pk): Row(title=one.title, url=reverse("statement", args=[one.ref])) for one in found
    }


def refs(keys: Collection[str]) -> dict[str, str]:
    found = Statement.objects.filter(pk__in=list(keys)).values_list("pk", "ref")
    return {str(pk): ref for pk, ref in found}


def _files(key: str) -> list[str]:
    found = Statement.attachments.through.objects.filter(statement=int(key))
    return [str(pk) for pk in found.values_list("attachment", flat=True)]


KIND = RecordKind(
    object_type=Statement._meta.label_lower,
    label="Statement",
    seen=seen,
    refs=refs,
    tell=tell,
    private=PRIVATE,
    files=_files,
)
