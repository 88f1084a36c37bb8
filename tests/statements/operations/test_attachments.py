"""Private files beside a statement: who adds, what is kept, what is recorded."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db.models.functions import Now

from portal.models import Attachment, AuditEvent, Member, ScreeningRelease
from portal.operations.screening import ScreeningStop
from portal.vocabulary.refusals import Refusal
from statements.models import Statement
from statements.operations.attachments import MOST_FILES, attach_to_statement
from statements.operations.importing import Origin, import_statement
from tests.portal.intake.samples import word
from tests.portal.samples import RELEASE

pytestmark = pytest.mark.django_db

NOT_YOURS = "Files are added by those who draft the statement. Ask them to add yours."
STOPPED = b"Case A123456789"


@pytest.fixture
def statement(publisher: Member, mayor: Member) -> Statement:
    return import_statement(
        text=RELEASE,
        origin=Origin(
            file_name="release.txt",
            organization=mayor.current_seats[0].organization,
            issuers=[publisher.current_seats[0].organization],
            actor=None,
        ),
    )


def attach(statement: Statement, actor: Member, data: bytes = b"Notes.", **more) -> Attachment:
    name = more.pop("name", "notes.txt")
    file = ContentFile(data, name=name)
    return attach_to_statement(statement_id=statement.pk, file=file, actor=actor, **more)


@pytest.mark.trust("E10", "C12")
def test_a_file_is_kept_under_a_random_name_with_its_facts(statement, aide, files: Path):
    kept = attach(statement, aide, word(), name="../Plan for\u202e May.docx")

    stored = (files / kept.path).read_bytes()
    assert list(statement.attachments.all()) == [kept]
    assert (kept.name, kept.uploaded_by, kept.size) == ("Plan for May.docx", aide, len(stored))
    assert stored == word() or len(stored) == kept.size
    assert kept.path.startswith("attachments/")
    assert "Plan" not in kept.path


def test_it_is_recorded_with_the_statement(statement, aide):
    kept = attach(statement, aide)

    event = AuditEvent.objects.get(verb="attachment_added")
    assert (event.actor, event.object_type, event.object_id) == (
        aide,
        "statements.statement",
        str(statement.pk),
    )
    assert event.after == {
        "attachment": str(kept.pk),
        "name": "notes.txt",
        "sha256": kept.sha256,
        "size": 6,
    }


@pytest.mark.parametrize("role", ["chief", "observer", "liaison", "publisher"])
def test_those_who_do_not_draft_it_add_nothing(role, statement, request):
    with pytest.raises(Refusal) as refused:
        attach(statement, request.getfixturevalue(role))

    assert str(refused.value) == NOT_YOURS
    assert Attachment.objects.count() == 0


def test_after_the_draft_was_sent_its_staff_add_and_the_drafters_do_not(statement, publisher, aide):
    Statement.objects.filter(pk=statement.pk).update(handed_over_at=Now())

    attach(statement, publisher)
    with pytest.raises(Refusal) as refused:
        attach(statement, aide)

    assert str(refused.value) == NOT_YOURS


@pytest.mark.parametrize(
    ("data", "name", "keys"),
    [
        (STOPPED, "notes.txt", ["file"]),
        (word("A123</w:t><w:t>456789"), "plan.docx", ["file"]),
        (b"Notes.", "A123456789.txt", ["name"]),
    ],
)
def test_words_and_names_are_screened_and_nothing_is_kept(
    statement, aide, files: Path, data, name, keys
):
    with pytest.raises(ScreeningStop) as stopped:
        attach(statement, aide, data, name=name)

    assert list(stopped.value.findings) == keys
    assert Attachment.objects.count() == 0
    assert list(files.rglob("*.bin")) == []


def test_staff_release_a_false_hit_while_they_add_the_file(statement, publisher):
    Statement.objects.filter(pk=statement.pk).update(handed_over_at=Now())

    attach(statement, publisher, STOPPED, release_reason="The number of a grant.")

    assert statement.attachments.count() == 1
    assert ScreeningRelease.objects.get().reason == "The number of a grant."


def test_drafters_cannot_release(statement, aide):
    with pytest.raises(Refusal) as refused:
        attach(statement, aide, STOPPED, release_reason="The number of a grant.")

    assert str(refused.value) == (
        "Only the staff of an association can release what screening stopped."
    )
    assert Attachment.objects.count() == 0


def test_there_is_an_end_to_it(statement, aide):
    rows = [
        Attachment(name="x", path="x", content_type="x", size=1, sha256="x", uploaded_by=aide)
        for _ in range(MOST_FILES)
    ]
    statement.attachments.set(Attachment.objects.bulk_create(rows))

    with pytest.raises(Refusal) as refused:
        attach(statement, aide)

    assert str(refused.value) == "A statement has at most 50 files. Put several into one."
