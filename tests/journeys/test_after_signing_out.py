"""On a shared computer: after signing out, Back and the browser's stores show nothing."""

import re
import secrets

import pytest

from tests.journeys.conftest import DESK, sign_in

STAFF = "publisher@mayors.example"
STORED = """() => JSON.stringify([{...localStorage}, {...sessionStorage}])"""
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(request.url);
  return found;
}"""


@pytest.fixture
def word() -> str:
    """What no page holds but the closed one."""
    return f"Zq{secrets.token_hex(8)}"


def write_closed_item(page, word: str) -> str:
    """An issue for the staff only, full of the word; its address."""
    page.goto("/roundtable/R-1.2/add/")
    page.get_by_label("Title", exact=True).fill(f"Matter {word}")
    page.get_by_role("button", name="Add issue").click()
    page.wait_for_url(re.compile(r"/roundtable/R-[\d.]+/$"))
    item = page.url
    page.goto(f"{item}audience/")
    page.get_by_label("Staff of both associations").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(item)
    return item


def test_c18_back_after_signing_out_leads_to_the_sign_in(visit, word):
    page = visit(size=DESK)
    sign_in(page, STAFF)
    item = write_closed_item(page, word)
    page.goto("/statements/")
    page.goto(item)
    assert word in page.content()
    page.get_by_text("Start a thread").click()
    page.locator("#threads textarea").first.fill(f"Not sent yet: {word}")
    page.goto("/meetings/")
    page.locator("summary").first.click()
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/")

    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert word not in page.content()
        assert word not in page.evaluate(STORED)
    page.goto(item)
    page.wait_for_url(re.compile("/accounts/login/"))
    assert word not in page.content()
    assert page.evaluate(STORED) == "[{},{}]"
    assert page.evaluate(CACHED) == []
