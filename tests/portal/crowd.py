"""Many people at once, each of a city of their own."""

from portal.models import Mandate, Member, Organization, Seat
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from tests.factories import confirmed
from tests.statements.signing_data import ago


def mayors(count: int, *, first: int = 0) -> list[Member]:
    """Who may sign for their city; as quickly made as few."""
    numbers = range(first, first + count)
    cities = Organization.objects.bulk_create(
        Organization(
            kind=OrganizationKind.CITY, name=f"City of Many {number}", short_name=f"Many {number}"
        )
        for number in numbers
    )
    people = Member.objects.bulk_create(
        Member(email=f"mayor{number}@many.example", name=f"Mayor {number:04}", password="!")
        for number in numbers
    )
    seats = Seat.objects.bulk_create(
        Seat(
            member=member,
            organization=city,
            capacity=Capacity.PRINCIPAL,
            title="Mayor",
            since=ago(days=9),
        )
        for member, city in zip(people, cities, strict=True)
    )
    second = confirmed()
    Mandate.objects.bulk_create(
        Mandate(seat=seat, instrument=Instrument.OFFICE, valid_from=ago(days=8), **second)
        for seat in seats
    )
    return people
