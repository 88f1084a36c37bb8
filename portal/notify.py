"""Telling people that something happened: a row in the same transaction, everything else later.

Who is told, and in which words, is decided by the announcement's kind when a worker takes it up
(`portal.registry.AnnouncementKind`), by the rights that people have at that moment.
"""

from datetime import datetime
from typing import Any

from portal.jobs import enqueue
from portal.models import Announcement

ANNOUNCE_JOB = "announce"


def announce(
    kind: str,
    *,
    subject_id: int,
    key: str,
    detail: dict[str, Any] | None = None,
    not_before: datetime | None = None,
) -> Announcement:
    """Adds one announcement inside the caller's transaction; `key` names the event, once.

    Nobody is told before `not_before`, when what can still be undone has taken effect.
    """
    return Announcement.objects.create(
        job=enqueue(ANNOUNCE_JOB, run_after=not_before),
        kind=kind,
        subject_id=subject_id,
        key=key,
        detail=detail or {},
    )
