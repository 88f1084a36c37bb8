"""The record only grows, and nothing happens without it."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from portal.audit import record
from portal.models import AuditEvent
from portal.vocabulary.audit import Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(mayor):
    return record(Verb.SIGNED_IN, actor=mayor, subject=mayor)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portal_auditevent SET reason = 'other'",
        "DELETE FROM portal_auditevent",
        "TRUNCATE portal_auditevent CASCADE",
    ],
)
@pytest.mark.trust("H3")
def test_the_database_refuses_to_change_an_entry(entry, statement):
    refused = pytest.raises(IntegrityError, match="only ever added")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with refused, transaction.atomic():
            cursor.execute(statement)
    assert AuditEvent.objects.get().reason == ""


@pytest.mark.trust("H2")
def test_an_unknown_verb_is_refused(mayor):
    with pytest.raises(IntegrityError, match="audit_verb_known"):
        record("invented", actor=mayor, subject=mayor)


@pytest.mark.trust("H1")
def test_an_entry_carries_the_transaction_that_wrote_it(entry):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        assert AuditEvent.objects.get().transaction == cursor.fetchone()[0]


@pytest.mark.trust("H2")
def test_an_entry_names_actor_and_object(entry, mayor):
    assert (entry.actor_label, entry.object_type, entry.object_id) == (
        f"{mayor.name} <{mayor.email}>",
        "portal.member",
        str(mayor.pk),
    )
