"""Who stands around a directory."""

import pytest

from portal.models import Member, Organization
from portal.vocabulary.organizations import OrganizationKind
from tests.factories import OrganizationFactory, SeatFactory


@pytest.fixture
def league(db: None) -> Organization:
    return OrganizationFactory(
        name="League of Mayors", short_name="League", kind=OrganizationKind.ASSOCIATION
    )


@pytest.fixture
def staff(league: Organization) -> Member:
    return SeatFactory(organization=league, capacity="publisher").member
