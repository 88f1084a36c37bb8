"""What a city says of its agency, and how its mayor is asked."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.models import Announcement, AuditEvent, SigningRule
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from statements.models import CityAnswer, Signature
from statements.operations.city import answer_for_city, ask_mayor
from statements.operations.signing import withdraw_signature
from tests.factories import OrganizationFactory, SeatFactory
from tests.statements.city_data import ASK, HOLD, pair, rule, said
from tests.statements.signing_data import (
    ago,
    open_sign_on,
    organization_of,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db
YES, NO = "no_objection", "objection"


# --- answering for a city -------------------------------------------------------------------------


def test_an_answer_is_kept_with_who_gave_it_and_told(statement):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    answer = said(statement, chief, mayor)

    assert (answer.seat, answer.kind) == (mayor.current_seats[0], YES)
    event = AuditEvent.objects.get(verb=Verb.CITY_ANSWERED)
    facts = {"organization": organization_of(chief).pk, "kind": YES, "answer": answer.pk}
    assert (event.actor, event.object_id, event.after) == (mayor, str(statement.pk), facts)
    assert Announcement.objects.get(kind="city_answered").key == f"city-answered:{answer.pk}"


def test_the_same_answer_twice_is_one(statement):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    first = said(statement, chief, mayor)

    assert said(statement, chief, mayor) == first
    assert CityAnswer.objects.count() == 1


def test_only_who_may_sign_for_the_city_answers_for_it(statement):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    aide = SeatFactory(organization=organization_of(mayor), capacity=Capacity.STAFF).member

    with pytest.raises(PermissionDenied):
        said(statement, chief, chief)
    with pytest.raises(PermissionDenied):
        said(statement, chief, signer())
    with pytest.raises(Refusal, match="Mara Mayor can"):
        said(statement, chief, aide)
    assert CityAnswer.objects.count() == 0


def test_the_database_takes_an_answer_from_no_other_city(statement):
    _, chief = pair()
    other = signer()

    with pytest.raises(IntegrityError, match="only the own city"), transaction.atomic():
        CityAnswer.objects.create(
            statement=statement,
            agency=organization_of(chief),
            seat=other.current_seats[0],
            kind=YES,
        )


def test_an_answer_needs_a_rule_a_word_and_the_time(statement):
    mayor, chief = pair()
    with pytest.raises(Refusal, match="No rule asks a city"):
        said(statement, chief, mayor)
    rule(organization_of(chief), **ASK)
    with pytest.raises(Refusal, match="Choose one"):
        said(statement, chief, mayor, "perhaps")

    open_sign_on(statement, deadline_at=ago(seconds=1))
    with pytest.raises(Refusal, match="The time to sign ended"):
        said(statement, chief, mayor)


def test_an_objection_after_the_signature_takes_nothing_back(statement):
    mayor, chief = pair()
    rule(organization_of(chief), kind="notify")
    signature = sign(statement, chief)

    with pytest.raises(Refusal, match="has signed already"):
        said(statement, chief, mayor, YES)
    said(statement, chief, mayor, NO)

    assert Signature.objects.get().ended_at is None
    assert Announcement.objects.get(kind="city_answered").detail["has_signed"] is True
    withdraw_signature(signature_id=signature.pk, reason="The city objects.", actor=chief)
    assert said(statement, chief, mayor, YES).kind == YES


def test_what_is_never_stored_is_kept_out_of_the_reason(statement):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)

    with pytest.raises(Refusal):
        answer_for_city(
            statement_id=statement.pk,
            agency_id=organization_of(chief).pk,
            kind=NO,
            reason="See the file of A123456789.",
            actor=mayor,
        )
    assert CityAnswer.objects.count() == 0


# --- asking the mayor -----------------------------------------------------------------------------


def ask(statement, chief):
    return ask_mayor(statement_id=statement.pk, agency_id=organization_of(chief).pk, actor=chief)


def test_the_mayor_is_asked_once(statement):
    _, chief = pair()
    rule(organization_of(chief), **ASK)
    ask(statement, chief)

    with pytest.raises(Refusal, match="The mayor was asked on"):
        ask(statement, chief)
    assert Announcement.objects.filter(kind="mayor_asked").count() == 1
    event = AuditEvent.objects.get(verb=Verb.MAYOR_ASKED)
    assert (event.actor, event.after) == (chief, {"organization": organization_of(chief).pk})


@pytest.mark.parametrize("terms", [{"kind": "nothing"}, {"kind": "notify"}])
def test_nobody_is_asked_where_nothing_is_waited_for(statement, terms):
    _, chief = pair()
    rule(organization_of(chief), **terms)

    with pytest.raises(Refusal, match="nothing to ask"):
        ask(statement, chief)


def test_a_city_that_has_answered_is_not_asked(statement):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    said(statement, chief, mayor, NO)

    with pytest.raises(Refusal, match="nothing to ask"):
        ask(statement, chief)


def test_a_city_without_anybody_here_cannot_be_asked(statement):
    city = OrganizationFactory(name="City of Beech", short_name="Beech")
    _, chief = pair(parent=city)
    rule(organization_of(chief), **ASK)

    with pytest.raises(Refusal, match="Nobody here may answer for Beech"):
        ask(statement, chief)
    assert Announcement.objects.filter(kind="mayor_asked").count() == 0


def test_rules_are_only_added():
    _, chief = pair()
    made = rule(organization_of(chief), **HOLD)

    with pytest.raises(IntegrityError), transaction.atomic():
        SigningRule.objects.filter(pk=made.pk).update(hours=1)
