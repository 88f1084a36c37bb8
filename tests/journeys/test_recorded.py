"""A signature that staff recorded from a letter, and whose signer says that it was not theirs."""

import re

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PASSWORD, PHONE
from tests.journeys.database import database_url
from tests.journeys.test_every_page import TAGS, go
from tests.journeys.test_statements import CHIEFS, MAYORS, imported, opened
from tests.portal.samples import RELEASE

FAIRMONT = "mayor@fairmont.example"
LETTER = "The City of Fairmont Bay signs the joint statement with the text code {code}."


@pytest.fixture
def connection(portal):
    with psycopg.connect(database_url(portal), autocommit=True) as connection:
        yield connection


def text_code(page: Page, address: str) -> str:
    page.goto(f"{address}working/")
    return page.locator("dt", has_text="Text code").locator("xpath=../dd").inner_text().strip()


def record_letter(page: Page, address: str, code: str) -> None:
    """From the staff page on; the publisher types what stands in the letter."""
    page.goto(f"{address}staff/")
    page.get_by_role("link", name="Record a signature from a letter").click()
    page.get_by_label("Whose letter is it?").select_option(label="City of Fairmont Bay")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Text code, as in the letter").fill(code)
    letter = {"name": "letter.txt", "mimeType": "text/plain"}
    words = LETTER.format(code=code).encode()
    page.get_by_label("The letter", exact=True).set_input_files({**letter, "buffer": words})
    page.get_by_label(re.compile("I have read the letter")).check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Record this signature").click()


def mailed(visit, eventually, connection, ref: str) -> str:
    """The address behind "This wasn't me" in the mail to Fairmont's mayor."""
    connection.execute("UPDATE portal_job SET run_after = now() WHERE kind = 'announce'")
    mailbox = visit(size=PHONE)

    def arrived() -> bool:
        mailbox.goto("/sample-mail/")
        rows = mailbox.locator("tr", has_text="Staff recorded your signature")
        found = rows.filter(has_text=ref).filter(has_text=FAIRMONT).get_by_role("link")
        if not found.count():
            return False
        mailbox.goto(found.first.get_attribute("href"))
        return True

    eventually(arrived, 120)
    found = re.search(r"This wasn't me:\s*(\S+)", mailbox.locator("main").inner_text())
    assert found is not None
    return found[1]


def test_a_recorded_signature_is_disputed_on_the_phone(visit, connection, eventually):
    mayors, chiefs = visit(MAYORS), visit(CHIEFS)
    address = imported(mayors, RELEASE.replace("Two Bodies", "Letter Writers"))
    opened(mayors, connection, address)
    ref = address.rstrip("/").rsplit("/", 1)[1]

    record_letter(chiefs, address, text_code(chiefs, address))
    expect(chiefs.get_by_text("Recorded by staff from a letter").first).to_be_visible()
    chiefs.goto(f"{address}staff/")
    expect(chiefs.get_by_text("Recorded by staff from a letter").first).to_be_visible()

    phone = visit(FAIRMONT, size=PHONE)
    phone.goto(mailed(visit, eventually, connection, ref))
    phone.get_by_role("button", name="This wasn't me").click()
    expect(phone.get_by_role("heading", name="Receipt of a signature")).to_be_visible()
    expect(phone.get_by_text("Disputed by the signer on")).to_be_visible()

    chiefs.goto(f"{address}staff/")
    expect(chiefs.get_by_text("Disputed by the signer").first).to_be_visible()
    phone.goto(f"{address}sign/")
    expect(phone.get_by_role("button", name="Co-sign", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "390"])
def test_the_form_for_a_letter_is_accessible_and_fits(visit, size):
    page = visit(CHIEFS, size=size)
    go(page, "/statements/ > Summer Jobs|staff/record/")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Record this signature").click()
    expect(page.get_by_text("Give the text code that the letter names.").first).to_be_visible()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})

    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
