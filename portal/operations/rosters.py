"""Importing a roster: all of it in one transaction, and the same a second time changes nothing."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from portal.audit import Change, record, record_many
from portal.intake.roster import Roster
from portal.models import Member, Membership, Organization
from portal.operations.organizations import DIRECTORY_LOCK, told
from portal.operations.screening import check_screened
from portal.operations.seats import standing_now
from portal.queries.clock import database_today
from portal.queries.roster_plans import LinePlan, RosterPlan, fields_written
from portal.queries.rosters import roster_plan
from portal.vocabulary.audit import Verb
from portal.vocabulary.directory import STAFF_FIELDS
from portal.vocabulary.refusals import Refusal


@transaction.atomic
def import_roster(
    *, roster: Roster, skips_bad: bool, seen: str | None, actor: Member | None
) -> RosterPlan:
    """Enters what the roster says and gives what became of each line.

    `seen` is the edition of the preview that was looked at; a command in a shell has none, and no
    actor. Raises Refusal, changing nothing, where lines are bad and not to be skipped.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DIRECTORY_LOCK])
    if actor is not None:
        actor = standing_now(actor)
        if not actor.has_perm("portal.keep_directory"):
            raise Refusal("Only association staff import a roster.")
    _screen(roster)
    plan = roster_plan(roster, today=database_today(), actor=actor)
    if seen is not None and plan.edition != seen:
        raise Refusal(
            "What is recorded has changed since you looked. Read this preview, then import."
        )
    if plan.problems and not skips_bad:
        raise Refusal("Some lines cannot be read, so nothing was imported.")
    changed = [line for line in plan.lines if not line.is_same]
    if changed:
        _write(plan, actor)
        _record(plan, changed, actor)
        _count_rows()
    return plan


def _count_rows() -> None:
    """The database plans the directory by what it counted: it counts now, not in a while."""
    with connection.cursor() as cursor:
        for model in (Organization, Membership):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _screen(roster: Roster) -> None:
    """Also where the file did not pass a form."""
    said = (str(value) for line in roster.lines for value in line.given.values())
    check_screened(texts={"file": "\n".join(said)})


def _write(plan: RosterPlan, actor: Member | None) -> None:
    waiting = [line.organization for line in plan.added]
    while waiting:  # those above first: one round for each level of the tree
        ready = [body for body in waiting if body.parent is None or body.parent.pk is not None]
        for body in ready:
            body.parent = body.parent  # takes over the number that its parent has got
        Organization.objects.bulk_create(ready)
        waiting = [body for body in waiting if body.pk is None]
    changed = [line for line in plan.changed if line.changed]
    if changed:
        for line in changed:
            line.organization.parent = line.organization.parent
        Organization.objects.bulk_create(
            [line.organization for line in changed],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(fields_written(changed)),
        )
    _write_memberships([line for line in plan.lines if line.joinings])


def _write_memberships(lines: Sequence[LinePlan]) -> None:
    rows = [
        Membership(
            pk=one.membership_id,
            organization=line.organization,
            association=one.association,
            since=one.since,
        )
        for line in lines
        for one in line.joinings
    ]
    Membership.objects.bulk_create([row for row in rows if row.pk is None])
    Membership.objects.bulk_create(
        [row for row in rows if row.pk is not None],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["since"],
    )


def _record(plan: RosterPlan, changed: Sequence[LinePlan], actor: Member | None) -> None:
    record_many(
        Verb.ORGANIZATION_ADDED,
        actor=actor,
        changes=[
            Change(subject=line.organization, after=_facts(line.organization))
            for line in plan.added
        ],
    )
    record_many(
        Verb.ORGANIZATION_CHANGED,
        actor=actor,
        changes=[_difference(line) for line in plan.changed if line.changed],
    )
    record_many(Verb.MEMBERSHIP_ADDED, actor=actor, changes=_admissions(changed, is_new=True))
    record_many(Verb.ORGANIZATION_CHANGED, actor=actor, changes=_admissions(changed, is_new=False))
    record(
        Verb.ROSTER_IMPORTED,
        actor=actor,
        subject=on_behalf_of(actor) if actor else changed[0].organization,
        after=plan.counts,
    )


def on_behalf_of(actor: Member) -> Organization:
    """The association for which its staff do something about the whole directory."""
    return next(seat.organization for seat in actor.current_seats if seat.is_association_staff)


def _facts(body: Organization) -> dict[str, str]:
    return {name: told(getattr(body, name)) for name in STAFF_FIELDS}


def _difference(line: LinePlan) -> Change:
    return Change(
        subject=line.organization,
        before={name: told(before) for name, (before, _) in line.changed.items()},
        after={name: told(after) for name, (_, after) in line.changed.items()},
    )


def _admissions(lines: Iterable[LinePlan], *, is_new: bool) -> list[Change]:
    """A membership that was recorded already got another day."""
    return [
        Change(
            subject=line.organization,
            before=None if one.before is None else {"member_since": one.before.isoformat()},
            after=(
                {"association": one.association.name, "since": one.since.isoformat()}
                if is_new
                else {"association": one.association.name, "member_since": one.since.isoformat()}
            ),
        )
        for line in lines
        for one in line.joinings
        if (one.membership_id is None) == is_new
    ]
