"""Staff of associations that serve somebody, and their browsers in a preview."""

from django.test import Client

from portal.models import Member, Membership
from portal.vocabulary.organizations import Capacity, OrganizationKind
from tests.conftest import BACKEND
from tests.factories import OrganizationFactory, SeatFactory


def signed_in(member: Member, reader: str = "") -> Client:
    """A browser of their own, in a preview if a reader is given."""
    client = Client()
    client.force_login(Member.objects.get(pk=member.pk), backend=BACKEND)
    if reader:
        assert client.post("/preview/", {"reader": reader})["Location"] == "/"
    return client


def serves(publisher: Member, *members: Member) -> None:
    """Their organizations join the publisher's association."""
    association = publisher.current_seats[0].organization
    for member in members:
        body = member.current_seats[0].organization
        Membership.objects.create(organization=body, association=association, since="2026-01-01")


def another_association(kind: str = OrganizationKind.CITY) -> Member:
    """The publisher of one that serves an organization of that kind."""
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    seat = SeatFactory(organization=association, capacity=Capacity.PUBLISHER)
    Membership.objects.create(
        organization=OrganizationFactory(kind=kind), association=association, since="2026-01-01"
    )
    return seat.member
