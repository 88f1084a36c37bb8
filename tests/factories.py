"""Builds rows for tests; everything not named is filled in."""

from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.models import Member, Organization, Seat
from portal.vocabulary.organizations import Capacity, OrganizationKind

PASSWORD = "a phrase for the tests"
PASSWORD_HASH = make_password(PASSWORD)  # once: hashing is slow on purpose


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    kind = OrganizationKind.CITY
    name = factory.Sequence(lambda number: f"City of Example {number}")
    short_name = factory.Sequence(lambda number: f"Example {number}")


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    email = factory.Sequence(lambda number: f"member{number}@city.example")
    name = factory.Sequence(lambda number: f"Robin Member {number}")
    password = PASSWORD_HASH


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    member = factory.SubFactory(MemberFactory)
    organization = factory.SubFactory(OrganizationFactory)
    capacity = Capacity.PRINCIPAL
    title = "Mayor"


def confirmed() -> dict[str, Any]:
    """What a second member of staff adds to an office: tests take most for confirmed."""
    address = "second.person@staff.example"
    second = Member.objects.filter(email=address).first()
    return {
        "confirmed_by": second or MemberFactory(email=address, name="Second Person"),
        "confirmed_at": timezone.now(),
    }
