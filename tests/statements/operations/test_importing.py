"""A text becomes a draft, whole, or nothing happens."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from portal.models import AuditEvent
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.models import Block, Revision, Source, Statement
from statements.operations.importing import Origin, import_statement
from tests.factories import OrganizationFactory
from tests.portal.samples import RELEASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def origin() -> Origin:
    city = OrganizationFactory()
    return Origin(file_name="release.txt", organization=city, issuers=[city], actor=None)


def test_blocks_are_kept_in_order(origin):
    statement = import_statement(text=RELEASE, origin=origin)

    blocks = statement.revisions.get().blocks.values_list("kind", "html")
    assert list(blocks) == [
        ("headline", "Two Bodies Ask for Notice"),
        ("dateline", "ALDERBROOK, Ohio"),
        ("lead", "The two bodies met on Monday and agreed on one thing."),
        ("paragraph", "They ask for notice two days ahead."),
    ]


def test_title_release_line_and_source_are_kept(origin):
    statement = import_statement(text=RELEASE, origin=origin)

    assert (statement.title, statement.release_line) == (
        "Two Bodies Ask for Notice",
        "FOR IMMEDIATE RELEASE",
    )
    assert statement.source.text == RELEASE


def test_the_same_text_has_the_same_code_whoever_imports_it(origin):
    first = import_statement(text=RELEASE, origin=origin).revisions.get()
    second = import_statement(text=RELEASE.replace("\n", "\n "), origin=origin).revisions.get()

    assert first.text_code == second.text_code


def test_a_letter_without_headline_is_called_by_its_addressee(origin):
    letter = (
        "The Honorable Dana Roe\nSecretary\nWashington, DC 20528\n\nDear Secretary Roe:\n\n"
        "We write about one thing.\n\nSincerely,\nMayor Ana Example\n"
    )

    assert import_statement(text=letter, origin=origin).title == "Letter to The Honorable Dana Roe"


def test_a_refused_text_changes_nothing(origin):
    with pytest.raises(Refusal), transaction.atomic():
        import_statement(text="\n\n", origin=origin)

    assert (Statement.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_an_import_is_on_record(origin):
    import_statement(text=RELEASE, origin=origin)

    assert AuditEvent.objects.get().verb == Verb.STATEMENT_IMPORTED


@pytest.mark.parametrize("model", [Revision, Block, Source])
@pytest.mark.trust("D1", "D2")
def test_the_database_keeps_text_from_changing(origin, model):
    import_statement(text=RELEASE, origin=origin)
    refused = pytest.raises(IntegrityError, match="only ever added")

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - our own table's name
    with refused, transaction.atomic():
        model.objects.update(id=model.objects.first().pk)
