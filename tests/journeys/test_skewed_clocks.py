"""Web, workers and beat three hours ahead of the database: nothing is out early, nothing shut."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from portal.local.children import end_together
from portal.local.places import places_of
from portal.local.web import background_children, named_child, wait_for, web_command
from portal.models import AuditEvent, Export, Member
from portal.operations.attachments import add_attachment
from portal.queries.clock import database_now
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.sessions import SEEN_AT, SIGNED_IN_AT
from statements.models import Publication, Signature, SignOn, Statement
from statements.operations.documents import request_statement_pdf
from statements.operations.publishing import publish_statement
from statements.operations.signing import sign_statement
from statements.queries.statements import statement_text
from statements.vocabulary.signing import SignatoryOrder, SigningAs
from tests.conftest import BACKEND
from tests.crawl import Answer, Fetch, addresses, crawl
from tests.factories import PASSWORD, MemberFactory, OrganizationFactory, SeatFactory
from tests.journeys.conftest import PHONE, Visitors, free_port
from tests.portal.samples import RELEASE
from tests.proofs import step_up_of
from tests.races.conftest import cloned_database  # noqa: F401 - a fixture that is asked for by name
from tests.statements.publishing_data import (
    ask_everybody,
    clear,
    frozen_statement,
    let_come,
    mayor_of,
    publishers,
)

AHEAD = timedelta(hours=3)
CANARY = "Quarrelwhistle"
TEXT = RELEASE.replace("Two Bodies", f"{CANARY} Bodies").replace("one thing", f"one {CANARY} thing")
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def wrong_clock() -> dict[str, str]:
    """The environment of a process that believes it is later; what it waits for is not longer."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("libfaketime is missing")
        pytest.skip("libfaketime is not installed: install the package `faketime`")
    hours = int(AHEAD.total_seconds() // 3600)
    return {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME": f"+{hours}h",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


@pytest.fixture
def hurried(cloned_database, wrong_clock, tmp_path) -> Iterator[str]:  # noqa: F811 - the fixture
    """Where the portal answers whose processes run ahead; database and Redis keep the time."""
    port = free_port()
    ours = {
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "DATA_DIR": str(tmp_path),
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "JOB_SWEEP_SECONDS": "1",
    }
    environ, places = {**os.environ, **ours, **wrong_clock}, places_of(tmp_path)
    web = named_child(
        "web", web_command(host="127.0.0.1", port=port), places=places, environ=environ
    )
    children = [web, *background_children(places, environ)]
    try:
        for child in children:
            child.start()
        wait_for(web, host="127.0.0.1", port=port)
        yield ours["SITE_URL"]
    finally:
        end_together(children)


def database_url() -> str:
    """The services' address with the name of the database that this process uses."""
    parts = urlsplit(settings.DATABASE_URL)
    return urlunsplit(parts._replace(path=quote(connection.settings_dict["NAME"])))


@pytest.fixture
def enter(browser: Browser, hurried: str) -> Iterator[Callable[[Member | None], Page]]:
    """`enter(member)` opens the phone of somebody who is signed in; of a visitor with None."""
    visitors = Visitors(browser, hurried)

    def open_page(member: Member | None) -> Page:
        if member is None:
            return visitors(size=PHONE)
        visitors.states[member.email] = {"cookies": [cookie_of(member)], "origins": []}
        return visitors(member.email, size=PHONE)

    yield open_page
    for context in visitors.contexts:
        context.close()
    assert visitors.complaints == []


def cookie_of(member: Member) -> dict[str, object]:
    """As if that process had signed the member in: how long it lasts is told by its clock."""
    client = Client()
    client.force_login(member, backend=BACKEND)
    session = client.session
    session[SIGNED_IN_AT] = session[SEEN_AT] = int((datetime.now(UTC) + AHEAD).timestamp())
    session.save()
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}


def over(page: Page) -> Fetch:
    """Fetches with the cookies of a browser, one answer at a time."""

    def fetch(path: str) -> Answer:
        answer = page.request.get(path, max_redirects=0)
        return Answer(answer.status, answer.headers, answer.body())

    return fetch


def outsiders() -> list[Member]:
    """Members who are not cleared for a text that cities are asked to sign."""
    seats = (
        (OrganizationKind.POLICE_AGENCY, Capacity.PRINCIPAL),
        (OrganizationKind.FEDERAL_BODY, Capacity.LIAISON),
        (OrganizationKind.CITY, Capacity.OBSERVER),
    )
    made = [
        SeatFactory(organization=OrganizationFactory(kind=kind), capacity=capacity).member
        for kind, capacity in seats
    ]
    return [*made, MemberFactory(name="Lee Gone")]


def scheduled_in_an_hour(staff: list[Member]) -> Statement:
    """The token stands in title, text, the name under it and the name of a file."""
    statement = frozen_statement(staff, text=TEXT)
    file = add_attachment(
        data=CANARY.encode(), name=f"{CANARY}.txt", actor=staff[0], holder=statement
    )
    statement.attachments.add(file)
    ask_everybody(statement)
    SignOn.objects.update(kinds=[OrganizationKind.CITY])
    signed(statement)
    clear(statement, staff)
    publish_statement(
        statement_id=statement.pk,
        release_at=database_now() + timedelta(hours=1),
        order=SignatoryOrder.LEADERS,
        actor=staff[0],
        step_up=step_up_of(staff[0]),
    )
    return statement


def signed(statement: Statement) -> None:
    mandate = mayor_of("Samplefield", name="Robin Example")
    sign_statement(
        statement_id=statement.pk,
        organization_id=mandate.seat.organization_id,
        digest=statement.revisions.latest("number").digest,
        signing_as=SigningAs.OFFICEHOLDER,
        printed_name=f"Robin {CANARY}",
        printed_title="Mayor",
        attested=True,
        actor=mandate.seat.member,
        step_up=step_up_of(mandate.seat.member),
        key=None,
    )


def is_near(moment: datetime | None, other: datetime) -> bool:
    return moment is not None and abs(moment - other) < A_MINUTE


def dates_of_mail(folder: Path) -> list[datetime]:
    """When the worker believes that it wrote them."""
    mails = "\n".join(file.read_text() for file in (folder / "mail").glob("*"))
    return [in_utc(date) for date in re.findall("^Date: (.*)$", mails, re.MULTILINE)]


def in_utc(header: str) -> datetime:
    return parsedate_to_datetime(header).replace(tzinfo=UTC)


def checked(page: Page, file: Path) -> str:
    """What the portal says to somebody who holds these bytes."""
    page.goto("/verify/")
    page.get_by_label("The PDF that you received").set_input_files(file)
    page.get_by_role("button", name="Check this file").click()
    return page.locator("main").inner_text()


@pytest.mark.trust("C15", "H5")
def test_nothing_is_out_before_the_instant_of_the_database(enter, eventually, tmp_path):
    staff, strangers = publishers(), [None, *outsiders()]
    statement = scheduled_in_an_hour(staff)
    current = statement_text(staff[0], statement.ref)
    request_statement_pdf(current=current, actor=staff[0])
    eventually(lambda: Publication.objects.get().built_at is not None, 60)
    eventually(lambda: Export.objects.get().ready_at is not None, 60)
    eventually(lambda: dates_of_mail(tmp_path) != [], 60)
    publication, export = Publication.objects.get(), Export.objects.get()
    file = settings.FILES_ROOT / publication.files.get(format="pdf").path
    everywhere = addresses(
        statement.ref,
        attachment=statement.attachments.get().pk,
        export=export.pk,
        signature=Signature.objects.get().pk,
        organization=statement.organization_id,
    )

    # The processes are ahead and at work, and what they stored has the time of the database.
    visitor, now = enter(None), database_now()
    web = in_utc(visitor.request.get("/").headers["date"])
    ahead = [web, *dates_of_mail(tmp_path)]
    assert [is_near(moment - AHEAD, now) for moment in ahead] == [True] * len(ahead)
    stored = [datetime.now(UTC), publication.built_at, export.ready_at]
    assert [is_near(moment, now) for moment in stored] == [True] * 3

    assert CANARY not in checked(visitor, file)
    for stranger in strangers:
        assert telling(over(enter(stranger)), everywhere) == set()

    let_come(publication)
    assert CANARY in checked(visitor, file)
    visitor_finds, chief_finds = (
        telling(over(enter(stranger)), everywhere) for stranger in strangers[:2]
    )
    assert visitor_finds == public(statement.ref)
    bodies = [Signature.objects.get().organization_id, *(one.pk for one in statement.issuers.all())]
    told = {f"/members/{pk}/" for pk in bodies}
    assert chief_finds == {*public(statement.ref), "/search/", *told}


def telling(fetch: Fetch, everywhere: list[str]) -> set[str]:
    """Pages and files that hold the token, whatever was asked of them."""
    found = crawl(fetch, everywhere)
    return {path.partition("?")[0] for path, answer in found.items() if answer.says(CANARY)}


def public(ref: str) -> set[str]:
    files = {f"/statements/{ref}.{suffix}" for suffix in ("pdf", "txt", "json")}
    return {"/", "/statements/", "/statements/feed/", f"/statements/{ref}/", *files}


@pytest.mark.trust("H5")
def test_a_sign_on_that_the_database_holds_open_takes_signatures(enter):
    statement = frozen_statement(publishers())
    ask_everybody(statement, hours=1)
    mayor = mayor_of("Samplefield", name="Robin Example").seat.member

    page = enter(mayor)
    page.goto(f"/statements/{statement.ref}/sign/")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Co-sign", exact=True).click()

    expect(page.get_by_text("Receipt").first).to_be_visible()
    assert is_near(Signature.objects.get().signed_at, database_now())
    assert is_near(AuditEvent.objects.get(verb=Verb.STATEMENT_SIGNED).at, database_now())
    assert page.request.get("/readyz").json()["clock"] is False
