"""Who saw what: rows H3 and H11 of docs/trust.md, for readers."""

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.jobs import claim
from portal.models import Export, Member, ReadEvent
from portal.operations.attachments import add_attachment
from portal.operations.exports import make_export
from portal.operations.threads import open_thread
from portal.vocabulary.audiences import Audience
from roundtable.models import Issue
from statements.operations.documents import request_statement_pdf
from statements.queries.statements import statement_text
from tests.conftest import BACKEND
from tests.roundtable.issue_data import Table, closed, manned, table
from tests.statements.publishing_data import frozen_statement, published, publishers
from tests.statements.signing_data import joint_statement, open_sign_on, signer

pytestmark = pytest.mark.django_db


def browser_of(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend=BACKEND)
    return client


def reads() -> list[tuple[str, str, str, str]]:
    found = ReadEvent.objects.order_by("pk")
    return [(one.actor.name, one.object_type, one.object_label, one.version) for one in found]


def an_hour_later() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE portal_readevent DISABLE TRIGGER append_only")
        cursor.execute("UPDATE portal_readevent SET at = at - interval '61 minutes'")
        cursor.execute("ALTER TABLE portal_readevent ENABLE ALWAYS TRIGGER append_only")


@pytest.fixture
def found(db: None) -> Table:
    return table()


@pytest.fixture
def issue(found: Table) -> Issue:
    manned(found)
    return closed("R-1.1")


def test_h11_opening_a_closed_issue_is_noted_with_its_version(found, issue):
    mayor = found.mayor.member
    assert browser_of(mayor).get("/roundtable/R-1.1/").status_code == 200
    assert reads() == [(mayor.name, "roundtable.issue", "R-1.1", f"edition {issue.edition}")]
    [noted] = ReadEvent.objects.all()
    assert (noted.object_id, noted.address, len(noted.session)) == (str(issue.pk), "127.0.0.1", 64)


def test_h11_an_open_issue_and_one_that_stays_closed_are_not(found, issue):
    browser_of(found.mayor.member).get("/roundtable/R-2/")
    browser_of(found.chief.member).get("/roundtable/R-1.1/")
    browser_of(found.observer.member).get("/roundtable/R-1.1/")
    assert reads() == []


def test_h11_it_is_noted_once_an_hour_for_each_reader_and_version(found, issue):
    mayor, owner = browser_of(found.mayor.member), browser_of(found.owner.member)
    for client in (mayor, mayor, owner, mayor):
        client.get("/roundtable/R-1.1/")
    assert len(reads()) == 2
    Issue.objects.filter(pk=issue.pk).update(edition=issue.edition + 1)
    mayor.get("/roundtable/R-1.1/")
    assert len(reads()) == 3
    an_hour_later()
    mayor.get("/roundtable/R-1.1/")
    assert len(reads()) == 4


def test_h11_noting_costs_one_query_of_the_page(found, issue):
    mayor = browser_of(found.mayor.member)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            mayor.get("/roundtable/R-1.1/")
        counts.append(sum("portal_readevent" in query["sql"] for query in asked))
    assert counts == [1, 1]


@pytest.mark.parametrize(
    ("audience", "count"), [(Audience.MAYORS, 1), (Audience.NAMED, 1), (Audience.WORKING_GROUP, 0)]
)
def test_h11_so_is_a_thread_that_is_narrower_than_the_working_group(found, audience, count):
    mayor = found.mayor.member
    thread = open_thread(
        kind="logistics",
        title="Which hour?",
        text="Ten?",
        audience=audience,
        holder_kind="issue",
        subject_id=Issue.objects.get(ref="R-2").pk,
        actor=mayor,
        readers=[mayor.pk] if audience == Audience.NAMED else [],
    )
    browser_of(mayor).get(f"/threads/{thread.pk}/")
    noted = (mayor.name, "portal.thread", f"Thread {thread.pk}", "")
    assert reads() == [noted] * count


@pytest.mark.parametrize("page", ["", "working/", "edit/", "sign/"])
def test_h11_so_is_the_text_of_a_statement_that_is_not_out(page):
    [publisher] = publishers(1)
    statement = frozen_statement([publisher])
    browser_of(publisher).get(f"/statements/{statement.ref}/{page}")
    noted = (publisher.name, "statements.statement", statement.ref, "version 1")
    assert reads() == [noted]


@pytest.mark.parametrize(("posted", "status"), [("0" * 64, 409), ("", 422)])
def test_h11_so_is_the_newer_text_on_a_page_that_comes_back(posted, status):
    statement, mayor = joint_statement(), signer()
    open_sign_on(statement)
    form = {"act": "sign", "organization": mayor.current_seats[0].organization_id}
    page = browser_of(mayor).post(
        f"/statements/{statement.ref}/sign/", {**form, "digest": posted, "key": "form"}
    )
    assert page.status_code == status
    assert reads() == [(mayor.name, "statements.statement", statement.ref, "version 1")]


def test_h11_what_is_out_is_read_by_everybody_and_noted_of_nobody():
    staff = publishers()
    statement = published(staff).statement
    for page in ("", "working/"):
        browser_of(staff[0]).get(f"/statements/{statement.ref}/{page}")
    assert reads() == []


def test_h11_so_is_the_pdf_of_a_text_that_is_not_out():
    [publisher] = publishers(1)
    statement = frozen_statement([publisher])
    current = statement_text(publisher, statement.ref)
    export = request_statement_pdf(current=current, actor=publisher)
    make_export(claim(export.job_id))
    assert Export.objects.get().is_ready
    browser_of(publisher).get(f"/documents/{export.pk}/file/").getvalue()
    assert reads() == [(publisher.name, "statements.statement", statement.ref, "PDF of version 1")]


def test_h11_so_is_a_private_file_under_a_name_that_tells_nothing():
    [publisher] = publishers(1)
    statement = frozen_statement([publisher])
    file = add_attachment(data=b"Notes", name="secret.txt", actor=publisher, holder=statement)
    statement.attachments.add(file)
    browser_of(publisher).get(f"/attachments/{file.pk}/").getvalue()
    assert reads() == [(publisher.name, "portal.attachment", "File", "")]

    page = browser_of(publisher).get(f"/record/opened/statements.statement/{statement.pk}/")
    assert [(one.who, one.what) for one in page.context["readings"]] == [
        (publisher.name, "the file secret.txt")
    ]


def test_h11_staff_see_who_opened_something_if_they_see_it_themselves(found, issue):
    browser_of(found.mayor.member).get("/roundtable/R-1.1/")
    staff, other = browser_of(found.mayors_staff.member), browser_of(found.chiefs_staff.member)
    address = f"/record/opened/roundtable.issue/{issue.pk}/"

    page = staff.get(address)
    assert [one.who for one in page.context["readings"]] == [found.mayor.member.name]
    assert address in staff.get("/roundtable/R-1.1/").text
    assert other.get(address).status_code == 404
    assert browser_of(found.mayor.member).get(address).status_code == 403
    assert address not in browser_of(found.mayor.member).get("/roundtable/R-1.1/").text


@pytest.mark.parametrize(
    "wrong", ["roundtable.issue/999999", "portal.job/1", "x/1", "portal.thread/a"]
)
def test_what_is_not_there_was_opened_by_nobody(found, wrong):
    answer = browser_of(found.mayors_staff.member).get(f"/record/opened/{wrong}/")
    assert answer.status_code == 404


def test_h3_opening_the_record_and_searching_it_are_noted(found):
    staff = browser_of(found.mayors_staff.member)
    for query in ("", "?who=Robin", "?who=Robin", "?ref=R-1.1&who=Robin"):
        assert staff.get(f"/record/{query}").status_code == 200
    assert [label for _, _, label, _ in reads()] == [
        "The record",
        "The record: Person: Robin",
        "The record: Person: Robin; Reference: R-1.1",
    ]
    assert {kind for _, kind, _, _ in reads()} == {"portal.auditevent"}


@pytest.mark.parametrize("role", ["lead", "mayor", "chief", "observer", "liaison"])
def test_h3_the_record_is_for_association_staff(found, role):
    answer = browser_of(getattr(found, role).member).get("/record/")
    assert answer.status_code == (200 if role == "lead" else 403)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE portal_readevent SET version = ''", "DELETE FROM portal_readevent"],
)
def test_h11_what_is_noted_stays(found, issue, statement):
    browser_of(found.mayor.member).get("/roundtable/R-1.1/")
    with pytest.raises(IntegrityError, match="only ever added"), connection.cursor() as cursor:
        cursor.execute(statement)
