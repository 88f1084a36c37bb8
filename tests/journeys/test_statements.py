"""Whole lives of statements, in the browser, as the people who lead them."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, PHONE
from tests.journeys.database import database_url
from tests.portal.samples import RELEASE

MAYORS = "publisher@mayors.example"
CHIEFS = "publisher@chiefs.example"


class Presses:
    """Presses buttons and follows links, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, page: Page, name: str, *, role: str = "button") -> None:
        page.locator("main").get_by_role(role, name=name, exact=True).first.click()
        self.count += 1


@pytest.fixture
def connection(portal):
    with psycopg.connect(database_url(portal), autocommit=True) as connection:
        yield connection


def imported(page: Page, text: str) -> str:
    """Imports a text for both associations; the address of its draft."""
    page.goto("/statements/import/")
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Read the text").click()
    page.get_by_role("button", name="Save draft").first.click()
    page.wait_for_url(re.compile(r"/statements/S-[0-9A-Z]{5}/$"))
    return page.url


def staff_page(page: Page, address: str) -> None:
    page.goto(f"{address}staff/")


def type_password(page: Page) -> None:
    """In the demo its password stands for the passkey, which would be part of the press."""
    page.get_by_label("Your password").fill(PASSWORD)


def let_a_minute_pass(connection, table: str, column: str, address: str) -> None:
    """Moves the stored instant instead of waiting for it."""
    ref = address.rstrip("/").rsplit("/", 1)[1]
    connection.execute(
        f"UPDATE {table} SET {column} = clock_timestamp() - interval '1 second'"  # noqa: S608 - ours
        " WHERE statement_id = (SELECT id FROM statements_statement WHERE ref = %s)",
        [ref],
    )


def test_two_publishers_release_a_statement_in_at_most_four_presses(visit):
    first, second, press = visit(MAYORS), visit(CHIEFS), Presses()
    address = imported(first, RELEASE.replace("Two Bodies", "Both Bodies"))

    staff_page(first, address)
    press(first, "Freeze text")
    type_password(first)
    press(first, "Clear for release")
    staff_page(second, address)
    press(second, "Clear and publish", role="link")
    type_password(second)
    press(second, "Publish")
    assert press.count <= 4

    expect(second.get_by_role("link", name="Read the published page")).to_be_visible(timeout=90_000)
    visitor = visit()
    visitor.goto(address)
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Both Bodies Ask for Notice")


def opened(page: Page, connection, address: str) -> None:
    """Freezes the text and opens sign-on for everybody, without waiting for the minute."""
    press = Presses()
    staff_page(page, address)
    press(page, "Freeze text")
    press(page, "Open sign-on", role="link")
    press(page, "Open sign-on")
    let_a_minute_pass(connection, "statements_signon", "opens_at", address)


def signed(page: Page, address: str) -> None:
    page.goto(f"{address}sign/")
    page.get_by_role("checkbox").first.check()
    type_password(page)
    page.get_by_role("button", name="Co-sign", exact=True).click()
    expect(page.get_by_text("Receipt").first).to_be_visible()


def mailed(connection, visit, eventually, title: str) -> str:
    """The address in the mail that asks to sign; the minute before it is sent is taken away."""
    connection.execute("UPDATE portal_job SET run_after = now() WHERE kind = 'announce'")
    mailbox = visit(size=PHONE)
    found = mailbox.locator("tr", has_text="mayor@alderbrook.example").get_by_role("link")

    def arrived() -> bool:
        mailbox.goto("/sample-mail/")
        for address in found.evaluate_all("links => links.map((link) => link.href)")[:5]:
            mailbox.goto(address)
            if title in mailbox.locator("main").inner_text():
                return True
        return False

    eventually(arrived, 120)
    return mailbox.locator("main a", has_text="/sign/").get_attribute("href")


def test_a_mayor_signs_on_the_phone_in_at_most_five_taps(visit, connection, eventually):
    publisher = visit(MAYORS)
    address = imported(publisher, RELEASE.replace("Two Bodies", "Phone Readers"))
    opened(publisher, connection, address)

    phone = visit("mayor@alderbrook.example", size=PHONE)
    phone.goto(mailed(connection, visit, eventually, "Phone Readers"))  # 1: the link in the mail
    phone.get_by_role("checkbox").first.check()  # 2
    type_password(phone)
    phone.get_by_role("button", name="Co-sign", exact=True).click()  # 3

    expect(phone.get_by_text("Receipt").first).to_be_visible()
    expect(phone.get_by_text("City of Alderbrook").first).to_be_visible()


def test_when_the_text_changes_one_reconfirms_one_leaves_and_silence_drops(visit, connection):
    publisher, other = visit(MAYORS), visit(CHIEFS)
    address = imported(publisher, RELEASE.replace("Two Bodies", "Three Signers"))
    opened(publisher, connection, address)
    people = ("mayor@alderbrook.example", "chief@alderbrook.example", "mayor@fairmont.example")
    stays, leaves, silent = (visit(email, size=PHONE) for email in people)
    for person in (stays, leaves, silent):
        signed(person, address)

    publisher.goto(f"{address}edit/")
    text = publisher.locator("textarea", has_text="two days ahead").first
    text.fill("They ask for notice four days ahead.")
    publisher.get_by_role("button", name="Save draft").first.click()

    stays.goto(f"{address}sign/")
    expect(stays.locator("ins", has_text="four").first).to_be_visible()
    if (agree := stays.get_by_role("checkbox")).count():
        agree.first.check()
    type_password(stays)
    stays.get_by_role("button", name="Reconfirm", exact=True).click()
    leaves.goto(f"{address}sign/")
    leave = leaves.get_by_role("button", name="Withdraw signature", exact=True)
    if not leave.first.is_visible():
        leaves.get_by_text("Withdraw").first.click()
    leaves.get_by_label(re.compile("Reason|Why", re.IGNORECASE)).last.fill("The council objects.")
    leave.first.click()

    for page in (publisher, other):
        staff_page(page, address)
        if (more := page.get_by_text("Clear for release …", exact=True)).count():
            more.click()  # the last to clear is offered to publish first
        type_password(page)
        page.get_by_role("button", name="Clear for release", exact=True).click()
    staff_page(other, address)
    press = Presses()
    press(other, "Publish", role="link")
    type_password(other)
    press(other, "Publish")
    expect(other.get_by_role("link", name="Read the published page")).to_be_visible(timeout=90_000)
    visitor = visit()
    visitor.goto(address)
    listed = visitor.locator("main").inner_text()
    assert [name in listed for name in ("Elena Marsh", "Darnell Reyes", "Keoni Baptiste")] == [
        True,
        False,
        False,
    ]


def test_an_embargoed_statement_appears_at_its_instant_with_all_workers_stopped(
    visit, portal, connection, eventually
):
    first, second = visit(MAYORS), visit(CHIEFS)
    address = imported(first, RELEASE.replace("Two Bodies", "Embargoed Bodies"))
    staff_page(first, address)
    press = Presses()
    press(first, "Freeze text")
    type_password(first)
    press(first, "Clear for release")
    staff_page(second, address)
    press(second, "Clear and publish", role="link")
    soon = datetime.now(UTC) + timedelta(minutes=30)
    second.get_by_label("At the time below").check()
    second.get_by_label("Time zone").select_option("America/Phoenix")
    second.get_by_label("Date and time of the release").fill(
        (soon - timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M")
    )
    type_password(second)
    press(second, "Publish")
    ref = address.rstrip("/").rsplit("/", 1)[1]
    built = (
        "SELECT p.id FROM statements_publication p JOIN statements_statement s"
        " ON s.id = p.statement_id WHERE s.ref = %s AND p.built_at IS NOT NULL"
    )
    eventually(lambda: connection.execute(built, [ref]).fetchone() is not None, 60)

    everywhere = ("/", "/statements/", "/statements/feed/", address)
    visitor = visit()
    with stopped(portal.pids("celery")):
        come_soon(connection, ref)
        for path in everywhere:
            assert "Embargoed Bodies" not in visitor.request.get(path).text()
        eventually(lambda: "Embargoed Bodies" in visitor.request.get(address).text(), 20)
        for path in everywhere:
            assert "Embargoed Bodies" in visitor.request.get(path).text()


@contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    """Freezes processes for a while."""
    assert pids != []
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def come_soon(connection, ref: str) -> None:
    """Moves the stored instant to eight seconds from now, as only the database's owner can."""
    guard = "ALTER TABLE statements_publication {} TRIGGER guard"
    with connection.transaction():
        connection.execute(guard.format("DISABLE"))
        connection.execute(
            "UPDATE statements_publication SET release_at = clock_timestamp() + interval '8 s'"
            " WHERE statement_id = (SELECT id FROM statements_statement WHERE ref = %s)",
            [ref],
        )
        connection.execute(guard.format("ENABLE ALWAYS"))
