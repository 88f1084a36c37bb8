"""Attempts to break by SQL what signatures promise: past every page and operation.

- No row without a mandate that is valid at that moment, for another text, or out of time.
- A row never changes; it ends once and is never removed.
"""

import pytest
from django.db import IntegrityError, connection, transaction

from portal.models import Mandate
from statements.models import Answer, ListedSignature, Reconfirmation, Signature
from statements.operations.signing import reconfirm_signature, withdraw_signature
from tests.factories import SeatFactory
from tests.proofs import step_up_of
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

pytestmark = pytest.mark.django_db


def row(statement, member, **changed) -> Signature:
    """A signature as somebody would write it past every page and operation."""
    mandate = Mandate.objects.get(seat__member=member)
    facts = {
        "statement": statement,
        "organization": organization_of(member),
        "seat": mandate.seat,
        "mandate": mandate,
        "mandate_snapshot": {},
        "revision": newest(statement),
        "digest": newest(statement).digest,
        "printed_name": "Ana Example",
        "printed_title": "Mayor",
        "printed_organization": "City",
        "signing_as": "officeholder",
        "attestation": "I have read it.",
        "step_up": "session",
    }
    return Signature(**(facts | changed))


def refused(signature: Signature, sentence: str) -> None:
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        signature.save(force_insert=True)


def test_a_true_row_is_taken(statement, ana):
    row(statement, ana).save()

    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    "terms",
    [
        {"valid_from": ago(days=2), "valid_until": ago(seconds=1)},
        {"valid_from": ahead(hours=1)},
        {"revoked_at": ago(seconds=1)},
        {"instrument": "letter", "evidence": "A letter."},
    ],
    ids=["expired", "future", "revoked", "unconfirmed"],
)
@pytest.mark.trust("B3")
def test_no_row_under_a_mandate_that_does_not_hold_now(statement, terms):
    chief = SeatFactory(since=ago(days=9)).member
    mandate_for(chief, granted_by=SeatFactory().member, **terms)

    refused(row(statement, chief), "no authority to sign")


@pytest.mark.trust("B3")
def test_no_row_under_a_seat_that_has_ended(statement, ana):
    seat = ana.current_seats[0]
    seat.until = ago(seconds=1)
    seat.save()

    refused(row(statement, ana), "no authority to sign")


@pytest.mark.trust("B1")
def test_no_row_under_the_mandate_of_others(statement, ana):
    other = signer()
    refused(row(statement, ana, organization=organization_of(other)), "no authority to sign")
    refused(row(statement, ana, seat=other.current_seats[0]), "no authority to sign")


@pytest.mark.trust("B4")
def test_no_row_for_an_earlier_text_or_a_made_up_one(statement, ana):
    earlier = newest(statement)
    revise(statement)

    refused(row(statement, ana, revision=earlier, digest=earlier.digest), "not the newest text")
    refused(row(statement, ana, digest="0" * 64), "not the newest text")


@pytest.mark.parametrize(
    "terms", [{"opens_at": None}, {"opens_at": ahead(hours=1)}, {"deadline_at": ago(seconds=1)}]
)
def test_no_row_outside_the_time_to_sign(statement, ana, terms):
    open_sign_on(statement, **terms)

    refused(row(statement, ana), "not open for signing")


def test_no_row_between_scheduling_and_release(statement, ana):
    publish(statement, release_at=ahead(hours=1))

    refused(row(statement, ana), "not open for signing")


@pytest.mark.trust("B13")
def test_no_second_living_row_of_an_organization(statement, ana):
    row(statement, ana).save()

    refused(row(statement, ana), "signature_once")


CHANGES = [
    field.column
    for field in Signature._meta.concrete_fields
    if field.column not in {"id", "ended_at", "ended_as", "ended_reason"}
]


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.trust("B11")
def test_no_column_of_a_signature_changes(statement, ana, column):
    made = sign(statement, ana)
    others = {
        "statement_id": "statement_id + 1",
        "organization_id": "organization_id + 1",
        "seat_id": "seat_id + 1",
        "mandate_id": "mandate_id + 1",
        "revision_id": "revision_id + 1",
        "mandate_snapshot": "'{}'",
        "signed_at": "signed_at - interval '1 second'",
        "signing_as": "'organization'",
        "letter_id": "gen_random_uuid()",
        "recorded_by_id": "1",
    }
    changed = others.get(column, f"{column} || 'x'" if column != "digest" else "reverse(digest)")

    sql(f'UPDATE statements_signature SET "{column}" = {changed} WHERE id = {made.pk}')  # noqa: S608 - written above


@pytest.mark.trust("B12")
def test_a_signature_ends_once(statement, ana):
    made = sign(statement, ana)
    withdraw_signature(signature_id=made.pk, reason="The council objects.", actor=ana)

    for change in (
        "ended_at = now()",
        "ended_reason = 'Another reason'",
        "ended_at = NULL, ended_as = NULL, ended_reason = NULL",
    ):
        sql(f"UPDATE statements_signature SET {change}")  # noqa: S608 - written above


@pytest.mark.parametrize(
    "ending",
    [
        pytest.param("ended_at = now()", id="no kind"),
        pytest.param("ended_as = 'withdrawn'", id="no instant"),
        pytest.param("ended_at = now(), ended_as = 'dropped'", id="derived, never stored"),
    ],
)
def test_an_ending_is_whole(statement, ana, ending):
    sign(statement, ana)

    sql(f"UPDATE statements_signature SET {ending}")  # noqa: S608 - written above


@pytest.mark.parametrize(
    "table",
    [model._meta.db_table for model in (Signature, Reconfirmation, Answer, ListedSignature)],
)
@pytest.mark.trust("B12", "D2", "H6")
def test_no_evidence_is_removed(statement, ana, table):
    made = sign(statement, ana)
    revise(statement)
    digest = newest(statement).digest
    reconfirm_signature(
        signature_id=made.pk, digest=digest, attested=True, actor=ana, step_up=step_up_of(ana)
    )
    lee = signer("Lee Example")
    seat = lee.current_seats[0]
    Answer.objects.create(
        statement=statement,
        organization=seat.organization,
        seat=seat,
        revision=newest(statement),
        kind="recused",
    )
    publish(statement, made)

    sql(f"DELETE FROM {table}")  # noqa: S608 - our own table's name
    sql(f"TRUNCATE {table} CASCADE")
    if table != Signature._meta.db_table:
        sql(f"UPDATE {table} SET id = id")  # noqa: S608 - the same


def test_no_listing_of_a_signature_for_another_text(statement, ana):
    made = sign(statement, ana)
    revise(statement)

    with pytest.raises(IntegrityError, match="published text"), transaction.atomic():
        publish(statement, made)


def test_no_reconfirmation_of_an_ended_signature_or_under_the_mandate_of_others(statement, ana):
    made = sign(statement, ana)
    other = Mandate.objects.get(seat__member=signer())
    revise(statement)
    facts = {
        "signature": made,
        "revision": newest(statement),
        "digest": newest(statement).digest,
        "attestation": "Again.",
        "step_up": "session",
    }
    with pytest.raises(IntegrityError, match="no authority"), transaction.atomic():
        Reconfirmation.objects.create(**facts, seat=other.seat, mandate=other)

    withdraw_signature(signature_id=made.pk, reason="The council objects.", actor=ana)
    with pytest.raises(IntegrityError, match="has ended"), transaction.atomic():
        Reconfirmation.objects.create(**facts, seat=made.seat, mandate=made.mandate)


def sql(statement: str) -> None:
    """Runs it as the portal's own database user; it must be refused."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refusal = pytest.raises(IntegrityError)
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
