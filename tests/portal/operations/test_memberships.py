"""Joining and leaving an association, entered by its own staff."""

from datetime import date, timedelta

import pytest

from portal.models import AuditEvent, Member, Membership, Organization
from portal.operations.memberships import add_membership, end_membership
from portal.queries.clock import database_now
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import OrganizationKind
from portal.vocabulary.refusals import Refusal
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db

JOINED, LEFT = date(2020, 1, 1), date(2024, 1, 1)


def join(
    body: Organization, association: Organization, actor: Member, since: date = JOINED
) -> Membership:
    return add_membership(
        organization_id=body.pk, association_id=association.pk, since=since, actor=actor
    )


def leave(membership: Membership, actor: Member, until: date = LEFT) -> Membership:
    return end_membership(membership_id=membership.pk, until=until, actor=actor)


def today() -> date:
    return database_now().date()


@pytest.fixture
def city(db: None) -> Organization:
    return OrganizationFactory(name="City of Fairmont")


def test_an_organization_joins_and_leaves_and_stays_on_record(city, league, staff):
    ended = leave(join(city, league, staff), staff)
    events = AuditEvent.objects.order_by("pk").values_list("verb", "object_id", "before", "after")

    assert (ended.since, ended.until) == (JOINED, LEFT)
    name = league.name
    assert list(events) == [
        (
            Verb.MEMBERSHIP_ADDED,
            str(city.pk),
            None,
            {"association": name, "since": "2020-01-01"},
        ),
        (
            Verb.MEMBERSHIP_ENDED,
            str(city.pk),
            {"association": name, "until": None},
            {"association": name, "until": "2024-01-01"},
        ),
    ]


def test_it_may_join_again_from_the_day_it_left(city, league, staff):
    leave(join(city, league, staff), staff)
    with pytest.raises(Refusal, match="left League of Mayors on 2024-01-01"):
        join(city, league, staff, LEFT - timedelta(days=1))

    assert join(city, league, staff, LEFT).until is None


def test_it_joins_once(city, league, staff):
    join(city, league, staff)

    with pytest.raises(Refusal, match="belongs to League of Mayors already"):
        join(city, league, staff, LEFT)


def test_days_to_come_are_entered_when_they_have_come(city, league, staff):
    with pytest.raises(Refusal, match="This day lies ahead"):
        join(city, league, staff, today() + timedelta(days=1))
    membership = join(city, league, staff, today())
    with pytest.raises(Refusal, match="This day lies ahead"):
        leave(membership, staff, today() + timedelta(days=1))
    with pytest.raises(Refusal, match="Write a day after that"):
        leave(membership, staff, today())


def test_a_membership_ends_once(city, league, staff):
    membership = leave(join(city, league, staff), staff)

    with pytest.raises(Refusal, match="has ended already"):
        leave(membership, staff, today())


@pytest.mark.parametrize("role", ["publisher", "mayor", "observer"])
def test_only_the_associations_own_staff_enter_it(role, request, city, league, staff):
    actor = request.getfixturevalue(role)
    membership = join(city, league, staff)
    with pytest.raises(Refusal, match="Only the staff of League of Mayors"):
        leave(membership, actor)
    with pytest.raises(Refusal, match="Only the staff of League of Mayors"):
        join(OrganizationFactory(), league, actor)


def test_staff_do_not_open_the_other_side_to_themselves(city, league, staff):
    join(city, league, staff)
    before = Member.objects.get(pk=staff.pk).audiences
    agency = OrganizationFactory(kind=OrganizationKind.POLICE_AGENCY)
    with pytest.raises(Refusal, match="its staff would see what is closed to these"):
        join(agency, league, staff)

    assert Member.objects.get(pk=staff.pk).audiences == before


@pytest.mark.parametrize("kind", [OrganizationKind.FEDERAL_BODY, OrganizationKind.ASSOCIATION])
def test_bodies_that_sign_nothing_join_nothing(kind, league, staff):
    with pytest.raises(Refusal, match="Only cities, counties, police agencies"):
        join(OrganizationFactory(kind=kind), league, staff)


def test_only_associations_have_members(city, staff):
    with pytest.raises(Refusal, match="Only an association has members"):
        join(OrganizationFactory(), city, staff)
