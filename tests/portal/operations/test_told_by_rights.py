"""What is told to many is asked once for all of them: the answer is each member's own."""

from collections.abc import Callable

import pytest

from portal.models import Member, Organization
from portal.operations.telling import thread_titles
from portal.queries.authority import authority_titles
from portal.registry import registry
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import Capacity
from roundtable.operations.meeting_news import meeting_titles
from roundtable.operations.telling import issue_titles
from statements.models import Statement
from statements.operations.telling import statement_titles
from statements.operations.telling_asked import titles_in_the_city
from tests.discussions import a_thread, an_issue
from tests.factories import SeatFactory
from tests.portal.authority_data import office_for
from tests.roundtable.meeting_data import planned
from tests.statements.city_data import ASK, chief_of, rule
from tests.statements.signing_data import (
    ahead,
    joint_statement,
    open_sign_on,
    organization_of,
    signer,
)

pytestmark = pytest.mark.django_db
PEOPLE = ("publisher", "editor", "mayor", "aide", "chief", "observer", "liaison", "nobody_yet")


@pytest.fixture
def people(request: pytest.FixtureRequest) -> None:
    """One of each part."""
    for name in PEOPLE:
        request.getfixturevalue(name)


def closed_thread() -> int:
    mayor = Member.objects.get(pk=signer().pk)
    return a_thread(an_issue(), mayor, audience=Audience.MAYORS).pk


def closed_issue() -> int:
    issue = an_issue(audience=Audience.NAMED)
    issue.readers.set(Member.objects.all()[::2])
    return issue.pk


def draft() -> int:
    """By the publisher's association."""
    return joint_statement(Organization.objects.filter(kind="association").first()).pk


def asked_of_agencies() -> int:
    """Of all agencies with a city and a rule, which therefore asks their cities, too."""
    statement = joint_statement()
    city = signer("Mara Mayor")
    SeatFactory(organization=organization_of(city), capacity=Capacity.STAFF)
    SeatFactory(organization=organization_of(city), capacity=Capacity.OBSERVER)
    rule(organization_of(chief_of(city)), **ASK)
    free = signer("Free Mayor")
    rule(organization_of(chief_of(free, has_independent_head=True)), **ASK)
    silent = signer("Silent Mayor")
    rule(organization_of(chief_of(silent)), kind="nothing")
    open_sign_on(statement, kinds=["police_agency"])
    return statement.pk


def asked_of_agencies_soon() -> int:
    pk = asked_of_agencies()
    open_sign_on(Statement.objects.get(pk=pk), opens_at=ahead(hours=1), kinds=["police_agency"])
    return pk


def authority() -> int:
    return office_for(Member.objects.filter(seats__capacity=Capacity.PRINCIPAL)[0]).pk


def meeting() -> int:
    return planned(Member.objects.filter(seats__capacity=Capacity.PUBLISHER)[0]).pk


SUBJECTS: dict[object, list[Callable[[], int]]] = {
    statement_titles: [draft, asked_of_agencies],
    titles_in_the_city: [draft, asked_of_agencies, asked_of_agencies_soon],
    thread_titles: [closed_thread],
    issue_titles: [closed_issue],
    meeting_titles: [meeting],
    authority_titles: [authority],
}


@pytest.mark.trust("C9")
@pytest.mark.parametrize("kind", registry.announcement_kinds.values(), ids=lambda kind: kind.name)
def test_whoever_is_told_of_something_may_see_it_and_nobody_else_is(people, kind):
    """Also where a kind is new: it has to say here what it is about."""
    for make in SUBJECTS[kind.subjects]:
        subject = make()
        asked = kind.may_see(Member.objects.all(), subject)
        told = set(asked.values_list("name", flat=True))

        assert told == {one.name for one in Member.objects.all() if kind.subjects(one, [subject])}
        assert len(told) < Member.objects.count()


@pytest.mark.parametrize("kind", registry.announcement_kinds.values(), ids=lambda kind: kind.name)
def test_of_those_who_are_asked_about_only_they_are_answered(people, kind, nobody_yet):
    subject = SUBJECTS[kind.subjects][0]()

    assert kind.may_see(Member.objects.all(), subject).exists()
    assert list(kind.may_see(Member.objects.filter(pk=nobody_yet.pk), subject)) == []
    assert list(kind.may_see(Member.objects.none(), subject)) == []
