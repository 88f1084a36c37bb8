"""Taking the directory along."""

from django.db import transaction

from portal.audit import record
from portal.intake.tables import written
from portal.models import Member
from portal.operations.rosters import on_behalf_of
from portal.operations.seats import standing_now
from portal.queries.clock import database_today
from portal.queries.directory import Wanted
from portal.queries.directory_table import HEADINGS, directory_table
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal


@transaction.atomic
def export_directory(*, wanted: Wanted, actor: Member) -> tuple[str, bytes]:
    """Name and bytes of the whole filtered list; who took it, and when, stands in every row."""
    actor = standing_now(actor)
    if not actor.has_perm("portal.keep_directory"):
        raise Refusal("Only association staff take the directory along.")
    day = database_today().isoformat()
    rows = directory_table(wanted, as_of=f"{day}, {actor.name}")
    record(
        Verb.DIRECTORY_EXPORTED,
        actor=actor,
        subject=on_behalf_of(actor),
        after={"rows": len(rows), "is_narrowed": wanted.is_narrowed},
    )
    return f"directory-{day}.csv", written(HEADINGS, rows)
