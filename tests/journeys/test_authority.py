"""Somebody signs in a principal's place, until the principal takes the authority back."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, PHONE
from tests.journeys.test_statements import MAYORS, connection, imported, opened  # noqa: F401 - a fixture
from tests.portal.samples import RELEASE

MAYOR = "mayor@alderbrook.example"
AIDE = "aide@alderbrook.example"


def lent(phone: Page) -> None:
    """Two taps from the page, besides confirming who one is."""
    phone.goto("/authority/")
    phone.get_by_role("link", name="Who may sign").click()
    phone.get_by_role("link", name="Let Priya Lindqvist sign this week").click()  # 1
    phone.get_by_label("Your password").fill(PASSWORD)
    phone.get_by_role("button", name="Let them sign").click()  # 2
    expect(phone.get_by_text("Priya Lindqvist may sign in your place until")).to_be_visible()


def signed(phone: Page, address: str) -> None:
    phone.goto(f"{address}sign/")
    phone.get_by_role("checkbox").first.check()
    phone.get_by_label("Your password").first.fill(PASSWORD)
    phone.get_by_role("button", name="Co-sign", exact=True).click()
    expect(phone.get_by_text("Receipt").first).to_be_visible()


def taken_back(phone: Page) -> None:
    phone.goto("/authority/")
    phone.get_by_role("link", name="Who may sign").click()
    phone.get_by_role("link", name="End this authority of Priya Lindqvist").click()
    phone.get_by_label("Reason").fill("Back from leave.")
    phone.get_by_role("button", name="End this authority").click()
    expect(phone.get_by_text("The authority of Priya Lindqvist to sign has ended.")).to_be_visible()


def test_a_principal_lends_authority_the_delegate_signs_and_after_its_end_is_refused(
    visit,
    connection,  # noqa: F811 - the fixture
):
    publisher = visit(MAYORS)
    first = imported(publisher, RELEASE.replace("Two Bodies", "While The Mayor Is Away"))
    opened(publisher, connection, first)
    second = imported(publisher, RELEASE.replace("Two Bodies", "After The Mayor Is Back"))
    opened(publisher, connection, second)
    mayor, aide = visit(MAYOR, size=PHONE), visit(AIDE, size=PHONE)

    lent(mayor)
    aide.goto("/")
    expect(aide.get_by_text("while Elena Marsh is away").first).to_be_visible()
    signed(aide, first)

    taken_back(mayor)
    aide.goto(f"{second}sign/")
    expect(
        aide.get_by_text(re.compile(r"Elena Marsh took it back \(Back from leave\)")).first
    ).to_be_visible()
    expect(aide.get_by_role("button", name="Co-sign", exact=True)).to_have_count(0)

    mayor.goto(f"{first}sign/")
    expect(mayor.get_by_role("button", name="Reconfirm")).to_be_visible()
