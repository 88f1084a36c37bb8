"""Whom it is told that an agency's city is asked, and what it answered."""

import pytest

from portal.models import Announcement, Member
from portal.vocabulary.organizations import Capacity, OrganizationKind
from statements.models import Statement
from statements.operations import lifecycle
from statements.operations.city import ask_mayor
from tests.factories import SeatFactory
from tests.statements.city_data import ASK, HOLD, pair, rule, said
from tests.statements.signing_data import ago, delegated, organization_of, sign
from tests.statements.telling_data import (
    a_minute_passes,
    ask_for_signatures,
    frozen_statement,
    run,
    tell,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Member, Member]:
    """A mayor, and a chief whose agency is on hold for two days."""
    mayor, chief = pair()
    rule(organization_of(chief), **HOLD)
    return mayor, chief


@pytest.fixture
def statement(publisher: Member, two: tuple[Member, Member]) -> Statement:
    """Open for signing since now."""
    frozen = frozen_statement(publisher)
    ask_for_signatures(frozen, publisher)
    a_minute_passes(frozen)
    return Statement.objects.get(pk=frozen.pk)


def test_the_mayor_is_told_with_a_copy_to_the_staff(statement, two):
    mayor, chief = two
    aide = SeatFactory(organization=organization_of(mayor), capacity=Capacity.STAFF).member
    rows = tell("city_asked")

    assert {row.recipient for row in rows} == {mayor, aide}
    assert {row.url for row in rows} == {
        f"/statements/{statement.ref}/city/{organization_of(chief).pk}/"
    }
    own = next(row for row in rows if row.recipient == mayor)
    assert own.title == f"Alder PD is asked to co-sign: Alder can object ({statement.ref})"
    assert "to object for City of Alder" in own.mail.text
    assert statement.title in own.mail.text


def test_an_acting_mayor_and_a_delegate_are_told_too(statement, two):
    mayor, _ = two
    city = organization_of(mayor)
    acting = SeatFactory(organization=city, capacity=Capacity.ACTING).member
    deputy = SeatFactory(organization=city, capacity=Capacity.DESIGNEE, since=ago(days=9)).member
    delegated(deputy, by=mayor)

    assert told("city_asked") == sorted([mayor.email, acting.email, deputy.email])


def test_nobody_is_told_in_the_minute_in_which_it_can_be_undone(publisher, two):
    sign_on = ask_for_signatures(frozen_statement(publisher), publisher)

    assert Announcement.objects.get(kind="city_asked").job.run_after == sign_on.opens_at
    assert told("city_asked") == []  # nor by a job that runs too early


def test_of_an_opening_that_was_undone_and_repeated_only_the_last_is_told(publisher, two):
    frozen = frozen_statement(publisher)
    ask_for_signatures(frozen, publisher)
    lifecycle.undo_sign_on(statement_id=frozen.pk, actor=publisher)
    ask_for_signatures(frozen, publisher)
    a_minute_passes(frozen)

    first, second = Announcement.objects.filter(kind="city_asked").order_by("pk")
    assert (run(first), len(run(second))) == ([], 1)


@pytest.mark.parametrize("kind", ["nothing", "notify"])
def test_the_rule_decides_whether_a_city_is_told(publisher, two, kind):
    mayor, chief = two
    rule(organization_of(chief), kind=kind)
    frozen = frozen_statement(publisher)
    ask_for_signatures(frozen, publisher)
    a_minute_passes(frozen)

    asked = Announcement.objects.filter(kind="city_asked")
    assert [row.recipient for one in asked for row in run(one)] == (
        [mayor] if kind == "notify" else []
    )


def test_a_city_that_is_not_asked_itself_is_told(publisher, two):
    mayor, _ = two
    frozen = frozen_statement(publisher)
    sign_on = ask_for_signatures(frozen, publisher)
    sign_on.kinds = [OrganizationKind.POLICE_AGENCY]
    sign_on.save()
    a_minute_passes(frozen)

    assert told("city_asked") == [mayor.email]


def test_asking_the_mayor_sends_one_mail_that_names_who_asks(statement, two):
    mayor, chief = two
    rule(organization_of(chief), **ASK)
    ask_mayor(statement_id=statement.pk, agency_id=organization_of(chief).pk, actor=chief)
    (row,) = tell("mayor_asked")

    assert (row.recipient, row.mail.to) == (mayor, mayor.email)
    assert row.title == f"Alder PD waits for your answer ({statement.ref})"
    assert "Cal Chief of City of Alder Police asks" in row.mail.text


def test_a_mayor_who_has_answered_meanwhile_is_not_bothered(statement, two):
    mayor, chief = two
    rule(organization_of(chief), **ASK)
    ask_mayor(statement_id=statement.pk, agency_id=organization_of(chief).pk, actor=chief)
    said(statement, chief, mayor)

    assert tell("mayor_asked") == []


def test_the_agency_hears_the_answer_and_staff_find_it_on_their_page(statement, two, publisher):
    mayor, chief = two
    said(statement, chief, mayor)
    rows = tell("city_answered")

    assert {row.recipient: bool(row.mail) for row in rows} == {chief: True, publisher: False}
    assert {row.title for row in rows} == {
        f"Alder has no objection to the signature of Alder PD ({statement.ref})"
    }


def test_an_objection_after_the_signature_is_mailed_to_agency_and_staff(statement, two, publisher):
    mayor, chief = two
    rule(organization_of(chief), kind="notify")
    sign(statement, chief)
    said(statement, chief, mayor, "objection")
    rows = tell("city_answered")

    assert {row.recipient: bool(row.mail) for row in rows} == {chief: True, publisher: True}
    assert all("Its signature stands unless" in row.mail.text for row in rows)
