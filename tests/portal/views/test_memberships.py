"""Entering that an organization joins and leaves an association."""

from datetime import date

import pytest

from portal.models import Membership, Organization
from tests.factories import OrganizationFactory
from tests.portal.people_pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> Organization:
    return OrganizationFactory(name="City of Fairmont")


def test_staff_enter_and_end_a_membership_of_their_association(city, league, staff):
    client, path = sign_in(staff), f"/members/{city.pk}/memberships/"
    joined = client.post(path, {"association": league.pk, "since": "2020-01-01"})
    membership = Membership.objects.get()
    end = f"{path}{membership.pk}/end/"

    assert (joined.status_code, f'href="{end}"' in client.get(path).text) == (302, True)
    assert client.post(end, {"until": "2019-01-01"}).status_code == 422
    assert client.post(end, {"until": "2021-01-01"}).status_code == 302
    membership.refresh_from_db()
    assert (membership.since, membership.until) == (date(2020, 1, 1), date(2021, 1, 1))
    assert client.get(end).status_code == 404


def test_the_staff_of_another_association_see_it_and_end_nothing(city, league, staff, publisher):
    membership = Membership.objects.create(
        organization=city, association=league, since="2020-01-01"
    )
    client, path = sign_in(publisher), f"/members/{city.pk}/memberships/"
    page = client.get(path).text

    assert ("League of Mayors" in page, "End this membership" in page) == (True, False)
    assert client.get(f"{path}{membership.pk}/end/").status_code == 404
    asked = client.post(path, {"association": league.pk, "since": "2020-01-01"})
    assert asked.status_code == 422


@pytest.mark.parametrize("since", ["", "soon", "2999-01-01"])
def test_a_day_that_is_none_is_explained(since, city, league, staff):
    data = {"association": league.pk, "since": since}

    assert sign_in(staff).post(f"/members/{city.pk}/memberships/", data).status_code == 422
    assert Membership.objects.count() == 0
