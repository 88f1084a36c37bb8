"""Who may, with statements. Predicates on a statement say who; operations say whether now."""

import rules

from portal.models import Member
from portal.rules import is_in_working_group
from portal.vocabulary.organizations import WORKING_CAPACITIES, Capacity
from statements.lifecycle import EDITABLE, REVISABLE
from statements.models import Statement


@rules.predicate
def is_drafter(member: Member, statement: Statement | None) -> bool:
    """Holds a working seat in the drafting organization, before staff took the draft over."""
    if statement is None or statement.handed_over_at is not None:
        return False
    return any(
        seat.organization_id == statement.organization_id and seat.capacity in WORKING_CAPACITIES
        for seat in member.current_seats
    )


@rules.predicate
def is_issuing_staff(member: Member, statement: Statement | None) -> bool:
    """Edits or publishes for an issuing association, once the draft was sent to staff."""
    if statement is None or statement.handed_over_at is None:
        return False
    issuers = {issuing.organization_id for issuing in statement.issuings.all()}
    return any(
        seat.organization_id in issuers and seat.is_association_staff
        for seat in member.current_seats
    )


@rules.predicate
def is_issuing_publisher(member: Member, statement: Statement | None) -> bool:
    """Publishes for an issuing association, once the draft was sent to staff."""
    if statement is None or statement.handed_over_at is None:
        return False
    issuers = {issuing.organization_id for issuing in statement.issuings.all()}
    return any(
        seat.organization_id in issuers and seat.capacity == Capacity.PUBLISHER
        for seat in member.current_seats
    )


@rules.predicate
def works_for_drafter(member: Member, statement: Statement | None) -> bool:
    """Holds a working seat in the drafting organization, whoever has the draft now."""
    return statement is not None and any(
        seat.organization_id == statement.organization_id and seat.capacity in WORKING_CAPACITIES
        for seat in member.current_seats
    )


@rules.predicate
def is_editable(member: Member, statement: Statement | None) -> bool:
    """The text is being written."""
    return statement is not None and statement.state in EDITABLE


@rules.predicate
def is_revisable(member: Member, statement: Statement | None) -> bool:
    """The text is fixed, and staff may still put another version in its place."""
    return statement is not None and statement.state in REVISABLE


rules.add_perm("statements.import_statement", is_in_working_group)
rules.add_perm("statements.draft", is_drafter | is_issuing_staff)
rules.add_perm("statements.edit", is_issuing_staff)
rules.add_perm("statements.record_signature", is_issuing_staff)
rules.add_perm("statements.publish", is_issuing_publisher)
rules.add_perm(
    "statements.revise",
    (is_editable & (is_drafter | is_issuing_staff)) | (is_revisable & is_issuing_staff),
)
rules.add_perm("statements.see_versions", works_for_drafter | is_issuing_staff)
