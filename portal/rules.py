"""Who may, on the shared ground. Predicates are true only for members with a current seat."""

import rules

from portal.models import Comment, Member, Organization, Thread
from portal.vocabulary.organizations import WORKING_CAPACITIES


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
def wrote(member: Member, comment: Comment | None) -> bool:
    """Wrote the comment, which was not removed."""
    return comment is not None and comment.author_id == member.pk and comment.removed_at is None


@rules.predicate
def opened(member: Member, thread: Thread | None) -> bool:
    """Opened the thread."""
    return thread is not None and thread.created_by_id == member.pk


rules.add_perm("portal.edit_comment", is_in_working_group & wrote)
rules.add_perm("portal.resolve_thread", is_in_working_group & opened)
rules.add_perm("portal.see_directory", is_in_working_group)
rules.add_perm("portal.search", is_in_working_group)
rules.add_perm("portal.write_about_text", works_for)
