"""Who may, on the shared ground. Predicates are true only for members with a current seat."""

import rules

from portal.models import Comment, Invitation, Member, Organization, Seat, Thread
from portal.vocabulary.organizations import (
    ASSOCIATION_CAPACITIES,
    CAPACITIES_OF,
    WORKING_CAPACITIES,
    Capacity,
    OrganizationKind,
)


@rules.predicate
def is_in_working_group(member: Member) -> bool:
    """Holds a seat of the working group: not an observer's, not a counterpart's."""
    return any(seat.capacity in WORKING_CAPACITIES for seat in member.current_seats)


@rules.predicate
def is_association_staff(member: Member) -> bool:
    """Holds an editor's or publisher's seat in an association."""
    return any(seat.is_association_staff for seat in member.current_seats)


@rules.predicate
def works_for(member: Member, organization: Organization | None) -> bool:
    """Holds a working seat in this organization: leads it, or is on its staff."""
    return organization is not None and any(
        seat.organization_id == organization.pk and seat.capacity in WORKING_CAPACITIES
        for seat in member.current_seats
    )


@rules.predicate
def leads(member: Member, organization: Organization | None) -> bool:
    """Is this organization's principal, or acts as one."""
    return organization is not None and any(
        seat.organization_id == organization.pk
        and seat.capacity in {Capacity.PRINCIPAL, Capacity.ACTING}
        for seat in member.current_seats
    )


def capacities_given_by(member: Member, organization: Organization) -> list[Capacity]:
    """In which capacities the member may seat people there, and end their seats.

    Association staff: all of every organization but other associations; editors and publishers
    only where the member is a publisher. A principal: the organization's staff.
    """
    own = [seat for seat in member.current_seats if seat.organization_id == organization.pk]
    is_foreign = organization.is_association and not any(seat.is_association_staff for seat in own)
    given: set[Capacity] = set()
    if is_association_staff(member) and not is_foreign:
        given |= set(Capacity) - ASSOCIATION_CAPACITIES
    if any(seat.is_publisher for seat in own):
        given |= ASSOCIATION_CAPACITIES
    if leads(member, organization):
        given.add(Capacity.STAFF)
    return [kind for kind in CAPACITIES_OF[OrganizationKind(organization.kind)] if kind in given]


@rules.predicate
def gives(member: Member, seat: Seat | Invitation | None) -> bool:
    """May give and end a seat like this one, held or offered."""
    return seat is not None and seat.capacity in capacities_given_by(member, seat.organization)


@rules.predicate
def may_suspend(member: Member, other: Member | None) -> bool:
    """Association staff, of anybody but themselves; of an association's staff, its publishers."""
    if other is None or other == member or not is_association_staff(member):
        return False
    published = {seat.organization_id for seat in member.current_seats if seat.is_publisher}
    return all(
        seat.organization_id in published
        for seat in other.current_seats
        if seat.is_association_staff
    )


@rules.predicate
def wrote(member: Member, comment: Comment | None) -> bool:
    """Wrote the comment, which was not removed."""
    return comment is not None and comment.author_id == member.pk and comment.removed_at is None


@rules.predicate
def opened(member: Member, thread: Thread | None) -> bool:
    """Opened the thread."""
    return thread is not None and thread.created_by_id == member.pk


rules.add_perm("portal.edit_comment", is_in_working_group & wrote)
rules.add_perm("portal.give_seat", gives)
rules.add_perm("portal.manage_people", is_association_staff | leads)
rules.add_perm("portal.resolve_thread", is_in_working_group & opened)
rules.add_perm("portal.see_directory", is_in_working_group)
rules.add_perm("portal.search", is_in_working_group)
rules.add_perm("portal.suspend_member", may_suspend)
rules.add_perm("portal.write_about_text", works_for)
