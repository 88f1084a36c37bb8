"""An agency that depends on its city, and a city that asks its counsel, in the browser."""

import re
from collections.abc import Iterator

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.database import database_url
from tests.journeys.test_every_page import TAGS, go
from tests.journeys.test_statements import MAYORS, imported, opened, signed
from tests.portal.samples import RELEASE

CHIEF, MAYOR = "chief@fairmont.example", "mayor@fairmont.example"
RULE = "/members/?q=Fairmont > Fairmont Bay Police Department|rule/"


@pytest.fixture
def connection(portal):
    with psycopg.connect(database_url(portal), autocommit=True) as connection:
        yield connection


def set_rule(page: Page, kind: str, hours: str = "") -> None:
    go(page, RULE)
    page.get_by_role("radio", name=re.compile(f"^{kind}")).check()
    if hours:
        page.get_by_role("spinbutton", name="Hours to object").fill(hours)
    page.get_by_role("button", name="Set this rule").click()
    expect(page.get_by_text("This is the rule now")).to_be_visible()


@pytest.fixture
def two_weeks(visit) -> Iterator[None]:
    """The chief gives the city two weeks to object: longer than any deadline here."""
    set_rule(visit(CHIEF, size=PHONE), "The city has some hours to object", "336")
    yield
    set_rule(visit(MAYORS), "The mayor says that there is no objection")


def assert_accessible(page: Page) -> None:
    """At both widths; the page stays at the phone's."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        width = page.evaluate("document.documentElement.scrollWidth")

        assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
        assert width <= size["width"]


def mailed(visit, eventually, connection, ref: str) -> str:
    """The address in the mail that asks Fairmont's mayor for an answer."""
    connection.execute("UPDATE portal_job SET run_after = now() WHERE kind = 'announce'")
    mailbox = visit(size=PHONE)

    def arrived() -> bool:
        mailbox.goto("/sample-mail/")
        rows = mailbox.locator("tr", has_text="waits for your answer")
        found = rows.filter(has_text=ref).filter(has_text=MAYOR).get_by_role("link")
        if not found.count():
            return False
        mailbox.goto(found.first.get_attribute("href"))
        return True

    eventually(arrived, 120)
    return mailbox.locator("main a", has_text="/city/").get_attribute("href")


def test_an_agency_on_hold_asks_the_mayor_and_signs(visit, connection, eventually, two_weeks):
    staff = visit(MAYORS)
    address = imported(staff, RELEASE.replace("Two Bodies", "Patient Chiefs"))
    opened(staff, connection, address)
    ref = address.rstrip("/").rsplit("/", 1)[1]
    staff.goto(f"{address}staff/")
    expect(staff.get_by_text("Waiting for its city until").first).to_be_visible()

    chief = visit(CHIEF, size=PHONE)
    chief.goto(f"{address}sign/")
    expect(chief.get_by_text("That is after the deadline")).to_be_visible()
    expect(chief.get_by_text("Sign late")).to_be_visible()
    assert chief.get_by_role("button", name="Co-sign", exact=True).count() == 0
    assert_accessible(chief)
    chief.get_by_role("button", name="Ask the mayor now").click()
    expect(chief.get_by_text("The mayor was asked on")).to_be_visible()

    mayor = visit(MAYOR, size=PHONE)
    mayor.goto(mailed(visit, eventually, connection, ref))
    expect(mayor.get_by_role("heading", level=1)).to_contain_text("Patient Chiefs")
    assert_accessible(mayor)
    mayor.get_by_role("button", name="No objection", exact=True).click()
    expect(mayor.get_by_text("Your answer is on record: No objection.")).to_be_visible()

    signed(chief, address)
    expect(chief.get_by_text("Fairmont Bay Police Department").first).to_be_visible()


def test_a_mayor_asks_counsel_who_answers_with_one_press(visit, connection):
    staff = visit(MAYORS)
    address = imported(staff, RELEASE.replace("Two Bodies", "Careful Readers"))
    opened(staff, connection, address)
    mayor = visit("mayor@alderbrook.example", size=PHONE)
    mayor.goto(f"{address}sign/")
    mayor.get_by_text("More: ask counsel").click()
    mayor.get_by_label("Whom you ask").select_option(label="Priya Lindqvist, Policy aide")
    mayor.get_by_role("button", name="Ask counsel", exact=True).click()
    expect(mayor.get_by_text("No answer yet")).to_be_visible()
    asked = mayor.get_by_role("link", name=re.compile("Priya Lindqvist")).get_attribute("href")

    aide = visit("aide@alderbrook.example", size=PHONE)
    aide.goto(asked)
    assert_accessible(aide)
    aide.get_by_role("button", name="Call me", exact=True).click()
    expect(aide.get_by_text("Your answer is on record: Call me.")).to_be_visible()

    mayor.reload()
    expect(mayor.get_by_text("Call me", exact=True)).to_be_visible()
    expect(mayor.get_by_role("button", name="Co-sign", exact=True)).to_be_visible()


def test_the_page_of_a_rule_is_accessible_and_fits(visit):
    page = visit(CHIEF)
    go(page, RULE)

    assert_accessible(page)
