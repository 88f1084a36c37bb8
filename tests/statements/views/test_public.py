"""What everybody sees of a statement that is out."""

import hashlib

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Member
from portal.queries.verification import made_here
from statements.models import Publication, Statement
from statements.operations.publishing import withdraw_publication
from tests.statements.publishing_data import (
    ask_everybody,
    clear,
    frozen_statement,
    let_come,
    mayor_of,
    published,
    publishers,
    scheduled,
    sign,
)
from tests.statements.reading import feed_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def release(staff) -> Publication:
    return published(staff)


def page_of(release: Publication) -> str:
    return f"/statements/{release.statement.ref}/"


def test_everybody_reads_what_is_out(release, visitor):
    page = visitor.get(page_of(release))

    assert (page.status_code, "Two Bodies Ask for Notice" in page.content.decode()) == (200, True)
    assert page.templates[0].name == "statements/public.html"


def test_public_pages_make_no_session(release, visitor):
    ref = release.statement.ref
    for path in ("", f"{ref}/", "feed/", f"{ref}.pdf", f"{ref}.txt", f"{ref}.json"):
        assert visitor.get(f"/statements/{path}").cookies == {}

    assert Session.objects.count() == 0


@pytest.mark.trust("D13")
def test_the_page_comes_from_the_snapshot_and_not_from_live_rows(release, visitor):
    Statement.objects.update(title="Renamed", media_contact="Changed", release_line="Changed")
    page = visitor.get(page_of(release)).content.decode()

    assert ("Renamed" in page, "Changed" in page) == (False, False)


def test_members_read_the_same_page_and_reach_the_working_page(release, staff, signed_in):
    client = signed_in(staff[0])
    public, working = client.get(page_of(release)), client.get(f"{page_of(release)}working/")

    assert public.templates[0].name == "statements/public.html"
    assert (f"{page_of(release)}working/" in public.content.decode(), working.status_code) == (
        True, 200,
    )  # fmt: skip


@pytest.mark.parametrize("role", ["observer", "liaison", "chief", "nobody_yet"])
def test_who_did_not_work_on_it_sees_no_working_page(release, request, signed_in, role):
    client = signed_in(request.getfixturevalue(role))
    page = client.get(page_of(release))

    assert (page.status_code, "/working/" in page.content.decode()) == (200, False)
    assert client.get(f"{page_of(release)}working/").status_code == 404
    assert client.post(f"{page_of(release)}pdf/").status_code == 404


def test_late_signers_are_dated_below_and_withdrawals_noted(staff, visitor):
    release = published(staff, signers=2)
    late = sign(release.statement, mayor_of("Latecomb", name="Lia Late"))
    first = release.listed.first().signature
    first.__class__.objects.filter(pk=first.pk).update(
        ended_at=Now(), ended_as="withdrawn", ended_reason="private"
    )
    page = visitor.get(page_of(release)).content.decode()
    article, below = page.split("</article>")

    assert (late.printed_name in article, late.printed_name in below) == (False, True)
    assert (first.printed_name in article, first.printed_name in below) == (True, True)
    assert [title in below for title in ("Signed after", "Withdrew after", "private")] == [
        True, True, False,
    ]  # fmt: skip


def test_a_late_signature_that_was_recalled_is_not_shown(release, visitor):
    ask_everybody(release.statement)
    late = sign(release.statement, mayor_of("Latecomb", name="Lia Late"))
    late.__class__.objects.filter(pk=late.pk).update(ended_at=Now(), ended_as="recalled")

    assert "Lia Late" not in visitor.get(page_of(release)).content.decode()


def withdraw(release: Publication, actor: Member) -> None:
    withdraw_publication(
        statement_id=release.statement_id, explanation="A figure was wrong.", actor=actor
    )


def test_a_withdrawn_statement_keeps_its_page_with_the_explanation_on_top(release, staff, visitor):
    before = article(visitor, release)
    withdraw(release, staff[0])
    page = visitor.get(page_of(release)).content.decode()

    assert page.index("A figure was wrong.") < page.index("<article")
    assert article(visitor, release) == before


def article(visitor: Client, release: Publication) -> str:
    page = visitor.get(page_of(release)).content.decode()
    return page[page.index("<article") : page.index("</article>")]


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "media_type", "disposition"),
    [
        ("pdf", "application/pdf", "attachment"),
        ("txt", "text/plain; charset=utf-8", "inline"),
        ("json", "application/json", "inline"),
    ],
)
@pytest.mark.trust("D12")
def test_files_are_the_stored_bytes(release, visitor, suffix, media_type, disposition):
    stored = release.files.get(format=suffix)
    ref = release.statement.ref
    answer = visitor.get(f"/statements/{ref}.{suffix}")

    assert hashlib.sha256(answer.content).hexdigest() == stored.sha256
    assert {name: answer.headers[name] for name in EXPECTED} == EXPECTED | {
        "Content-Type": media_type,
        "ETag": f'"{stored.sha256}"',
        "Content-Disposition": f'{disposition}; filename="{ref}.{suffix}"',
    }


EXPECTED = {
    "Content-Type": "",
    "ETag": "",
    "Content-Disposition": "",
    "Cache-Control": "public, max-age=300",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize("path", ["{ref}.pdf", "{ref}.txt", "{ref}.json", "feed/"])
def test_conditional_requests(release, visitor, path):
    address = f"/statements/{path.format(ref=release.statement.ref)}"
    first = visitor.get(address)
    by_tag = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_date = visitor.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    other = visitor.get(address, headers={"If-None-Match": '"other"'})

    statuses = [answer.status_code for answer in (first, by_tag, by_date, other)]
    assert statuses == [200, 304, 304, 200]


@pytest.mark.trust("D8")
def test_a_published_file_is_known_to_be_made_here(staff):
    statement = frozen_statement(staff)
    clear(statement, staff)
    publication = scheduled(statement, staff[0])
    sha256 = publication.files.get(format="pdf").sha256
    before = made_here(sha256).found
    let_come(publication)

    assert (before, made_here(sha256).title) == (False, "Two Bodies Ask for Notice")


@pytest.mark.trust("D12")
def test_a_damaged_file_is_not_handed_out(release, visitor, files):
    (files / release.files.get(format="txt").path).write_bytes(b"something else")
    answer = visitor.get(f"/statements/{release.statement.ref}.txt")

    assert (answer.status_code, b"something else" in answer.content) == (409, False)


def test_a_signed_in_members_copy_is_not_stored_by_anybody(release, staff, signed_in):
    answer = signed_in(staff[0]).get(f"/statements/{release.statement.ref}.pdf")

    assert answer.headers["Cache-Control"] == "no-store, private"


# --- list, feed, home ----------------------------------------------------------------------------


def entries(visitor: Client) -> list[tuple[str, str]]:
    return feed_entries(visitor.get("/statements/feed/").content)


def test_the_feed_names_each_statement_for_good(release, staff, visitor):
    name = f"tag:localhost,2026:{release.statement.ref}"
    before = entries(visitor)
    withdraw(release, staff[0])

    assert before == [(name, "Two Bodies Ask for Notice")]
    assert entries(visitor) == [(name, "Withdrawn: Two Bodies Ask for Notice")]


def test_an_empty_feed_stays_the_same(db, visitor):
    assert visitor.get("/statements/feed/").content == visitor.get("/statements/feed/").content


@pytest.mark.trust("D14")
def test_links_in_the_feed_ignore_the_request(release, visitor, settings):
    settings.ALLOWED_HOSTS = ["evil.example"]
    content = visitor.get("/statements/feed/", headers={"Host": "evil.example"}).content

    assert b"evil.example" not in content


def test_the_list_for_visitors_is_newest_first(staff, visitor):
    old, new = published(staff), published(staff)
    page = visitor.get("/statements/").content.decode()

    assert page.index(new.statement.ref) < page.index(old.statement.ref)


def test_home_shows_the_latest_that_were_not_withdrawn(staff, visitor):
    kept, gone = published(staff), published(staff)
    withdraw(gone, staff[0])
    page = visitor.get("/").content.decode()

    assert (page_of(kept) in page, page_of(gone) in page) == (True, False)


def test_list_and_page_ask_the_same_for_3_and_for_30_signers(staff, visitor):
    few, many = published(staff, signers=3), published(staff, signers=30)

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert visitor.get(path).status_code == 200
        return len(captured)

    assert queries(page_of(few)) == queries(page_of(many))
    assert queries("/statements/") == 3  # releases, issuers, their names
