"""The page of an agency's signing rule: plain words for its people and its city's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Member, Organization, SigningRule
from portal.vocabulary.organizations import Capacity, OrganizationKind
from tests.factories import SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(mayor: Member, chief: Member) -> Organization:
    """The chief's agency is the mayor's city's."""
    Organization.objects.filter(pk=mayor.current_seats[0].organization_id).update(
        short_name="Alder"
    )
    Organization.objects.filter(pk=chief.current_seats[0].organization_id).update(
        parent=mayor.current_seats[0].organization, short_name="Alder PD"
    )
    return Organization.objects.get(short_name="Alder PD")


def page_of(agency: Organization) -> str:
    return f"/members/{agency.pk}/rule/"


def test_the_chief_reads_and_sets_the_rule(agency, chief, signed_in):
    client = signed_in(chief)
    page = client.get(page_of(agency))
    assert "Nobody has set a rule yet." in page.text

    sent = {"kind": "hold", "hours": "72", "seen": "0"}
    after = client.post(page_of(agency), sent, follow=True)

    assert "This is the rule now: The city has 72 hours to object." in after.text
    assert "Alder gets a mail when sign-on opens and can object." in after.text
    assert SigningRule.objects.get().hours == 72


@pytest.mark.parametrize("who", ["chief", "mayor", "publisher"])
def test_who_may_set_it_gets_the_form(request, agency, who, signed_in):
    page = signed_in(request.getfixturevalue(who)).get(page_of(agency))

    assert "Set this rule" in page.text


@pytest.mark.parametrize("side", ["agency", "city"])
def test_their_staff_read_it_and_cannot_set_it(agency, side, signed_in):
    body = agency if side == "agency" else agency.parent
    client = signed_in(SeatFactory(organization=body, capacity=Capacity.STAFF).member)

    assert "Set this rule" not in client.get(page_of(agency)).text
    refused = client.post(page_of(agency), {"kind": "nothing", "seen": "0"})
    assert refused.status_code == 403


@pytest.mark.parametrize("who", ["observer", "liaison", "nobody_yet"])
def test_nobody_else_finds_it(request, agency, who, signed_in):
    assert signed_in(request.getfixturevalue(who)).get(page_of(agency)).status_code == 404
    assert signed_in(SeatFactory().member).get(page_of(agency)).status_code == 404


def test_what_was_typed_stays_when_something_is_missing(agency, chief, signed_in):
    sent = {"kind": "hold", "hours": "", "seen": "0"}
    page = signed_in(chief).post(page_of(agency), sent)

    assert (page.status_code, "Give the number of hours." in page.text) == (422, True)
    assert SigningRule.objects.count() == 0


def test_a_stale_form_is_refused_once_and_then_taken(agency, chief, mayor, signed_in):
    made = SigningRule.objects.create(organization=agency, kind="no_objection", set_by=mayor)
    client = signed_in(chief)
    page = client.post(page_of(agency), {"kind": "notify", "seen": "0"})

    assert page.status_code == 422
    assert f"{mayor.name} changed the rule meanwhile." in page.text
    assert f'name="seen" value="{made.pk}"' in page.text
    again = client.post(page_of(agency), {"kind": "notify", "seen": str(made.pk)})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": OrganizationKind.SHERIFFS_OFFICE}, "answers to the voters"),
        ({"has_independent_head": True}, "answers to nobody in the city"),
        ({"parent": None}, "No city is recorded above Alder PD"),
    ],
)
def test_who_is_exempt_reads_why(agency, chief, signed_in, change, why):
    Organization.objects.filter(pk=agency.pk).update(**change)
    client = signed_in(chief)
    page = client.get(page_of(agency))

    assert (why in page.text, "Set this rule" in page.text) == (True, False)
    assert client.post(page_of(agency), {"kind": "nothing", "seen": "0"}).status_code == 403


def test_the_page_asks_the_database_the_same_for_3_rules_and_for_300(agency, chief, signed_in):
    client = signed_in(chief)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(agency)).status_code == 200
        return len(captured)

    def add(count: int) -> None:
        SigningRule.objects.bulk_create(
            SigningRule(organization=agency, kind="notify", set_by=chief) for _ in range(count)
        )

    add(3)
    client.get(page_of(agency))  # what is read once per process
    few = asked()
    add(297)
    assert asked() == few
