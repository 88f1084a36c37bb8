"""Instants, authority, rule and time of what is added, past every page and operation.

- When something was signed, agreed to again, ended, answered or cleared is the database's to say.
- Who is suspended binds nobody; a reconfirmation waits for city and time as a signature does.
- A text is cleared from a current publisher's seat of an issuer, and only the newest.
"""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.models import Member, SigningRule
from portal.vocabulary.organizations import Capacity, OrganizationKind
from statements.models import (
    Answer,
    CityAnswer,
    Clearance,
    CounselRequest,
    Reconfirmation,
    Signature,
    Statement,
)
from tests.factories import OrganizationFactory, SeatFactory
from tests.seats import moved
from tests.statements.publishing_data import ask_everybody, frozen_statement, publishers
from tests.statements.signing_data import (
    ago,
    ahead,
    mandate_for,
    newest,
    open_sign_on,
    organization_of,
    publish,
    revise,
    sign,
    signer,
)
from tests.statements.test_evidence_sql import refused, row

pytestmark = pytest.mark.django_db

LONG_AGO = ago(days=20)


def is_now(moment: datetime) -> bool:
    return timezone.now() - moment < timedelta(minutes=1)


def again(signature: Signature, **changed: object) -> Reconfirmation:
    """As somebody would write it by hand."""
    facts = {
        "signature": signature,
        "seat": signature.seat,
        "mandate": signature.mandate,
        "revision": newest(signature.statement),
        "digest": newest(signature.statement).digest,
        "attestation": "Again.",
        "step_up": "session",
    }
    with transaction.atomic():
        return Reconfirmation.objects.create(**(facts | changed))


# --- when -------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", [LONG_AGO, ahead(days=20)], ids=["earlier", "later"])
def test_b3_no_signature_is_dated_by_who_writes_it(statement, ana, moment):
    made = row(statement, ana, signed_at=moment)
    made.save()

    made.refresh_from_db()
    assert is_now(made.signed_at)


@pytest.mark.parametrize(
    "ending",
    [
        {"ended_at": LONG_AGO, "ended_as": "withdrawn"},
        {"ended_reason": "The council objects."},
    ],
)
def test_b12_no_signature_begins_as_ended(statement, ana, ending):
    refused(row(statement, ana, **ending), "has not ended")


def test_b12_no_ending_is_dated_by_who_writes_it(statement, ana):
    made = sign(statement, ana)
    Signature.objects.filter(pk=made.pk).update(ended_at=LONG_AGO, ended_as="withdrawn")

    made.refresh_from_db()
    assert is_now(made.ended_at)
    assert made.ended_at > made.signed_at


def test_b3_no_reconfirmation_is_dated_by_who_writes_it(statement, ana):
    made = sign(statement, ana)
    revise(statement)
    found = again(made, reconfirmed_at=LONG_AGO)

    found.refresh_from_db()
    assert is_now(found.reconfirmed_at)


def test_h5_no_answer_is_dated_by_who_writes_it(statement, ana):
    seat = ana.current_seats[0]
    facts = {"statement": statement, "organization": seat.organization, "seat": seat}
    found = Answer.objects.create(
        **facts, revision=newest(statement), kind="recused", answered_at=LONG_AGO
    )

    found.refresh_from_db()
    assert is_now(found.answered_at)


def test_h5_no_answer_of_a_city_is_dated_by_who_writes_it(statement, ana):
    agency = OrganizationFactory(kind=OrganizationKind.POLICE_AGENCY, parent=organization_of(ana))
    found = CityAnswer.objects.create(
        statement=statement,
        agency=agency,
        seat=ana.current_seats[0],
        kind="objection",
        answered_at=LONG_AGO,
    )

    found.refresh_from_db()
    assert is_now(found.answered_at)


def test_h5_no_question_to_counsel_is_dated_or_answered_by_who_asks(statement, ana):
    counsel = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    facts = {
        "statement": statement,
        "organization": organization_of(ana),
        "revision": newest(statement),
        "asked_by": ana.current_seats[0],
        "counsel": counsel,
        "asked_at": LONG_AGO,
    }
    with pytest.raises(IntegrityError, match="asked first"), transaction.atomic():
        CounselRequest.objects.create(**facts, answer="no_objection", answered_at=LONG_AGO)
    asked = CounselRequest.objects.create(**facts)
    CounselRequest.objects.filter(pk=asked.pk).update(answer="call_me", answered_at=LONG_AGO)

    asked.refresh_from_db()
    assert (is_now(asked.asked_at), is_now(asked.answered_at)) == (True, True)


# --- who --------------------------------------------------------------------------------------


@pytest.mark.trust("B1")
def test_b1_no_row_of_somebody_who_is_suspended(statement, ana):
    made = sign(statement, ana)
    revise(statement)
    other = signer()
    Member.objects.filter(pk__in=(ana.pk, other.pk)).update(is_active=False)

    refused(row(statement, other), "no authority to sign")
    with pytest.raises(IntegrityError, match="no authority to sign"):
        again(made)


# --- city and time ----------------------------------------------------------------------------


def chief_under_the_rule(mayor: Member) -> Member:
    """Heads an agency of the mayor's city that waits until the mayor has no objection."""
    agency = OrganizationFactory(
        kind=OrganizationKind.POLICE_AGENCY, parent=organization_of(mayor), name="Alder PD"
    )
    chief = SeatFactory(organization=agency, title="Chief", since=ago(days=3)).member
    mandate_for(chief)
    return chief


@pytest.mark.trust("B2")
def test_b3_no_reconfirmation_that_the_city_has_not_let_through(statement, ana):
    chief = chief_under_the_rule(ana)
    made = sign(statement, chief)
    revise(statement)
    rule = {"organization": organization_of(chief), "kind": "no_objection", "set_by": ana}
    SigningRule.objects.create(**rule)

    with pytest.raises(IntegrityError, match="has not let it sign"):
        again(made)
    CityAnswer.objects.create(
        statement=statement,
        agency=organization_of(chief),
        seat=ana.current_seats[0],
        kind="no_objection",
    )
    again(made)


@pytest.mark.parametrize(
    "terms", [{"opens_at": None}, {"opens_at": ahead(hours=1)}, {"deadline_at": ago(seconds=1)}]
)
def test_b3_no_reconfirmation_outside_the_time_to_sign(statement, ana, terms):
    made = sign(statement, ana)
    revise(statement)
    open_sign_on(statement, **terms)

    with pytest.raises(IntegrityError, match="not open for signing"):
        again(made)


def test_b3_what_a_coming_release_lists_is_taken_up_while_signing_is_closed(statement, ana):
    listed, other = sign(statement, ana), sign(statement, signer())
    publish(statement, listed, release_at=ahead(hours=1))
    fresh = {one: mandate_for(one.seat.member) for one in (listed, other)}

    again(listed, mandate=fresh[listed])
    with pytest.raises(IntegrityError, match="not open for signing"):
        again(other, mandate=fresh[other])


# --- clearing ---------------------------------------------------------------------------------


@pytest.fixture
def publisher(db: None) -> Member:
    return publishers(1)[0]


@pytest.fixture
def frozen(publisher) -> Statement:
    return frozen_statement([publisher])


def cleared(statement: Statement, member: Member, **changed: object) -> Clearance:
    """As somebody would write it by hand."""
    seat = member.seats.get()
    facts = {
        "statement": statement,
        "organization": seat.organization,
        "seat": seat,
        "revision": newest(statement),
        "digest": newest(statement).digest,
    }
    with transaction.atomic():
        return Clearance.objects.create(**(facts | changed))


def test_h5_no_clearance_is_dated_by_who_writes_it(frozen, publisher):
    found = cleared(frozen, publisher, cleared_at=LONG_AGO)

    found.refresh_from_db()
    assert is_now(found.cleared_at)


@pytest.mark.parametrize("why", ["seat ended", "not yet", "suspended", "editor", "not an issuer"])
def test_b3_no_clearance_but_from_a_current_publishers_seat_of_an_issuer(frozen, publisher, why):
    who = publisher
    if why == "seat ended":
        moved(publisher.seats.all(), since=ago(days=2), until=ago(seconds=1))
    elif why == "not yet":
        moved(publisher.seats.all(), since=ahead(hours=1))
    elif why == "suspended":
        Member.objects.filter(pk=publisher.pk).update(is_active=False)
    elif why == "editor":
        who = SeatFactory(organization=organization_of(publisher), capacity=Capacity.EDITOR).member
    else:
        who = publishers(1)[0]

    with pytest.raises(IntegrityError, match="only a publisher of an issuing association"):
        cleared(frozen, who)


def test_b4_no_clearance_of_another_text_than_the_newest(frozen, publisher):
    ask_everybody(frozen)
    earlier = newest(frozen)
    revise(Statement.objects.get(pk=frozen.pk), publisher)

    with pytest.raises(IntegrityError, match="not the newest text"):
        cleared(frozen, publisher, revision=earlier, digest=earlier.digest)


# --- always -----------------------------------------------------------------------------------


def test_every_guard_of_evidence_is_always_on(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relname LIKE 'statements_%' AND NOT t.tgisinternal AND t.tgenabled <> 'A'"
            " AND t.tgname LIKE 'guard%'"
        )
        assert cursor.fetchall() == []
