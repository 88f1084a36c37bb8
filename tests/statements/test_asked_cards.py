"""What cities and counsel are asked, on the home page."""

import pytest

from portal.models import Member
from portal.vocabulary.organizations import Capacity, OrganizationKind
from statements.operations.counsel import answer_as_counsel, ask_counsel
from tests.factories import MemberFactory, SeatFactory
from tests.statements.city_data import ASK, HOLD, opened, pair, rule, said
from tests.statements.signing_data import ago, ahead, open_sign_on, organization_of, sign, signer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(signed_in, statement):
    """`cards(member)` gives label and button of each card about a city or counsel."""

    def read(member: Member) -> list[tuple[str, str]]:
        shown = signed_in(member).get("/").context["cards"]
        return [(c.label, c.button) for c in shown if "/city/" in c.url or "/counsel/" in c.url]

    return read


@pytest.mark.parametrize("terms", [HOLD, ASK], ids=["hold", "no objection"])
def test_an_answer_waits_on_the_mayor_until_it_is_given(statement, cards, terms):
    mayor, chief = pair()
    aide = SeatFactory(organization=organization_of(mayor), capacity=Capacity.STAFF).member
    rule(organization_of(chief), **terms)
    assert cards(mayor) == [("Your city is asked", "Read and answer")]
    assert cards(aide) == [("Waits on Mayor Mara Mayor", "Read")]
    assert cards(chief) == cards(signer()) == []

    said(statement, chief, mayor)
    assert cards(mayor) == cards(aide) == []


def test_nothing_waits_where_no_answer_is_needed(statement, cards):
    mayor, chief = pair()
    for kind in ("nothing", "notify"):
        rule(organization_of(chief), kind=kind)
        assert cards(mayor) == []
    rule(organization_of(chief), **HOLD)
    opened(statement, hours_ago=49)
    assert cards(mayor) == []

    rule(organization_of(chief), **ASK)
    assert len(cards(mayor)) == 1
    open_sign_on(statement, kinds=[OrganizationKind.CITY])
    assert cards(mayor) == []
    open_sign_on(statement, kinds=[], deadline_at=ago(seconds=1))
    assert cards(mayor) == []


def test_nothing_waits_once_the_agency_has_signed(statement, cards):
    mayor, chief = pair()
    rule(organization_of(chief), kind="notify")
    sign(statement, chief)
    rule(organization_of(chief), **ASK)

    assert cards(mayor) == []


def test_a_hold_waits_until_its_hours_are_over_or_the_deadline(statement, signed_in):
    mayor, chief = pair()
    rule(organization_of(chief), **HOLD)

    def until() -> object:
        shown = signed_in(mayor).get("/").context["cards"]
        return next(card.deadline for card in shown if "/city/" in card.url)

    sign_on = open_sign_on(statement, deadline_at=ahead(days=9), opens_at=ago(hours=1))
    assert (until() - sign_on.opens_at).total_seconds() == 48 * 3600
    sign_on = open_sign_on(statement, deadline_at=ahead(hours=3), opens_at=ago(hours=1))
    assert until() == sign_on.deadline_at


def test_a_question_waits_on_counsel_until_it_is_answered(statement, ana, cards):
    attorney = SeatFactory(
        member=MemberFactory(name="Lex Attorney"),
        organization=organization_of(ana),
        capacity=Capacity.STAFF,
    ).member
    request = ask_counsel(
        statement_id=statement.pk,
        organization_id=organization_of(ana).pk,
        counsel_id=attorney.pk,
        actor=ana,
    )
    assert cards(attorney) == [("Your legal advice is asked", "Read and answer")]
    assert cards(ana) == []

    answer_as_counsel(request_id=request.pk, answer="call_me", actor=attorney)
    assert cards(attorney) == []
