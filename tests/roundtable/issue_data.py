"""Two topics with issues, and people who answer for them."""

from dataclasses import dataclass

from portal.models import Member, Membership, Seat
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import Capacity, OrganizationKind
from roundtable.models import Issue, Proposal
from roundtable.operations.importing import Origin, import_agenda
from roundtable.queries.issues import branch_of
from tests.factories import OrganizationFactory, SeatFactory

OUTLINE = """\
A Roundtable Is Proposed

We propose to meet.

- Arrivals:
  - Notice (10 min)
  - Beds
- Grants
"""


@dataclass(frozen=True)
class Table:
    """R-1 is a topic with R-1.1 and R-1.2 under it, R-2 an issue at the top."""

    proposal: Proposal
    owner: Seat
    helper: Seat
    lead: Seat
    mayors_staff: Seat
    chiefs_staff: Seat
    mayor: Seat
    chief: Seat
    observer: Seat
    liaison: Seat


def table() -> Table:
    """The owner and the helper are of cities; the lead works for the mayors' association."""
    mayors = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    chiefs = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    body = OrganizationFactory(kind=OrganizationKind.FEDERAL_BODY, short_name="DHS")
    city = OrganizationFactory(kind=OrganizationKind.CITY)
    agency = OrganizationFactory(kind=OrganizationKind.POLICE_AGENCY)
    for association, member in ((mayors, city), (chiefs, agency)):
        Membership.objects.create(association=association, organization=member, since="2024-01-01")
    origin = Origin(file_name="outline.txt", issuer=mayors, counterpart=body, actor=None)
    return Table(
        proposal=import_agenda(text=OUTLINE, origin=origin),
        owner=SeatFactory(organization=city),
        helper=SeatFactory(organization=city, capacity=Capacity.STAFF),
        lead=SeatFactory(organization=mayors, capacity=Capacity.EDITOR),
        mayors_staff=SeatFactory(organization=mayors, capacity=Capacity.PUBLISHER),
        chiefs_staff=SeatFactory(organization=chiefs, capacity=Capacity.PUBLISHER),
        mayor=SeatFactory(organization=OrganizationFactory(kind=OrganizationKind.CITY)),
        chief=SeatFactory(organization=agency),
        observer=SeatFactory(capacity=Capacity.OBSERVER),
        liaison=SeatFactory(organization=body, capacity=Capacity.LIAISON),
    )


def manned(found: Table, ref: str = "R-1.1") -> Issue:
    """An issue with owner, helper and staff lead."""
    issue = Issue.objects.get(ref=ref)
    issue.owner, issue.staff_lead = found.owner, found.lead
    issue.save(update_fields=["owner", "staff_lead"])
    issue.helpers.set([found.helper])
    return issue


def closed(ref: str, audience: str = Audience.MAYORS, *, closed_title: str = "") -> Issue:
    """Closes a branch past the operation, as a start for a test."""
    issue = Issue.objects.get(ref=ref)
    branch_of(issue).update(audience=audience, closed_title=closed_title)
    return fresh(issue)


def fresh(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


def again(member: Member) -> Member:
    """As a new request reads the member: with the seats held now."""
    return Member.objects.get(pk=member.pk)
