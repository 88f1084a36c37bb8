"""Staff look at a thread as somebody else would, on a phone, and cannot write there."""

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, sign_in
from tests.journeys.test_every_page import problems_of

STAFF = "publisher@mayors.example"


def test_a_preview_shows_and_changes_nothing(visit):
    page = visit(size=PHONE)
    sign_in(page, STAFF)
    page.goto("/preview/")
    page.get_by_role("button", name="Preview as somebody on the mayors' side").click()
    page.wait_for_url("**/")
    banner = page.get_by_label("Preview", exact=True)
    expect(banner).to_be_visible()
    assert problems_of(page) == []
    page.goto("/threads/1/")
    page.locator("#compose textarea").fill("Typed in a preview")
    page.locator("#compose").get_by_role("button", name="Reply").click()

    expect(page.get_by_role("heading", name="Nothing was changed")).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("Typed in a preview")
    assert problems_of(page) == []
    page.get_by_role("button", name="Stop preview").click()
    page.wait_for_url("**/")
    expect(banner).to_have_count(0)
    page.goto("/threads/1/")
    expect(page.get_by_text("Typed in a preview")).to_have_count(0)
