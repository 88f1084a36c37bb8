"""Two who change the directory at the same moment: nothing is lost, nothing is there twice."""

from collections.abc import Callable

import pytest

from portal.models import Member, Organization
from portal.operations.organizations import ChangedMeanwhile, change_organization
from portal.vocabulary.organizations import Capacity, OrganizationKind
from tests.factories import OrganizationFactory, SeatFactory
from tests.portal.roster_data import counts, run
from tests.races.conftest import ROUNDS

pytestmark = pytest.mark.usefixtures("cloned_database")


def staff() -> Member:
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    return SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member


def saving(body: Organization, actor: Member, **values: str) -> Callable[[], object]:
    """As a page sends it that was opened when nothing was recorded."""
    return lambda: change_organization(
        organization_id=body.pk, seen=dict.fromkeys(values, ""), values=values, actor=actor
    )


def importing(text: str) -> Callable[[], object]:
    return lambda: run(text)


def test_two_who_save_the_same_field_do_not_both_write_it(at_once):
    one, two = staff(), staff()
    for _ in range(ROUNDS):
        body = OrganizationFactory()
        results = at_once(saving(body, one, place="Here"), saving(body, two, place="There"))
        refused = [type(result) for result in results if isinstance(result, Exception)]

        assert refused == [ChangedMeanwhile]
        body.refresh_from_db()
        assert body.place in {"Here", "There"}


def test_two_who_save_different_fields_both_do(at_once):
    one, two = staff(), staff()
    for _ in range(ROUNDS):
        body = OrganizationFactory()
        results = at_once(saving(body, one, place="Here"), saving(body, two, region="OH"))

        assert [result for result in results if isinstance(result, Exception)] == []
        body.refresh_from_db()
        assert (body.place, body.region) == ("Here", "OH")


def test_the_same_roster_twice_at_once_enters_everything_once(at_once):
    for number in range(ROUNDS):
        lines = "\n".join(f"Town {number} {line},city,OH" for line in range(5))
        text = f"name,kind,state\n{lines}\n"
        results = at_once(importing(text), importing(text))

        assert sorted(counts(plan) for plan in results) == [(0, 0, 5, 0), (5, 0, 0, 0)]


def test_a_roster_and_a_save_of_the_same_body_both_count(at_once):
    actor = staff()
    for number in range(ROUNDS):
        body = OrganizationFactory(name=f"Harbor {number}")
        text = f"name,kind,state\nHarbor {number},city,OH\n"
        results = at_once(importing(text), saving(body, actor, place="Here"))

        assert [result for result in results if isinstance(result, Exception)] == []
        body.refresh_from_db()
        assert (body.place, body.region) == ("Here", "OH")
