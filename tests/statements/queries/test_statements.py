"""Who sees a draft: its drafters, and the staff of those who issue it. Nobody else."""

import pytest

from portal.models import Organization
from statements.models import Statement
from statements.operations.importing import Origin, import_statement
from statements.queries.statements import (
    audience_sentence,
    may_see_statement,
    statement_list,
    statement_text,
    statements_visible_to,
)
from tests.portal.samples import RELEASE

pytestmark = pytest.mark.django_db
SEES = {
    "mayor": True,
    "aide": True,
    "publisher": True,
    "editor": True,
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
    assert may_see_statement(member, draft.pk) is sees


def test_visitors_see_no_draft(draft):
    assert list(statement_list(None)) == []


def test_a_seat_that_has_ended_sees_nothing(draft, mayor):
    seat = mayor.current_seats[0]
    type(seat).objects.filter(pk=seat.pk).update(
        since="2020-01-01T00:00Z", until="2021-01-01T00:00Z"
    )
    del mayor.current_seats

    assert list(statements_visible_to(mayor)) == []


def test_the_page_says_who_sees_it(draft, city, publisher):
    staff = publisher.current_seats[0].organization.short_name

    assert audience_sentence(draft) == f"People of {city.short_name}, and the staff of {staff}."


@pytest.mark.parametrize(
    ("filters", "found"),
    [({"words": "notice"}, 1), ({"words": "nothing"}, 0), ({"state": "published"}, 0)],
)
def test_the_list_is_narrowed(draft, mayor, filters, found):
    assert statement_list(mayor, **filters).count() == found
