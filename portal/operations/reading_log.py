"""Who opened what is closed: a row for each reader, thing, version and hour."""

import hashlib

from django.db import connection
from django.db.models import Model

from portal.audit import current_source, label_of
from portal.models import AuditEvent, Export, Member
from portal.registry import registry

THE_RECORD = "record"
INSERT = """
INSERT INTO portal_readevent
    (at, actor_id, object_type, object_id, object_label, version, address, session)
SELECT clock_timestamp(), %(reader)s, %(type)s, %(key)s, %(label)s, %(version)s,
       %(address)s::inet, %(session)s
WHERE NOT EXISTS (
    SELECT 1 FROM portal_readevent
    WHERE actor_id = %(reader)s AND object_type = %(type)s AND object_id = %(key)s
      AND version = %(version)s AND at > clock_timestamp() - interval '1 hour'
)
"""


def note_read(*, reader: Member, subject: Model, version: str = "") -> None:
    """Notes that somebody opens a thing: one statement, and nothing within the hour.

    Whoever looks at the portal as another reader is noted themselves.
    """
    kind = subject._meta.label_lower
    _note(reader, kind, str(subject.pk), label=_label(subject), version=version)


def note_taken(reader: Member, export: Export) -> None:
    """Notes a document that was taken, if its kind is of what is not for everybody."""
    if note := registry.notes_of_taking.get(export.kind):
        note(reader, export)


def note_record_read(*, reader: Member, question: str) -> None:
    """Reading the record is on record, with what was asked of it."""
    digest = hashlib.sha256(question.encode()).hexdigest()[:16] if question else ""
    label = f"The record: {question}" if question else "The record"
    _note(reader, AuditEvent._meta.label_lower, THE_RECORD, label=label, version=digest)


def _label(subject: Model) -> str:
    """A file is named by nothing that its name might say."""
    return "File" if subject._meta.model_name == "attachment" else label_of(subject)


def _note(reader: Member, kind: str, key: str, *, label: str, version: str) -> None:
    source = current_source()
    values: dict[str, str | int | None] = {
        "reader": source.member_id or reader.pk,
        "type": kind,
        "key": key,
        "label": label[:300],
        "version": version[:60],
        "address": source.address,
        "session": source.session,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
