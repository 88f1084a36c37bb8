"""Who may, at the roundtable. Predicates on an issue say who; operations say whether now."""

import rules

from portal.models import Member, Seat
from portal.rules import is_association_staff, is_in_working_group
from portal.vocabulary.audiences import Audience
from roundtable.models import Issue


@rules.predicate
def may_see(member: Member, issue: Issue | None) -> bool:
    """Is of the working group, and of the issue's audience by seat or by name.

    The same rule stands in SQL in `roundtable.queries.issues`.
    """
    if issue is None or not is_in_working_group(member):
        return False
    if issue.audience == Audience.NAMED:
        return issue.readers.filter(pk=member.pk).exists()
    return issue.audience in member.audiences


@rules.predicate
def is_owner(member: Member, issue: Issue | None) -> bool:
    return issue is not None and _holds(member, issue.owner_id)


@rules.predicate
def is_lead(member: Member, issue: Issue | None) -> bool:
    """Leads it for the staff."""
    return issue is not None and _holds(member, issue.staff_lead_id)


@rules.predicate
def is_helper(member: Member, issue: Issue | None) -> bool:
    if issue is None:
        return False
    return any(_holds(member, seat.pk) for seat in issue.helpers.all())


def _holds(member: Member, seat_id: int | None) -> bool:
    return seat_id is not None and any(seat.pk == seat_id for seat in member.current_seats)


def seat_may_see(seat: Seat, issue: Issue) -> bool:
    """Whether the seat is still held, by somebody who may see the issue."""
    member = seat.member
    return _holds(member, seat.pk) and bool(may_see(member, issue))


manages = may_see & (is_lead | is_association_staff)
steers = manages | (may_see & is_owner)
edits = steers | (may_see & is_helper)

rules.add_perm("roundtable.import_agenda", is_association_staff)
rules.add_perm("roundtable.see_board", is_in_working_group)
rules.add_perm("roundtable.add_issue", is_association_staff)
rules.add_perm("roundtable.see_issue", may_see)
rules.add_perm("roundtable.own", may_see & is_owner)
rules.add_perm("roundtable.manage", manages)
rules.add_perm("roundtable.shape", manages)
rules.add_perm("roundtable.steer", steers)
rules.add_perm("roundtable.edit", edits)
rules.add_perm("roundtable.see_meetings", is_in_working_group)
rules.add_perm("roundtable.run_meetings", is_association_staff)
