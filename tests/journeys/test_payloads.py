"""What others write runs nowhere: in the browser, with a page that would say so."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import DESK
from tests.trust.test_e_rows import PAYLOADS

AIDE = "aide@alderbrook.example"
STAFF = "editor@chiefs.example"
WITNESS = "window.evil = () => alert('It has run.')"
WRITTEN = "\n\n".join(
    f"Before {number} {payload} after {number}." for number, payload in enumerate(PAYLOADS)
)
LAST = len(PAYLOADS) - 1


def test_e1_no_alert_opens_on_the_pages_that_show_payloads(visit):
    alerts: list[str] = []
    fetched: list[str] = []

    def watched(email: str):
        page = visit(email, size=DESK)
        page.add_init_script(WITNESS)
        page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: fetched.append(request.url))
        return page

    page = watched(AIDE)
    page.goto("/threads/1/")
    page.locator("#compose textarea").fill(WRITTEN)
    page.locator("#compose").get_by_role("button", name="Reply").click()
    expect(page.locator(".comment-text").last).to_contain_text(f"after {LAST}")

    drafting = watched(STAFF)
    drafting.goto("/statements/import/")
    drafting.get_by_label("Text", exact=True).fill(f"A Text of Payloads\n\n{WRITTEN}\n\n###\n")
    drafting.get_by_role("button", name="Read the text").click()
    drafting.get_by_role("button", name="Save draft").first.click()
    drafting.wait_for_url(re.compile(r"/statements/S-[0-9A-Z]{5}/$"))
    expect(drafting.locator("main")).to_contain_text(f"after {LAST}")
    drafting.goto(f"{drafting.url}edit/")
    expect(drafting.locator("main textarea").first).to_be_visible()

    assert alerts == []
    assert [address for address in fetched if "evil" in address] == []
    page.evaluate("evil()")
    assert alerts == ["It has run."]
