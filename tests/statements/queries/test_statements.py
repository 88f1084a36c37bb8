"""Who sees a draft: its drafters, and the staff of those who issue it. Nobody else."""

import pytest
from django.db.models.functions import Now

from portal.models import Membership, Organization
from statements.models import SignOn, Statement
from statements.operations.importing import Origin, import_statement
from statements.queries.readers import members_who_work_on, statement_sight
from statements.queries.standing import eligible_organizations, open_sign_ons_for
from statements.queries.statements import (
    may_work_on,
    statement_list,
    statement_text,
    statements_visible_to,
)
from statements.vocabulary.states import StatementState
from tests.factories import OrganizationFactory
from tests.portal.samples import RELEASE
from tests.seats import moved
from tests.statements.publishing_data import (
    ask_everybody,
    frozen_statement,
    publishers,
    signed_by,
)

pytestmark = pytest.mark.django_db
SEES = {
    "mayor": True,
    "aide": True,
    "publisher": False,
    "editor": False,
    "chief": False,
    "observer": False,
    "liaison": False,
    "nobody_yet": False,
}


@pytest.fixture
def city(mayor) -> Organization:
    return mayor.current_seats[0].organization


@pytest.fixture
def draft(city, publisher) -> Statement:
    issuer = publisher.current_seats[0].organization
    origin = Origin(file_name="a.txt", organization=city, issuers=[issuer], actor=None)
    return import_statement(text=RELEASE, origin=origin)


@pytest.mark.parametrize(("role", "sees"), SEES.items())
def test_list_page_and_document_agree_on_who_sees_a_draft(draft, request, role, sees):
    member = request.getfixturevalue(role)
    expected = [draft] if sees else []

    assert list(statements_visible_to(member)) == expected
    assert list(statement_list(member)) == expected
    assert (statement_text(member, draft.ref) is not None) is sees
    assert may_work_on(member, draft.pk) is sees


def test_visitors_see_no_draft(draft):
    assert list(statement_list(None)) == []


@pytest.mark.trust("A10")
def test_a_seat_that_has_ended_sees_nothing(draft, mayor):
    assert mayor.current_seats
    moved(mayor.seats.all(), since="2020-01-01T00:00Z", until="2021-01-01T00:00Z")
    del mayor.current_seats

    assert list(statements_visible_to(mayor)) == []


def test_the_page_says_who_sees_it(draft, city, mayor):
    told = statement_sight(draft, mayor)

    assert (told.words, told.count) == (f"People of {city.short_name}", 1)


def test_what_was_sent_to_staff_is_seen_by_them(draft, city, mayor, publisher, editor):
    Statement.objects.update(handed_over_at=Now())
    draft.refresh_from_db()
    staff = publisher.current_seats[0].organization.short_name

    assert [list(statements_visible_to(member)) for member in (publisher, editor)] == [[draft]] * 2
    told = statement_sight(draft, publisher)
    assert told.words == f"People of {city.short_name}, the staff of {staff}"
    assert set(told.names) == {member.name for member in (mayor, publisher, editor)}


def test_the_working_group_sees_what_is_open_for_markup(draft, chief, observer):
    Statement.objects.update(state="markup")

    assert list(statements_visible_to(chief)) == [draft]
    assert list(statements_visible_to(observer)) == []


@pytest.mark.parametrize(
    ("terms", "asks"),
    [
        ({}, True),
        ({"kinds": ["police_agency"]}, True),
        ({"kinds": ["city"]}, False),
        ({"countries": ["CA"]}, False),
        ({"countries": ["US", "CA"]}, True),
    ],
)
def test_whoever_is_asked_to_sign_sees_it_and_both_readings_of_the_rule_agree(
    draft, chief, terms, asks
):
    Statement.objects.update(state="sign_on")
    sign_on = SignOn.objects.create(
        statement=draft, deadline_at="2099-01-01T00:00Z", opens_at="2020-01-01T00:00Z", **terms
    )
    body = chief.current_seats[0].organization

    assert list(statements_visible_to(chief)) == ([draft] if asks else [])
    assert eligible_organizations(sign_on).filter(pk=body.pk).exists() is asks
    assert open_sign_ons_for([body]).exists() is asks


@pytest.mark.parametrize("state", StatementState)
def test_c3_what_is_taken_back_is_not_open_to_those_who_were_only_asked(draft, chief, state):
    SignOn.objects.create(
        statement=draft, deadline_at="2099-01-01T00:00Z", opens_at="2020-01-01T00:00Z"
    )
    Statement.objects.update(state=state)
    draft.refresh_from_db()
    seen = state in {"markup", "sign_on", "scheduled", "published", "withdrawn"}

    assert list(statements_visible_to(chief)) == ([draft] if seen else [])
    assert members_who_work_on(draft).filter(pk=chief.pk).exists() is seen


def test_who_signed_goes_on_to_see_what_is_taken_back(staff_statement):
    statement, signer = staff_statement

    assert list(statements_visible_to(signer)) == [statement]
    assert members_who_work_on(statement).filter(pk=signer.pk).exists()
    assert "whoever has signed" in statement_sight(statement, signer).words


@pytest.fixture
def staff_statement():
    """Signed by one, and a draft again."""
    staff = publishers()
    statement = frozen_statement(staff)
    ask_everybody(statement)
    (signature,) = signed_by(statement, 1)
    Statement.objects.update(state="drafting")
    statement.refresh_from_db()
    return statement, signature.seat.member


def test_nobody_who_is_asked_sees_it_before_sign_on_opens(draft, chief):
    SignOn.objects.create(
        statement=draft, deadline_at="2099-01-02T00:00Z", opens_at="2099-01-01T00:00Z"
    )

    assert list(statements_visible_to(chief)) == []


def test_members_of_an_association_and_named_bodies_are_asked(draft, chief, mayor, publisher):
    association = publisher.current_seats[0].organization
    agency, city = (member.current_seats[0].organization for member in (chief, mayor))
    Membership.objects.create(organization=agency, association=association, since="2020-01-01")
    named = OrganizationFactory(kind="federal_body")
    Statement.objects.update(state="sign_on")
    sign_on = SignOn.objects.create(
        statement=draft, deadline_at="2099-01-01T00:00Z", opens_at="2020-01-01T00:00Z"
    )
    sign_on.associations.add(association)
    sign_on.named.add(named)

    assert set(eligible_organizations(sign_on)) == {agency, named}
    assert [open_sign_ons_for([body]).exists() for body in (agency, named, city)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("filters", "found"),
    [({"words": "notice"}, 1), ({"words": "nothing"}, 0), ({"state": "published"}, 0)],
)
def test_the_list_is_narrowed(draft, mayor, filters, found):
    assert statement_list(mayor, **filters).count() == found
