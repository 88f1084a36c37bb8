"""Every page at both widths: no accessibility finding, no sideways scroll, few requests."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import DESK, PHONE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLISHER = "publisher@mayors.example"
PAGES = [
    ("", "/"),
    ("", "/accounts/login/"),
    ("", "/accounts/login/code/"),
    ("", "/accounts/password/reset/"),
    ("", "/accounts/signup/"),
    ("", "/meetings/"),
    ("", "/verify/"),
    ("", "/sample-mail/"),
    ("", "/not-there/"),
    (PUBLISHER, "/"),
    (PUBLISHER, "/statements/"),
    (PUBLISHER, "/statements/import/"),
    (PUBLISHER, "first statement"),
    (PUBLISHER, "/statements/new/"),
    (PUBLISHER, "Night|edit/"),
    (PUBLISHER, "Night|versions/"),
    (PUBLISHER, "Night|staff/"),
    (PUBLISHER, "Night|staff/sign-on/"),
    (PUBLISHER, "Night|publish/"),
    (PUBLISHER, "Summer Jobs|staff/"),
    (PUBLISHER, "Summer Jobs|staff/deadline/"),
    (PUBLISHER, "Crisis Lines|publish/"),
    ("mayor@alderbrook.example", "Summer Jobs|sign/"),
    ("mayor@alderbrook.example", "/notifications/"),
    ("", "Everybody Can Cross|"),
    ("", "Body Cameras|"),
    ("", "/statements/"),
    (PUBLISHER, "/roundtable/"),
    (PUBLISHER, "/roundtable/import/"),
    (PUBLISHER, "/roundtable/R-1.1/"),
    (PUBLISHER, "/roundtable/R-1/"),
    (PUBLISHER, "/roundtable/proposals/P-1/"),
    (PUBLISHER, "/meetings/"),
    (PUBLISHER, "/members/"),
    (PUBLISHER, "/style/"),
    (PUBLISHER, "/accounts/logout/"),
    (PUBLISHER, "/accounts/reauthenticate/"),
    ("mayor@alderbrook.example", "/"),
    ("observer@review.example", "/"),
    ("liaison@dhs.example", "/"),
]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize(("email", "address"), PAGES)
def test_page_is_accessible_and_fits(visit, email, address, size):
    page = visit(email, size=size)
    if address == "first statement":
        page.goto("/statements/")
        page.locator("main table a, main li a").first.click()
    elif "|" in address:
        title, _, below = address.partition("|")
        page.goto("/statements/")
        link = page.locator("main a", has_text=title).first.get_attribute("href")
        page.goto(f"{link}{below}")
    else:
        page.goto(address)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    width = page.evaluate("document.documentElement.scrollWidth")

    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
    assert width <= size["width"]
