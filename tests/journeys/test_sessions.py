"""The end of a session: a warning in time, a button that stays, and what was typed is not lost."""

import json
import time

import psycopg
from django.core import signing
from playwright.sync_api import Page, expect

from portal.vocabulary.sessions import IDLE_SECONDS, SEEN_AT
from tests.journeys.conftest import PHONE, Portal, sign_in

STAFF = "editor@chiefs.example"
SALT = "django.contrib.sessions.SessionStore"
TYPED = "Half a statement that nobody has saved yet."
FIRST_LOOK, A_LONG_WHILE = "01:05", "28:00"
"""Minutes after which an open page asks how long its session lasts, at first and when it is new."""


def let_last(portal: Portal, page: Page, seconds: int) -> None:
    """As if the portal had not been used until the session lasts so long."""
    told = json.loads((portal.data / "portal.json").read_text())
    [sid] = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sid"]
    with psycopg.connect(told["DATABASE_URL"], autocommit=True) as connection:
        stored = "SELECT session_data FROM django_session WHERE session_key = %s"
        [data] = connection.execute(stored, [sid]).fetchone()
        facts = signing.loads(data, key=told["SECRET_KEY"], salt=SALT)
        facts[SEEN_AT] = time.time() - IDLE_SECONDS + seconds
        aged = signing.dumps(facts, key=told["SECRET_KEY"], salt=SALT, compress=True)
        changed = "UPDATE django_session SET session_data = %s WHERE session_key = %s"
        connection.execute(changed, [aged, sid])


def test_a8_a_session_warns_is_prolonged_and_ends_without_taking_what_was_typed(visit, portal):
    page = visit(size=PHONE, permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, STAFF)
    unused = page.context.new_page()
    for each, path in ((page, "/statements/import/"), (unused, "/members/")):
        each.clock.install()
        each.goto(path)
    text, box = page.get_by_label("Text", exact=True), page.get_by_role("dialog")
    text.fill(TYPED)

    let_last(portal, page, 100)
    page.clock.fast_forward(FIRST_LOOK)
    expect(box.get_by_role("heading")).to_have_text("Are you still there?")
    expect(box).to_contain_text("You will be signed out in about 2 minutes")
    box.get_by_role("button", name="Stay signed in").click()
    expect(box).to_be_hidden()
    expect(text).to_have_value(TYPED)

    let_last(portal, page, -1)
    page.clock.fast_forward(A_LONG_WHILE)
    expect(box.get_by_role("heading")).to_have_text("You are signed out")
    expect(box).to_contain_text("What you typed is still on this page.")
    expect(box.get_by_role("button", name="Stay signed in")).to_be_hidden()
    box.get_by_role("button", name="Close").click()
    text.select_text()
    text.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == TYPED

    unused.clock.fast_forward(FIRST_LOOK)
    unused.wait_for_url("**/accounts/login/?next=/members/")
