"""The record is complete, and nothing happens without it: rows of docs/trust.md."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import override_settings

from portal.audit import record
from portal.models import AuditEvent, Member, Seat
from portal.operations.seats import end_seat
from portal.queries.clock import database_now
from portal.vocabulary.audit import Verb
from roundtable.models import Issue
from roundtable.operations.lifecycle import step_issue
from statements.models import Publication, Signature
from statements.operations.publishing import publish_statement
from statements.vocabulary.signing import SignatoryOrder
from tests.factories import SeatFactory
from tests.proofs import step_up_of
from tests.roundtable.issue_data import manned, table
from tests.statements.publishing_data import clear, frozen_statement, publishers
from tests.statements.signing_data import joint_statement, open_sign_on, sign, signer

pytestmark = pytest.mark.django_db
Act = Callable[[], object]


@pytest.fixture
def no_record(db: None) -> Callable[[], None]:
    """Takes the record away: from then on the database refuses every entry."""

    def take_away() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "CREATE FUNCTION pg_temp.full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'no entry is taken'; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON portal_auditevent "
                "FOR EACH ROW EXECUTE FUNCTION pg_temp.full_disk()"
            )

    return take_away


def signing() -> tuple[Act, Act]:
    statement = joint_statement()
    open_sign_on(statement)
    mayor = signer()
    return (lambda: sign(statement, mayor)), Signature.objects.count


def releasing() -> tuple[Act, Act]:
    staff = publishers()
    statement = frozen_statement(staff)
    clear(statement, staff)

    def publish() -> None:
        publish_statement(
            statement_id=statement.pk,
            release_at=None,
            order=SignatoryOrder.LEADERS,
            actor=staff[0],
            step_up=step_up_of(staff[0]),
        )

    return publish, Publication.objects.count


def closing() -> tuple[Act, Act]:
    found = table()
    issue = manned(found)

    def close() -> None:
        step_issue(issue_id=issue.pk, step="close", actor=found.lead.member, note="Settled.")

    return close, lambda: [*Issue.objects.values_list("state", "state_reason")]


def ending() -> tuple[Act, Act]:
    publisher = publishers(1)[0]
    seat = SeatFactory()
    return (
        lambda: end_seat(seat_id=seat.pk, reason="", actor=publisher),
        lambda: [*Seat.objects.values_list("until")],
    )


@pytest.mark.parametrize("prepared", [signing, releasing, closing, ending])
def test_h1_nothing_is_done_where_no_entry_can_be_written(prepared, no_record):
    act, stored = prepared()
    before, entries = stored(), AuditEvent.objects.count()
    no_record()
    with pytest.raises(DatabaseError, match="no entry is taken"), transaction.atomic():
        act()
    assert (stored(), AuditEvent.objects.count()) == (before, entries)


@pytest.mark.parametrize("prepared", [signing, releasing, closing, ending])
def test_the_same_is_done_and_recorded_otherwise(prepared):
    act, stored = prepared()
    before, entries = stored(), AuditEvent.objects.count()
    act()
    assert stored() != before
    assert AuditEvent.objects.count() > entries


def test_h1_readyz_tells_at_once_that_no_entry_can_be_written(client, no_record, caplog):
    assert client.get("/readyz").json()["record"] is True
    no_record()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["record"]) == (503, False)
    assert "the record cannot be written" in caplog.text


def test_h3_readyz_tells_that_the_guards_of_the_record_are_gone(client):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE portal_auditevent DISABLE TRIGGER append_only")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["record"]) == (503, False)


def test_readyz_leaves_the_transaction_around_it_as_it_was(client, mayor):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE portal_auditevent RENAME TO portal_auditevent_away")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    assert Member.objects.filter(pk=mayor.pk).exists()


def test_h1_signing_out_succeeds_all_the_same(signed_in, mayor, no_record):
    client = signed_in(mayor)
    no_record()
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_h2_an_entry_says_who_what_when_from_where_and_in_which_session(signed_in, mayor):
    client = signed_in(mayor)
    before = database_now()
    client.post("/accounts/logout/", headers={"x-forwarded-for": "198.51.100.9"})
    entry = AuditEvent.objects.get(verb=Verb.SIGNED_OUT)

    assert (entry.actor, entry.object_type, entry.object_id) == (
        mayor,
        "portal.member",
        str(mayor.pk),
    )
    assert before <= entry.at <= database_now()
    assert entry.at.utcoffset() == timedelta(0)
    assert entry.address == "127.0.0.1"  # no proxy is trusted: what is forwarded is anybody's word


def test_h2_behind_a_trusted_proxy_the_address_is_the_one_that_it_saw(signed_in, mayor):
    client = signed_in(mayor)
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        client.post("/accounts/logout/", headers={"x-forwarded-for": "10.0.0.1, 198.51.100.9"})
    assert AuditEvent.objects.get(verb=Verb.SIGNED_OUT).address == "198.51.100.9"


def test_h2_the_session_is_kept_as_a_hash_that_opens_nothing(signed_in, mayor):
    client = signed_in(mayor)
    key = client.session.session_key
    client.post("/accounts/logout/")
    entry = AuditEvent.objects.get(verb=Verb.SIGNED_OUT)
    assert entry.session == hashlib.sha256(key.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT e::text FROM portal_auditevent e")
        assert [row for (row,) in cursor.fetchall() if key in row] == []


def test_h2_microseconds_are_kept(mayor):
    moments = {record(Verb.SIGNED_OUT, actor=mayor, subject=mayor).pk for _ in range(5)}
    found = AuditEvent.objects.filter(pk__in=moments).values_list("at", flat=True)
    assert len({moment.astimezone(UTC).isoformat() for moment in found}) == 5
    assert any(moment.microsecond % 1000 for moment in found)


def test_h2_a_failed_sign_in_has_a_verb_of_its_own(client: Client, mayor: Member):
    sent = {"login": mayor.email, "password": "not the one", "next": "/"}
    client.post("/accounts/login/", sent)
    entry = AuditEvent.objects.get(verb=Verb.SIGN_IN_FAILED)
    assert (entry.actor, entry.object_id, entry.address) == (None, str(mayor.pk), "127.0.0.1")
    assert "not the one" not in str([entry.before, entry.after, entry.reason])


def test_h2_what_a_command_or_a_worker_does_comes_from_nowhere(mayor):
    entry = record(Verb.SEAT_ENDED, actor=None, subject=mayor)
    assert (entry.address, entry.session, entry.actor_label) == (None, "", "The portal")


def test_h2_every_verb_has_words_for_the_page_and_the_database_knows_no_other():
    assert [verb for verb in Verb if not re.fullmatch(r"[a-z][A-Za-z ,’'-]+", verb.label)] == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'audit_verb_known'"
        )
        [[rule]] = cursor.fetchall()
    assert set(re.findall(r"'([a-z_]+)'::", rule)) == set(Verb.values)


def test_h5_an_entry_carries_the_clock_of_the_database(mayor):
    before = database_now()
    first = record(Verb.SIGNED_OUT, actor=mayor, subject=mayor)
    second = record(Verb.SIGNED_OUT, actor=mayor, subject=mayor)
    first.refresh_from_db()
    second.refresh_from_db()
    # Not the start of the transaction, which would be the same for both and lie before.
    assert before < first.at < second.at < database_now()


@pytest.mark.parametrize(("apart", "told"), [(4, True), (6, False), (-6, False), (-172_800, False)])
def test_h5_readyz_tells_that_the_clocks_are_apart(client, monkeypatch, apart, told):
    here = database_now().timestamp() + apart
    monkeypatch.setattr("time.time", lambda: here)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["clock"]) == (200, told)
