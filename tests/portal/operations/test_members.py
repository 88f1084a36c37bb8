"""Invitations: for one address, once, for seven days; nobody else gets in."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models.functions import Now

from portal.models import AuditEvent, Invitation, Mandate, Member, Seat
from portal.operations.members import accept_invitation, invite_member
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from portal.vocabulary.refusals import Refusal
from tests.factories import MemberFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def city():
    return OrganizationFactory()


def invited(city, *, email="new@city.example", capacity=Capacity.PRINCIPAL) -> str:
    """The token of a fresh invitation."""
    link = invite_member(
        email=email,
        organization=city,
        capacity=capacity,
        title="Mayor",
        site_url="https://portal.example",
        actor=None,
    )
    return re.fullmatch(r"https://portal\.example/invitations/(.+)/", link).group(1)


def accepted(token: str, *, password: str = PASSWORD, signed_in: Member | None = None) -> Member:
    return accept_invitation(token=token, name="Ana", password=password, signed_in=signed_in)


def test_accepting_gives_the_seat_and_a_verified_address(city):
    member = accepted(invited(city))

    assert [(s.organization, s.capacity, s.title) for s in member.current_seats] == [
        (city, Capacity.PRINCIPAL, "Mayor")
    ]
    assert member.emailaddress_set.get().verified is True


def test_a_principals_office_is_their_mandate(city):
    member = accepted(invited(city))

    mandate = Mandate.objects.get(seat__member=member)
    assert (mandate.instrument, mandate.confirmed_by) == (Instrument.OFFICE, None)


def test_staff_have_no_mandate(city):
    accepted(invited(city, capacity=Capacity.STAFF))

    assert Mandate.objects.count() == 0


@pytest.mark.trust("A11")
def test_an_invitation_works_once(city):
    token = invited(city)
    member = accepted(token)

    with pytest.raises(Refusal, match="was used"):
        accepted(token, signed_in=member)
    assert Seat.objects.count() == 1


@pytest.mark.trust("A11")
def test_an_invitation_expires(city):
    token = invited(city)
    Invitation.objects.update(expires_at=Now() - timedelta(seconds=1))

    with pytest.raises(Refusal, match="expired"):
        accepted(token)


@pytest.mark.trust("A11")
def test_the_token_itself_is_not_stored(city):
    token = invited(city)

    assert not Invitation.objects.filter(token_hash=token).exists()


@pytest.mark.trust("A11")
def test_an_existing_account_takes_a_second_seat_only_when_signed_in(city):
    member = MemberFactory(email="new@city.example")
    token = invited(city)

    with pytest.raises(Refusal, match="already has an account"):
        accepted(token)
    with pytest.raises(Refusal, match="already has an account"):
        accepted(token, signed_in=MemberFactory())
    assert accepted(token, signed_in=member) == member


def test_a_weak_password_is_refused_and_the_invitation_stays(city):
    token = invited(city)

    with pytest.raises(ValidationError, match="too short"):
        accepted(token, password="short")
    assert Member.objects.count() == 0
    assert accepted(token).has_usable_password() is True


def test_without_a_password_codes_by_mail_remain(city):
    assert accepted(invited(city), password="").has_usable_password() is False


def test_only_associations_have_publishers(city):
    with pytest.raises(Refusal, match="not an association"):
        invited(city, capacity=Capacity.PUBLISHER)
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    assert accepted(invited(association, capacity=Capacity.PUBLISHER)).current_seats != []


def test_invitation_and_acceptance_are_on_record(city):
    member = accepted(invited(city))

    assert list(AuditEvent.objects.values_list("verb", "actor")) == [
        (Verb.MEMBER_INVITED, None),
        (Verb.INVITATION_ACCEPTED, member.pk),
        (Verb.SEAT_GIVEN, member.pk),
        (Verb.MANDATE_GRANTED, member.pk),
    ]
