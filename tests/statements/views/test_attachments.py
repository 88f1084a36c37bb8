"""The files of a statement on the page: adding, refusing, taking, and who gets a 404."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Now

from portal.models import Attachment, Member
from portal.operations.attachments import add_attachment
from statements.models import Statement
from statements.operations.importing import Origin, import_statement
from statements.vocabulary.states import StatementState
from tests.portal.intake.samples import picture, word
from tests.portal.samples import RELEASE
from tests.statements.publishing_data import published

pytestmark = pytest.mark.django_db

ROLES = ("publisher", "mayor", "aide", "chief", "observer", "liaison", "nobody_yet")


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


@pytest.fixture
def attachment(statement: Statement, aide: Member) -> Attachment:
    kept = add_attachment(data=b"Notes <b>", name='n"\r\nX: 1.txt', actor=aide, holder=statement)
    statement.attachments.add(kept)
    return kept


def upload(client, statement: Statement, data: bytes, name: str, **more):
    file = SimpleUploadedFile(name, data)
    return client.post(f"/statements/{statement.ref}/files/", {"file": file} | more)


def taken(client, attachment: Attachment):
    answer = client.get(f"/attachments/{attachment.pk}/")
    return answer, answer.getvalue() if answer.streaming else b""


def test_a_file_is_added_and_listed_on_the_statements_page(statement, aide, signed_in):
    client = signed_in(aide)

    answer = upload(client, statement, word(), "plan.docx")
    page = client.get(f"/statements/{statement.ref}/")

    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/statements/{statement.ref}/working/#files",
    )
    assert [file.name for file in page.context["files"]] == ["plan.docx"]
    assert page.context["files"][0].uploaded_by == aide


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (word(parts={"word/vbaProject.bin": b"x"}), "x.docx", "This file holds macros."),
        (b"<html>", "x.html", "Files of this kind are not taken."),
        (b"Case A123456789", "x.txt", "Line 1: \u201cA123456789\u201d looks like"),
        (b"", "x.txt", "The submitted file is empty."),
    ],
)
def test_a_refused_file_is_explained(statement, aide, signed_in, data, name, sentence):
    answer = upload(signed_in(aide), statement, data, name)

    assert answer.status_code == 422
    assert answer.context["file_form"].errors["file"][0].startswith(sentence)
    assert Attachment.objects.count() == 0


def test_staff_add_a_false_hit_with_a_reason(statement, publisher, signed_in):
    Statement.objects.filter(pk=statement.pk).update(handed_over_at=Now())
    client = signed_in(publisher)

    asked = upload(client, statement, b"Case A123456789", "x.txt")
    added = upload(
        client, statement, b"Case A123456789", "x.txt", release_reason="The number of a grant."
    )

    assert b'<textarea name="release_reason"' in asked.content
    assert (asked.status_code, added.status_code) == (422, 302)


@pytest.mark.trust("E9", "C18")
def test_a_file_is_always_a_download_that_runs_nowhere(statement, attachment, aide, signed_in):
    answer, body = taken(signed_in(aide), attachment)

    assert body == b"Notes <b>"
    assert {name: answer[name] for name in HEADERS} == HEADERS


HEADERS = {
    "Content-Disposition": 'attachment; filename="n_ X_ 1.txt"',
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
}


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", ""])
@pytest.mark.trust("E9")
def test_a_type_that_is_not_listed_is_only_bytes(attachment, aide, signed_in, content_type):
    Attachment.objects.filter(pk=attachment.pk).update(content_type=content_type)

    answer, _ = taken(signed_in(aide), attachment)

    assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("handed_over", "state", "may"),
    [
        (False, StatementState.DRAFTING, {"mayor", "aide"}),
        (True, StatementState.DRAFTING, {"mayor", "aide", "publisher"}),
        (True, StatementState.MARKUP, {"mayor", "aide", "publisher", "chief"}),
    ],
)
@pytest.mark.trust("C12")
def test_who_sees_the_statement_gets_its_files_and_nobody_else(
    statement, attachment, signed_in, request, handed_over, state, may
):
    at = Now() if handed_over else None
    Statement.objects.filter(pk=statement.pk).update(handed_over_at=at, state=state)
    people = {role: request.getfixturevalue(role) for role in ROLES}

    reached = {
        role: taken(signed_in(who), attachment)[0].status_code for role, who in people.items()
    }

    assert reached == {role: 200 if role in may else 404 for role in ROLES}


def test_publishing_the_text_does_not_publish_its_files(publisher, chief, observer, signed_in):
    statement = published([publisher]).statement
    kept = add_attachment(data=b"Notes", name="x.txt", actor=publisher, holder=statement)
    statement.attachments.add(kept)
    people = (publisher, chief, observer)

    seen = [signed_in(who).get(f"/statements/{statement.ref}/").status_code for who in people]
    got = [taken(signed_in(who), kept)[0].status_code for who in people]
    listed = [
        signed_in(who).get(f"/statements/{statement.ref}/files/").status_code for who in people
    ]

    assert (seen, got, listed) == ([200, 200, 200], [200, 404, 404], [200, 404, 404])


def test_a_file_that_hangs_on_nothing_is_nobodys(aide, statement, signed_in):
    loose = add_attachment(data=b"Notes", name="x.txt", actor=aide, holder=statement)

    assert taken(signed_in(aide), loose)[0].status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found(attachment, aide, signed_in, files):
    (files / attachment.path).unlink()

    assert taken(signed_in(aide), attachment)[0].status_code == 404


@pytest.mark.parametrize("path", ["/files/", "/media/x", "/attachments/..%2f..%2fetc/passwd"])
@pytest.mark.trust("C12")
def test_no_other_address_leads_to_files(path, aide, signed_in):
    assert signed_in(aide).get(path).status_code == 404


def test_pictures_are_listed_with_the_size_that_is_kept(statement, aide, signed_in):
    client = signed_in(aide)
    upload(client, statement, picture("JPEG", with_place=True), "hall.jpg")
    kept = statement.attachments.get()

    answer, body = taken(client, kept)

    assert (answer["Content-Type"], len(body)) == ("image/jpeg", kept.size)
    assert b"CameraMaker" not in body
