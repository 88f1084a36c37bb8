"""Attempts to see what is somebody else's, by the rows of docs/trust.md."""

import io
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pikepdf import Name, Pdf

from portal.jobs import claim
from portal.models import AuditEvent, Export, Member
from portal.operations.attachments import add_attachment
from portal.operations.exports import make_export
from portal.queries.exports import visible_export
from portal.vocabulary.audit import Verb
from statements.models import Publication, Statement
from statements.operations.documents import request_statement_pdf
from statements.queries.statements import statement_text
from tests.conftest import BACKEND
from tests.crawl import addresses, crawl, within
from tests.portal.test_access import status_of
from tests.roundtable.documents.file_reading import everything_in
from tests.seats import moved
from tests.statements.editor import imported
from tests.statements.publishing_data import published, publishers

pytestmark = pytest.mark.django_db
ELSEWHERE = r"https?://|X-Accel|X-Sendfile|Location|[?&](?:sig|token|expires)"


def browser_of(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend=BACKEND)
    return client


def document(member: Member, statement: Statement) -> Export:
    """A finished PDF that the member asked for."""
    asked = request_statement_pdf(current=statement_text(member, statement.ref), actor=member)
    make_export(claim(asked.job_id))
    return Export.objects.get(pk=asked.pk)


@pytest.fixture
def draft(publisher: Member, mayor: Member) -> Statement:
    return imported(mayor.current_seats[0].organization, publisher.current_seats[0].organization)


def test_c8_nothing_is_kept_beside_the_rows_that_rules_protect(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_matviews")
        assert cursor.fetchone() == (0,)


def test_c13_bytes_come_from_the_portal_itself(draft, mayor):
    attachment = add_attachment(data=b"Notes", name="notes.txt", actor=mayor, holder=draft)
    draft.attachments.add(attachment)
    release = published(publishers())
    client = browser_of(mayor)
    paths = [
        f"/attachments/{attachment.pk}/",
        f"/documents/{document(mayor, draft).pk}/file/",
        *(f"/statements/{release.statement.ref}.{suffix}" for suffix in ("pdf", "txt", "json")),
    ]
    answers = [client.get(path) for path in paths]
    bodies = [answer.getvalue() for answer in answers]
    told = "\n".join(f"{name}: {value}" for a in answers for name, value in a.headers.items())

    assert [answer.status_code for answer in answers] == [200] * 5
    assert [len(body) > 0 for body in bodies] == [True] * 5
    assert re.findall(ELSEWHERE, told) == []
    assert settings.STORAGES["default"]["BACKEND"].endswith("FileSystemStorage")


@pytest.mark.parametrize("suffix", ["pdf", "txt", "json"])
def test_c13_c16_a_file_of_what_is_not_out_leads_nowhere(draft, client, suffix):
    answer = client.get(f"/statements/{draft.ref}.{suffix}")

    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")


def test_c18_no_answer_to_a_member_is_stored(draft, mayor):
    found = crawl(within(browser_of(mayor)), addresses(draft.ref))
    kept = {
        path: answer.headers.get("cache-control")
        for path, answer in found.items()
        if answer.headers.get("cache-control") != "no-store, private"
    }

    assert len(found) > 50
    assert kept == {}


# --- documents ------------------------------------------------------------------------------------


def test_x3_a_documents_facts_are_a_title_and_the_portal(draft, mayor):
    made = document(mayor, draft)
    data = browser_of(mayor).get(f"/documents/{made.pk}/file/").getvalue()

    assert facts_of(data) == facts_alone("Two Bodies Ask for Notice")
    for trace in (mayor.name, mayor.email, str(settings.BASE_DIR), str(settings.FILES_ROOT)):
        assert trace not in everything_in(data)


def test_x3_a_releases_facts_are_a_title_and_the_portal():
    staff = publishers()
    release = Publication.objects.get(pk=published(staff).pk)
    data = Client().get(f"/statements/{release.statement.ref}.pdf").content

    told = everything_in(data)

    assert facts_of(data) == facts_alone(release.statement.title)
    for member in staff:
        assert (member.name in told, member.email in told) == (False, False)


def facts_alone(title: str) -> tuple[dict[str, str], dict[str, str]]:
    """In the file's old place for them, and in its new one."""
    portal = "Joint Working Group Portal"
    return (
        {"/Title": title, "/Creator": portal, "/Producer": portal},
        {"part": "1", "title": title, "CreatorTool": portal, "Producer": portal},
    )


def facts_of(data: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """All facts with their values; a file that carries others or acts fails here."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        assert Name.Names not in pdf.Root or Name.EmbeddedFiles not in pdf.Root.Names
        assert (Name.OpenAction in pdf.Root, Name.AA in pdf.Root) == (False, False)
        old = {key: str(value) for key, value in pdf.docinfo.items()}
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            return old, {re.sub(r"\{.*\}", "", key): str(to) for key, to in metadata.items()}


def test_x8_each_document_is_its_readers_alone(draft, publisher, mayor, aide, chief):
    city_text = document(mayor, draft)
    issuer = publisher.current_seats[0].organization
    agency_text = document(chief, imported(chief.current_seats[0].organization, issuer))
    taken = {
        (role, made): status_of(browser_of(member), f"/documents/{made.pk}/file/")
        for role, member in (("mayor", mayor), ("aide", aide), ("chief", chief))
        for made in (city_text, agency_text)
    }

    assert taken == {
        ("mayor", city_text): 200,
        ("mayor", agency_text): 404,
        ("aide", city_text): 200,
        ("aide", agency_text): 404,
        ("chief", city_text): 404,
        ("chief", agency_text): 200,
    }
    assert city_text.path != agency_text.path


def test_x8_x6_c14_a_document_is_taken_with_the_rights_of_the_moment(draft, mayor):
    made = document(mayor, draft)
    client = browser_of(mayor)
    before = client.get(f"/documents/{made.pk}/file/")
    before.getvalue()
    moved(mayor.seats.all(), since="2020-01-01T00:00Z", until="2020-01-02T00:00Z")

    assert before["Cache-Control"] == "no-store, private"
    assert client.get(f"/documents/{made.pk}/file/").status_code == 404
    assert visible_export(Member.objects.get(pk=mayor.pk), made.pk) is None


def test_h11_taking_a_document_is_an_entry(draft, mayor):
    made = document(mayor, draft)
    client, address = browser_of(mayor), f"/documents/{made.pk}/file/"
    asked = client.head(address)
    for close in asked._resource_closers:  # `close` would end the test's connection as well
        close()
    none = AuditEvent.objects.filter(verb=Verb.EXPORT_DOWNLOADED).count()
    taken = client.get(address)
    taken.getvalue()
    entry = AuditEvent.objects.get(verb=Verb.EXPORT_DOWNLOADED)

    assert (asked.status_code, none) == (200, 0)
    assert (entry.actor, entry.object_id) == (mayor, str(made.pk))
