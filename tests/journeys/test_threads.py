"""A question is asked, answered and resolved, on a phone and at a desk."""

import re

import pytest

from tests.journeys.conftest import DESK, PHONE

CHIEF = "chief@alderbrook.example"
MAYOR = "mayor@alderbrook.example"
AIDE = "aide@alderbrook.example"
A_NUMBER = "A-123-456-789"


@pytest.fixture
def question(visit) -> str:
    """The address of a thread that the mayor opened."""
    page = visit(MAYOR, size=DESK)
    page.goto("/roundtable/R-1.2/")
    page.get_by_text("Start a thread").click()
    page.get_by_label("Title").fill("Who keeps the list of beds?")
    page.locator("#threads").get_by_label("Text").fill("Ours is a sheet. What do you use?")
    page.get_by_role("button", name="Start thread").click()
    page.wait_for_url(re.compile(r"/threads/\d+/$"))
    return page.url


def look(page) -> None:
    """What the page does by itself every quarter of a minute."""
    page.evaluate("htmx.trigger('#newer', 'look')")


def test_a_question_is_answered_on_a_phone_and_resolved_at_the_desk(question, visit):
    desk, phone = visit(MAYOR, size=DESK), visit(CHIEF, size=PHONE)
    desk.goto(question)
    writing = desk.locator("#compose textarea")
    writing.fill("One more thing")
    phone.goto(question)
    phone.get_by_role("link", name="Reply to Elena Marsh").click()
    answer = phone.locator(".reply-place [data-ready] textarea")
    answer.press_sequentially("A form. @Ele")
    phone.get_by_role("option", name="Elena Marsh").click()
    answer.press_sequentially("knows it")
    phone.locator(".reply-place").get_by_role("button", name="Reply").click()
    phone.wait_for_url(re.compile(r"comment="))
    look(desk)

    desk.get_by_text("1 new comment").wait_for()
    assert desk.locator(".replies .comment-text").inner_text() == "A form. @Elena Marsh knows it"
    assert writing.input_value() == "One more thing"
    assert desk.evaluate("document.activeElement.tagName") == "TEXTAREA"
    desk.locator("summary", has_text="Resolve").click()
    desk.get_by_label("How was this resolved?").fill("By a form.")
    desk.get_by_role("button", name="Resolve").click()
    desk.get_by_role("button", name="Open again").wait_for()
    assert desk.locator(".resolution p").first.inner_text() == "Resolved: By a form."


def test_a_draft_survives_leaving_and_a_refusal_loses_nothing(question, visit):
    page = visit(AIDE, size=PHONE)
    page.goto(question)
    page.locator("#compose textarea").press_sequentially("Half a thought")
    page.get_by_text("Draft kept from").wait_for()
    page.goto("/")
    page.goto(question)
    writing = page.locator("#compose textarea")
    assert writing.input_value() == "Half a thought"

    writing.fill(f"About {A_NUMBER}")
    writing.press("Control+Enter")
    page.locator(".error-summary").wait_for()
    assert page.locator("#compose textarea").input_value() == f"About {A_NUMBER}"
    page.wait_for_function("document.activeElement.className === 'error-summary'")


def test_what_was_seen_is_read_and_nothing_before(question, visit):
    page = visit(AIDE, size=PHONE)
    page.goto(question)
    unread = page.locator("[data-unread]")
    assert unread.count() == 1
    with page.expect_response(re.compile("/read/")) as marked:
        unread.scroll_into_view_if_needed()
    assert marked.value.status == 204
    page.reload()
    assert unread.count() == 0
