"""Who answers for an issue, and who moves next."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.models import Member, Organization, Seat
from portal.notify import announce
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.issues import carried
from roundtable.rules import seat_may_see
from roundtable.vocabulary.issues import WaitingOn

WAITING = ("waiting_on", "waiting_seat", "waiting_body", "waiting_since")


@transaction.atomic
def assign(
    *,
    issue_id: int,
    owner: Seat | None,
    helpers: Sequence[Seat],
    staff_lead: Seat | None,
    actor: Member,
) -> Issue:
    """Says who answers for the issue, who helps and who leads it for the staff.

    Nobody is put on what they may not see. Who is new is told.
    """
    issue = carried(issue_id=issue_id, permission="roundtable.steer", actor=actor)
    _check_may_be_put_on(issue, [owner, *helpers, staff_lead])
    if staff_lead is not None and not staff_lead.is_association_staff:
        raise Refusal(f"{staff_lead.member.name} is not on the staff of an association.")
    before = _people(issue)
    if owner != issue.owner:
        _restart_owners_days(issue, owner)
    issue.owner, issue.staff_lead = owner, staff_lead
    issue.save(update_fields=["owner", "staff_lead", *WAITING])
    issue.helpers.set(helpers)
    after = _people(issue)
    if after != before:
        event = record(Verb.ISSUE_CHANGED, actor=actor, subject=issue, before=before, after=after)
        new = sorted(_seats(after) - _seats(before))
        key = f"issue-assigned:{event.pk}"
        announce("issue_assigned", subject_id=issue.pk, key=key, detail=_by(actor, seats=new))
    issue.refresh_from_db()
    return issue


@transaction.atomic
def set_waiting(
    *,
    issue_id: int,
    kind: str,
    actor: Member,
    seat: Seat | None = None,
    body: Organization | None = None,
) -> Issue:
    """Says who moves next. The days begin anew only when that is somebody else."""
    issue = carried(issue_id=issue_id, permission="roundtable.edit", actor=actor)
    if not issue.is_open and kind != WaitingOn.NOBODY:
        raise Refusal(f"{issue.ref} is {_state(issue)}: nobody moves next. Take it up again first.")
    seat = seat if kind == WaitingOn.MEMBER else None
    body = body if kind == WaitingOn.FEDERAL_BODY else None
    if kind == WaitingOn.OWNER and issue.owner is None:
        raise Refusal("Nobody owns this issue yet. Choose an owner first, or somebody else.")
    if kind == WaitingOn.MEMBER and seat is None:
        raise Refusal("Choose the member that it waits on.")
    if kind == WaitingOn.FEDERAL_BODY and body is None:
        raise Refusal("Choose the federal body that it waits on.")
    _check_may_be_put_on(issue, [seat])
    before = waiting_facts(issue)
    if wait_on(issue, kind=kind, seat=seat, body=body):
        issue.save(update_fields=WAITING)
        issue.refresh_from_db()
        after = waiting_facts(issue)
        record(Verb.ISSUE_CHANGED, actor=actor, subject=issue, before=before, after=after)
    return issue


def wait_on(
    issue: Issue, *, kind: str, seat: Seat | None = None, body: Organization | None = None
) -> bool:
    """Writes who moves next into the instance; False when it is the same as before."""
    if (issue.waiting_on, issue.waiting_seat, issue.waiting_body) == (kind, seat, body):
        return False
    issue.waiting_on, issue.waiting_seat, issue.waiting_body = kind, seat, body
    issue.waiting_since = Now()
    return True


def waiting_facts(issue: Issue) -> dict[str, Any]:
    """Who moves next, for the record."""
    return {
        "waiting_on": str(issue.waiting_on),
        "waiting_seat": issue.waiting_seat_id,
        "waiting_body": issue.waiting_body_id,
    }


def _check_may_be_put_on(issue: Issue, seats: Sequence[Seat | None]) -> None:
    for seat in seats:
        if seat is not None and not seat_may_see(seat, issue):
            raise Refusal(
                f"{seat.member.name} may not see {issue.ref} "
                f"({issue.get_audience_display().lower()}). Choose somebody who may, or change "
                "who can see it first."
            )


def _restart_owners_days(issue: Issue, owner: Seat | None) -> None:
    if issue.waiting_on != WaitingOn.OWNER:
        return
    issue.waiting_on = WaitingOn.OWNER if owner else WaitingOn.STAFF
    issue.waiting_since = Now()


def _people(issue: Issue) -> dict[str, Any]:
    return {
        "owner": issue.owner_id,
        "helpers": sorted(issue.helpers.values_list("pk", flat=True)),
        "staff_lead": issue.staff_lead_id,
    }


def _seats(people: dict[str, Any]) -> set[int]:
    return {people["owner"], people["staff_lead"], *people["helpers"]} - {None}


def _by(actor: Member, **facts: Any) -> dict[str, Any]:
    return {"by": actor.pk, **facts}


def _state(issue: Issue) -> str:
    return str(issue.get_state_display()).lower()
