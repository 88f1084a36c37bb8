"""Stand-ins: readers without identity, as whom association staff look at the portal."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from portal.models import Member, Organization, Seat
from portal.rules import may_preview
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.previews import Reader

NOBODY = 2**63 - 1
"""The key of what has no row: no sequence gets there, so nothing in the database refers to it.

Not a negative one: addresses are made of keys, and a page may link to its reader's organization.
"""

SEATS: Mapping[str, tuple[OrganizationKind, Capacity]] = {
    Reader.WORKING_GROUP: (OrganizationKind.ASSOCIATION, Capacity.STAFF),
    Reader.MAYORS: (OrganizationKind.CITY, Capacity.STAFF),
    Reader.CHIEFS: (OrganizationKind.POLICE_AGENCY, Capacity.STAFF),
    Reader.OBSERVER: (OrganizationKind.CITY, Capacity.OBSERVER),
    Reader.LIAISON: (OrganizationKind.FEDERAL_BODY, Capacity.LIAISON),
}
SIDES: Mapping[str, Audience] = {Reader.MAYORS: Audience.MAYORS, Reader.CHIEFS: Audience.CHIEFS}


@dataclass(frozen=True)
class Preview:
    """Who looks, as whom, and who stands in for that reader on the pages."""

    member: Member
    reader: Reader
    stand_in: Member | AnonymousUser


def readers_offered(member: Member) -> list[Reader]:
    """As whom the member may look now: of the sides only those that are the member's own."""
    if not may_preview(member):
        return []
    return [reader for reader in Reader if reader not in SIDES or SIDES[reader] in member.audiences]


def preview_of(member: Member, chosen: str) -> Preview | None:
    """The preview that the member chose, as long as it is still offered."""
    if chosen not in readers_offered(member):
        return None
    reader = Reader(chosen)
    return Preview(member, reader, stand_in(reader, member))


def stand_in(reader: Reader, behind: Member) -> Member | AnonymousUser:
    """A reader of that kind who never sees more than the member behind them.

    No row is theirs, neither the member nor the organization has one. What they cause is put on
    record as done by the member behind them.
    """
    if reader == Reader.VISITOR:
        return AnonymousUser()
    kind, capacity = SEATS[reader]
    name = reader.label[0].upper() + reader.label[1:]
    found = Member(pk=NOBODY, name=name, time_zone=behind.time_zone)
    body = Organization(pk=NOBODY, kind=kind, name=kind.label, short_name=kind.label)
    seat = Seat(pk=NOBODY, member=found, organization=body, capacity=capacity, title=capacity.label)
    found.behind = behind
    found.current_seats = [seat]
    return found
