"""Who may, on the shared ground. Predicates are true only for members with a current seat."""

import rules
from django.conf import settings

from portal.models import Comment, Invitation, Mandate, Member, Organization, Seat, Thread
from portal.vocabulary.audiences import SIDES
from portal.vocabulary.factors import NEEDING_A_PASSKEY, Factor
from portal.vocabulary.organizations import (
    ASSOCIATION_CAPACITIES,
    CAPACITIES_OF,
    WORKING_CAPACITIES,
    Capacity,
    Instrument,
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


@rules.predicate
def leads_above(member: Member, organization: Organization | None) -> bool:
    """Is the principal of the organization's parent, like the mayor of a police agency's city."""
    return organization is not None and any(
        seat.organization_id == organization.parent_id
        and seat.capacity in {Capacity.PRINCIPAL, Capacity.ACTING}
        for seat in member.current_seats
    )


@rules.predicate
def works_above(member: Member, organization: Organization | None) -> bool:
    """Holds a working seat in the organization's parent."""
    return organization is not None and any(
        seat.organization_id == organization.parent_id and seat.capacity in WORKING_CAPACITIES
        for seat in member.current_seats
    )


def capacities_given_by(member: Member, organization: Organization) -> list[Capacity]:
    """In which capacities the member may seat people there, and end their seats.

    Association staff: all of every organization but other associations and, in the working group,
    those of the other side; editors and publishers only where the member is a publisher. A
    principal: the organization's staff and designees; a seat alone lets nobody sign.
    """
    own = [seat for seat in member.current_seats if seat.organization_id == organization.pk]
    is_foreign = organization.is_association and not any(seat.is_association_staff for seat in own)
    given: set[Capacity] = set()
    if is_association_staff(member) and not is_foreign:
        given |= set(Capacity) - ASSOCIATION_CAPACITIES
        given -= WORKING_CAPACITIES if is_of_the_other_side(member, organization) else set()
    if any(seat.is_publisher for seat in own):
        given |= ASSOCIATION_CAPACITIES
    if leads(member, organization):
        given |= {Capacity.STAFF, Capacity.DESIGNEE}
    return [kind for kind in CAPACITIES_OF[OrganizationKind(organization.kind)] if kind in given]


def is_of_the_other_side(member: Member, organization: Organization) -> bool:
    """Whether its people see closed matters that this member of staff does not.

    Who gives a seat there could take it under another address. An association that has no members
    yet is on no side.
    """
    own = SIDES.keys() & member.audiences
    theirs = {side for side, kinds in SIDES.items() if organization.kind in kinds}
    return bool(own) and not theirs <= own


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
def is_publisher_somewhere(member: Member) -> bool:
    """Holds a publisher's seat in an association."""
    return any(seat.is_publisher for seat in member.current_seats)


@rules.predicate
def may_recover(member: Member, other: Member | None) -> bool:
    """Association staff, of anybody but themselves; of an association's staff, publishers."""
    if other is None or other == member or not is_association_staff(member):
        return False
    is_of_staff = any(seat.is_association_staff for seat in other.current_seats)
    return not is_of_staff or is_publisher_somewhere(member)


@rules.predicate
def needs_passkey(member: Member) -> bool:
    """Signs or publishes for somebody, in at least one seat."""
    return any(seat.capacity in NEEDING_A_PASSKEY for seat in member.current_seats)


def accepted_factors(member: Member) -> frozenset[Factor]:
    """The factors of which the member needs one; none is needed where the set is empty.

    It is empty only in the demo, where its password does.
    """
    if settings.PASSWORD_FOR_PASSKEY:
        return frozenset()
    return frozenset({Factor.PASSKEY} if needs_passkey(member) else Factor)


@rules.predicate
def may_preview(member: Member) -> bool:
    """Association staff may look at the portal as other readers; a stand-in may not."""
    return member.behind is None and is_association_staff(member)


@rules.predicate
def keeps(member: Member, organization: Organization | None) -> bool:
    """Association staff keep the directory; an association that has staff is kept by these."""
    if organization is None or not is_association_staff(member):
        return False
    own = {seat.organization_id for seat in member.current_seats if seat.is_association_staff}
    if not organization.is_association or organization.pk in own:
        return True
    staff = Seat.objects.current().filter(capacity__in=ASSOCIATION_CAPACITIES)
    return not staff.filter(organization=organization).exists()


@rules.predicate
def may_end_authority(member: Member, mandate: Mandate | None) -> bool:
    """Association staff any; a principal what lets others sign there; its holder a delegation."""
    if mandate is None:
        return False
    is_lent = mandate.instrument == Instrument.DELEGATION
    is_own = is_lent and mandate.seat.member_id == member.pk
    is_led = mandate.instrument != Instrument.OFFICE and leads(member, mandate.seat.organization)
    return is_association_staff(member) or is_own or is_led


@rules.predicate
def wrote(member: Member, comment: Comment | None) -> bool:
    """Wrote the comment, which was not removed."""
    return comment is not None and comment.author_id == member.pk and comment.removed_at is None


@rules.predicate
def opened(member: Member, thread: Thread | None) -> bool:
    """Opened the thread."""
    return thread is not None and thread.created_by_id == member.pk


rules.add_perm("portal.confirm_recovery", may_recover & is_publisher_somewhere)
rules.add_perm("portal.edit_comment", is_in_working_group & wrote)
rules.add_perm("portal.edit_organization", works_for | keeps)
rules.add_perm("portal.end_authority", may_end_authority)
rules.add_perm("portal.enter_authority", is_association_staff)
rules.add_perm("portal.give_seat", gives)
rules.add_perm("portal.keep_directory", is_association_staff)
rules.add_perm("portal.keep_organization", keeps)
rules.add_perm("portal.manage_people", is_association_staff | leads)
rules.add_perm("portal.preview", may_preview)
rules.add_perm("portal.recover_member", may_recover)
rules.add_perm("portal.resolve_thread", is_in_working_group & opened)
rules.add_perm("portal.see_directory", is_in_working_group)
rules.add_perm("portal.search", is_in_working_group)
rules.add_perm("portal.search_record", is_association_staff)
rules.add_perm("portal.see_authority", works_for | is_association_staff)
rules.add_perm("portal.see_signing_rule", is_association_staff | works_for | works_above)
rules.add_perm("portal.set_signing_rule", is_association_staff | leads | leads_above)
rules.add_perm("portal.suspend_member", may_suspend)
rules.add_perm("portal.write_about_text", works_for)
