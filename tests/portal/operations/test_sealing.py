"""The chain over the record: sealed afterwards, and checked from its first entry to its head."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.audit import Source, coming_from, record
from portal.models import AuditEvent, AuditLink
from portal.operations.sealing import seal, seal_batch
from portal.queries.chain import LATE, head
from portal.vocabulary.audit import Verb
from portal.vocabulary.chain import COLUMNS, chained, entry_form

pytestmark = pytest.mark.django_db

VECTORS = Path(__file__).resolve().parents[3] / "docs" / "audit.md"
OTHER = {
    "at": "at + interval '1 microsecond'",
    "transaction": "transaction + 1",
    "actor_id": "NULL",
    "verb": "'signed_out'",
    "before": """jsonb_set(before, '{state}', '"drafu"')""",
    "after": "jsonb_set(after, '{count}', '1.10')",
    "address": "address + 1",
}
"""How a column is changed by one letter; any other loses its last one."""


@pytest.fixture
def entries(mayor, publisher):
    with coming_from(lambda: Source(address="203.0.113.7", session="0" * 64)):
        made = [
            record(
                Verb.STATEMENT_STEPPED,
                actor=mayor,
                subject=publisher,
                before={"state": "draft"},
                after={"state": "markup", "count": 1.1},
                reason=f"Reason {number}, “quoted”",
            )
            for number in range(5)
        ]
    assert seal() == 5
    return made


def as_owner(*statements: str) -> None:
    """Whoever owns the tables takes the guards away first and puts them back."""
    tables = ("portal_auditevent", "portal_auditlink")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only")


def verify(*expected: str) -> str:
    out = StringIO()
    call_command("verify_audit", *(f"--expect={one}" for one in expected), stdout=out)
    return out.getvalue().strip()


def fault(*expected: str) -> str:
    with pytest.raises(CommandError) as caught:
        verify(*expected)
    assert caught.value.returncode == 1
    return str(caught.value).partition(" Up to position ")[0]


def test_h3_a_whole_chain_says_its_head_and_what_is_not_sealed_yet(entries, mayor):
    record(Verb.SIGNED_OUT, actor=mayor, subject=mayor)
    last = AuditLink.objects.get(position=5).hash

    assert verify() == f"5 entries sealed, chain is whole, head 5:{last}, 1 not sealed yet"
    assert verify(f"5:{last}") == verify()


def test_an_empty_record_is_whole(db):
    zeros = "0" * 64
    assert verify() == f"0 entries sealed, chain is whole, head 0:{zeros}, 0 not sealed yet"


def test_the_form_holds_every_column_of_the_table():
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "portal_auditevent")
    assert {column.name for column in columns} == set(COLUMNS)


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "id"])
def test_h3_one_letter_of_any_column_changed_by_the_owner_is_found(entries, column, place):
    entry = entries[place]
    other = OTHER.get(column, f"left({column}, -1)")
    as_owner(f"UPDATE portal_auditevent SET {column} = {other} WHERE id = {entry.pk}")  # noqa: S608 - ours
    assert fault() == f"Entry {entry.pk}, at position {place + 1}, was changed."


def test_h3_another_number_of_an_entry_is_found(entries):
    free = entries[4].pk + 1000
    as_owner(
        "ALTER TABLE portal_auditlink ALTER COLUMN event_id DROP NOT NULL",
        "UPDATE portal_auditlink SET event_id = NULL WHERE position = 2",
        f"UPDATE portal_auditevent SET id = {free} WHERE id = {entries[1].pk}",  # noqa: S608 - ours
        f"UPDATE portal_auditlink SET event_id = {free} WHERE position = 2",  # noqa: S608 - ours
    )
    assert fault() == f"Entry {free}, at position 2, was changed."


def test_h3_an_entry_that_is_gone_is_named(entries):
    constraint = "portal_auditlink_event_id_%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conname LIKE %s",
            [constraint],
        )
        [[name]] = cursor.fetchall()
    as_owner(
        f"ALTER TABLE portal_auditlink DROP CONSTRAINT {name}",
        f"DELETE FROM portal_auditevent WHERE id = {entries[2].pk}",  # noqa: S608 - our own
    )
    assert fault() == f"Entry {entries[2].pk}, at position 3, is missing."


def test_h3_an_entry_that_is_gone_with_its_link_is_named(entries):
    as_owner(
        "DELETE FROM portal_auditlink WHERE position = 3",
        f"DELETE FROM portal_auditevent WHERE id = {entries[2].pk}",  # noqa: S608 - our own
    )
    assert fault() == "Position 3 is missing: the link of an entry was taken out."


def test_h3_entries_that_change_places_are_named(entries):
    as_owner(
        "ALTER TABLE portal_auditlink DROP CONSTRAINT portal_auditlink_event_id_key",
        f"UPDATE portal_auditlink SET event_id = CASE position WHEN 2 THEN {entries[3].pk}"  # noqa: S608 - ours
        f" ELSE {entries[1].pk} END WHERE position IN (2, 4)",
    )
    assert fault() == f"Entry {entries[3].pk}, at position 2, is out of order."


def test_h3_links_that_change_places_are_named(entries):
    as_owner(
        "UPDATE portal_auditlink SET position = 100 WHERE position = 2",
        "UPDATE portal_auditlink SET position = 2 WHERE position = 3",
        "UPDATE portal_auditlink SET position = 3 WHERE position = 100",
    )
    assert fault() == f"Entry {entries[2].pk}, at position 2, is out of order."


def test_h3_an_end_that_was_cut_off_is_found_by_a_head_noted_earlier(entries):
    noted = f"5:{head().hash}"
    as_owner(
        "DELETE FROM portal_auditlink WHERE position > 3",
        f"DELETE FROM portal_auditevent WHERE id > {entries[2].pk}",  # noqa: S608 - our own
    )
    assert verify().startswith("3 entries sealed, chain is whole")
    assert fault(noted) == "Position 5 is missing: the chain ends at 3."


def test_h3_a_chain_written_anew_is_found_by_a_head_noted_earlier(entries):
    noted = [f"{link.position}:{link.hash}" for link in AuditLink.objects.all()]
    as_owner(
        f"UPDATE portal_auditevent SET reason = 'Another' WHERE id = {entries[1].pk}",  # noqa: S608
        "DELETE FROM portal_auditlink",
    )
    seal()
    assert verify(noted[0]).startswith("5 entries sealed, chain is whole")
    assert fault(noted[3]) == (
        "Position 4 has another hash than was noted: the chain was written anew."
    )


def test_gaps_between_numbers_are_no_fault(entries, mayor):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('portal_auditevent_id_seq')")
    record(Verb.SIGNED_OUT, actor=mayor, subject=mayor)
    assert seal() == 1
    assert verify().startswith("6 entries sealed, chain is whole")


def test_entries_are_sealed_in_batches_by_number_and_each_once(entries, mayor):
    made = [record(Verb.SIGNED_OUT, actor=mayor, subject=mayor).pk for _ in range(7)]
    assert [seal_batch(batch=3) for _ in range(4)] == [3, 3, 1, 0]
    assert [*AuditLink.objects.values_list("event", flat=True)][5:] == made


def test_what_is_committed_very_late_is_found_when_everything_is_looked_through(entries, mayor):
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('portal_auditevent_id_seq', %s)", [entries[4].pk + LATE + 5])
    record(Verb.SIGNED_OUT, actor=mayor, subject=mayor)
    seal()
    late = AuditEvent.objects.create(pk=entries[4].pk + 1, verb=Verb.SIGNED_OUT)

    assert seal() == 0
    assert seal(everywhere=True) == 1
    assert AuditLink.objects.get(position=7).event == late


def test_the_command_seals_and_says_the_head(mayor):
    record(Verb.SIGNED_OUT, actor=mayor, subject=mayor)
    out = StringIO()
    call_command("seal_audit", stdout=out)
    assert out.getvalue() == f"1 entry sealed now, head 1:{head().hash}\n"


@pytest.mark.parametrize("typed", ["5", "0:" + "0" * 64, "1:abc", "x:" + "0" * 64])
def test_a_head_that_cannot_be_one_is_refused(typed):
    with pytest.raises(CommandError, match="write the position, a colon and the hash"):
        verify(typed)


def vectors() -> list[tuple[dict[str, object], str, str]]:
    text = VECTORS.read_text().partition("## Test vectors")[2]
    found = re.findall(
        r"```json\n(.*?)```\n\n```text\n(.*?)\n```\n\n`([0-9a-f]{64})`", text, re.DOTALL
    )
    return [(json.loads(given), form, digest) for given, form, digest in found]


def test_the_vectors_of_the_description():
    computed = [
        (entry_form(given["previous"], given["entry"]), chained(given["previous"], given["entry"]))
        for given, _, _ in vectors()
    ]
    assert computed == [(form, digest) for _, form, digest in vectors()]
    assert len(computed) == 3
