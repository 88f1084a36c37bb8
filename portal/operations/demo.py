"""Loads the demo's organizations and people."""

from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from portal.local.demo import PASSWORD
from portal.models import Member, Membership, Organization
from portal.operations.members import seat_member
from portal.vocabulary.demo import BODIES, PEOPLE

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
            Membership.objects.create(
                organization=bodies[body.key], association=bodies[association], since=ADMITTED
            )
    return bodies
