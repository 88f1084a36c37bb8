"""Rules count only for seats held: there is no member who passes them by being somebody."""

import pytest
from rules.permissions import permissions

from portal.models import Member
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory

pytestmark = pytest.mark.django_db


def passed(member: Member) -> list[str]:
    return [name for name in permissions if member.has_perm(name)]


def test_b1_without_a_seat_nothing_is_allowed():
    assert passed(MemberFactory()) == []


def test_b1_no_command_makes_a_member_who_passes_every_rule():
    assert not hasattr(Member.objects, "create_superuser")
    assert not hasattr(Member(), "is_superuser")


def test_b1_who_is_suspended_passes_none(publisher):
    assert passed(publisher) != []
    publisher.is_active = False

    assert passed(publisher) == []


def test_a_seat_elsewhere_gives_nothing_here(publisher):
    aide = SeatFactory(organization=OrganizationFactory()).member

    assert aide.has_perm("portal.manage_people", publisher.current_seats[0].organization) is False
