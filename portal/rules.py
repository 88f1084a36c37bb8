"""Who may, on the shared ground. Predicates are true only for members with a current seat."""

import rules

from portal.models import Member
from portal.vocabulary.organizations import WORKING_CAPACITIES


@rules.predicate
def is_in_working_group(member: Member) -> bool:
    """Holds a seat of the working group: not an observer's, not a counterpart's."""
    return any(seat.capacity in WORKING_CAPACITIES for seat in member.current_seats)


@rules.predicate
def is_association_staff(member: Member) -> bool:
    """Holds an editor's or publisher's seat in an association."""
    return any(seat.is_association_staff for seat in member.current_seats)


rules.add_perm("portal.see_directory", is_in_working_group)
