"""Sealing the record: entries that are committed get their place in the chain, afterwards.

Nobody who writes an entry waits for this. Rows that are committed late, with smaller numbers, get
a later place.
"""

from django.db import connection, transaction

from portal.models import AuditLink
from portal.queries.chain import Head, head, unsealed
from portal.vocabulary.chain import chained

BATCH = 500
SEALER_LOCK = 7_276_325
"""The advisory lock that only one sealer holds."""


def seal(*, everywhere: bool = False, batch: int = BATCH, batches: int = 200) -> int:
    """Seals what is committed, and gives how many entries; a second sealer goes home at once.

    Looks at the newest entries; `everywhere` also finds what was committed very late.
    """
    total = 0
    for _ in range(batches):
        sealed = seal_batch(everywhere=everywhere, batch=batch)
        total += sealed
        if sealed < batch:
            break
    return total


@transaction.atomic
def seal_batch(*, everywhere: bool = False, batch: int = BATCH) -> int:
    if not _is_alone():
        return 0
    last, made = head(), []
    for entry in unsealed(limit=batch, everywhere=everywhere):
        last = Head(last.position + 1, chained(last.hash, entry))
        made.append(
            AuditLink(position=last.position, event_id=int(str(entry["id"])), hash=last.hash)
        )
    AuditLink.objects.bulk_create(made)
    return len(made)


def _is_alone() -> bool:
    """Until the end of the transaction: the next sealer sees every link of this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return bool(cursor.fetchone()[0])
