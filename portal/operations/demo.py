"""Loads the demo's organizations and people."""

from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate

from portal.local.demo import PASSWORD
from portal.models import Member, Membership, Organization
from portal.operations.about import save_about_text
from portal.operations.members import seat_member
from portal.vocabulary.demo import ABOUT, BODIES, PEOPLE
from portal.vocabulary.demo_members import TOWNS, Town
from portal.vocabulary.organizations import Capacity, OrganizationKind

ADMITTED = date(2024, 1, 1)


def load_organizations_and_people() -> None:
    """Adds every body and person of the demo; expects an empty portal."""
    bodies = _load_bodies()
    password = make_password(PASSWORD)
    for person in PEOPLE:
        member = Member.objects.create(
            email=person.email, name=person.name, time_zone=person.time_zone, password=password
        )
        EmailAddress.objects.create(user=member, email=person.email, primary=True, verified=True)
        seat_member(
            member=member,
            organization=bodies[person.body],
            capacity=person.capacity,
            title=person.title,
            granted_by=None,
        )
    for email, text in ABOUT.items():
        _load_about(Member.objects.get(email=email), text)
    for town in TOWNS:
        _load_town(town, bodies)


def _load_about(writer: Member, text: str) -> None:
    save_about_text(
        organization_id=writer.current_seats[0].organization_id,
        text=text,
        review_by=ADMITTED.replace(year=localdate().year + 1),
        seen=0,
        actor=writer,
    )


def _load_town(town: Town, bodies: dict[str, Organization]) -> None:
    """The mayor's and the chief's accounts have no password: they are there to be asked."""
    city = Organization.objects.create(
        kind=OrganizationKind.CITY,
        name=f"City of {town.city}",
        short_name=town.city,
        place=town.city,
        region=town.region,
        is_sample=True,
    )
    _seat_head(town.mayor, f"mayor@{town.key}.example", "Mayor", city, town)
    _join(city, bodies["mayors"])
    if town.chief:
        agency = Organization.objects.create(
            kind=OrganizationKind.POLICE_AGENCY,
            name=f"{town.city} Police Department",
            short_name=f"{town.city} PD",
            place=town.city,
            region=town.region,
            parent=city,
            is_sample=True,
        )
        _seat_head(town.chief, f"chief@{town.key}.example", "Chief of Police", agency, town)
        _join(agency, bodies["chiefs"])


def _seat_head(name: str, email: str, title: str, body: Organization, town: Town) -> None:
    member = Member.objects.create_user(email, None, name=name, time_zone=town.time_zone)
    EmailAddress.objects.create(user=member, email=email, primary=True, verified=True)
    seat_member(
        member=member,
        organization=body,
        capacity=Capacity.PRINCIPAL,
        title=title,
        granted_by=None,
    )


def _join(body: Organization, association: Organization) -> None:
    Membership.objects.create(organization=body, association=association, since=ADMITTED)


def _load_bodies() -> dict[str, Organization]:
    bodies: dict[str, Organization] = {}
    for body in BODIES:
        bodies[body.key] = Organization.objects.create(
            kind=body.kind,
            name=body.name,
            short_name=body.short_name,
            place=body.place,
            region=body.region,
            country=body.country,
            parent=bodies.get(body.parent),
            media_contact=body.media_contact,
            is_sample=body.is_sample,
        )
        for association in body.associations:
            _join(bodies[body.key], bodies[association])
    return bodies
