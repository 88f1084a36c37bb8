"""The roundtable's working day, in the browser, as the people who share it."""

import re
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import roundtable_steps as steps
from tests.journeys.conftest import PASSWORD, PHONE
from tests.journeys.database import database_url
from tests.journeys.roundtable_steps import BAPTISTE, MARCUS, MARSH, REYES, RUTH, TANAKA
from tests.portal.pdf_reading import extracted_text

DEMO_ISSUE = "/roundtable/R-1.1/"
MOST_TAPS = 5


class Taps:
    """Taps, and counts; what a phone fills in by itself is not counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Locator) -> None:
        what.tap()
        self.count += 1


@pytest.fixture
def connection(portal):
    with psycopg.connect(database_url(portal), autocommit=True) as connection:
        yield connection


def demo_thread(page: Page, title: str = "Working days or calendar days?") -> str:
    page.goto(DEMO_ISSUE)
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url(re.compile(r"/threads/\d+/$"))
    return page.url


def titles_in(text: str, name: str) -> list[bool]:
    return [f"{name} {topic}" in text for topic in steps.TOPICS]


def test_from_an_outline_to_the_second_agenda_and_its_public_half(visit, tmp_path):
    name = "Lantern Council"
    staff = visit(MARCUS)
    proposal = steps.imported(staff, name)
    issues = steps.issue_addresses(staff, proposal, name)
    steps.owned(staff, issues[0], "Elena Marsh, Mayor, Alderbrook")
    steps.owned(staff, issues[1], "Darnell Reyes, Chief of Police, Alderbrook PD")
    for issue in issues[:2]:
        steps.made_public(staff, issue)

    mayor = visit(MARSH)
    thread = steps.thread_started(
        mayor,
        issues[0],
        title="Who pays the night crew?",
        text="Overtime or a standing crew, @Darnell Reyes?",
    )
    other = visit(BAPTISTE)
    other.goto(thread)
    steps.written(other, "A standing crew is cheaper from the ninth night on.")

    refused_while_a_question_is_open(staff, issues[0])
    mayor.goto(thread)
    steps.resolved(mayor, "A standing crew from the ninth night on.")
    staff.goto(issues[0])
    steps.press(staff, "Start preparing")
    expect(staff.locator(".facts-of-issue")).to_contain_text("Preparing")

    meeting = steps.meeting_entered(staff, proposal, f"{name} at the harbor")
    staff.goto(f"{meeting}slots/")
    steps.press(staff, "Build agenda")
    steps.agenda_published(staff, meeting, for_everybody=True)
    steps.ready(staff, version=1)
    moved_down_by_keyboard(staff, meeting, f"{name} {steps.TOPICS[0]}")
    steps.agenda_published(staff, meeting, for_everybody=True)
    steps.ready(staff, version=2)

    other.goto(meeting)
    link = other.get_by_role("link", name=re.compile("Download PDF"))
    text = extracted_text(steps.downloaded(other, link, tmp_path))
    assert titles_in(text, name) == [True] * 4
    assert text.count("Changes since v1") >= 1
    assert text.count("moved, it was item") == 1

    visitor = visit()
    visitor.goto("/meetings/")
    link = visitor.locator(f"main a[href='{urlsplit(meeting).path}agenda.pdf']")
    text = extracted_text(steps.downloaded(visitor, link, tmp_path))
    assert visitor.context.cookies() == []
    assert titles_in(text, name) == [True, True, False, False]
    assert text.count("Owner: Mayor, Alderbrook") == 1
    assert "night crew" not in text


def refused_while_a_question_is_open(staff: Page, issue: str) -> None:
    staff.goto(issue)
    staff.locator("section", has=staff.locator("#next")).locator("summary").click()
    steps.press(staff, "Close without agreement", role="link")
    staff.get_by_label("Why?").fill("The harbor board has decided otherwise.")
    steps.press(staff, "Close without agreement")
    sentence = "1 question is still open. Resolve it with a sentence, then try again."
    expect(staff.get_by_text(sentence).first).to_be_visible()
    expect(staff.get_by_label("Why?")).to_have_value("The harbor board has decided otherwise.")


def moved_down_by_keyboard(staff: Page, meeting: str, title: str) -> None:
    """Tabs are left out: the handle is focused, the rest is one key."""
    staff.goto(f"{meeting}slots/")
    staff.get_by_role("button", name=f"Move {title}: arrow keys, or drag").focus()
    staff.keyboard.press("ArrowDown")
    expect(staff.locator("[data-status]")).to_have_text("The order is saved.")
    expect(staff.locator("[data-slot]").nth(1)).to_contain_text(title)


def test_a_chief_answers_a_mention_from_the_mail_on_the_phone(visit, connection, eventually):
    mayor = visit(MARSH)
    thread = demo_thread(mayor)
    steps.written(mayor, "Would a pager do for the night desk, @Darnell Reyes?")
    phone = visit(size=PHONE, has_touch=True, is_mobile=True)
    mail_opened(phone, connection, eventually, "Would a pager do")

    tap = Taps()
    tap(phone.locator("main a", has_text="/threads/"))
    phone.get_by_label("Email").fill(REYES)
    phone.get_by_label("Password").fill(PASSWORD)
    tap(phone.get_by_role("button", name="Sign in", exact=True))
    expect(steps.said(phone, "Would a pager do")).to_be_in_viewport()
    comment = phone.locator(".comment", has_text="Would a pager do").last
    tap(comment.get_by_role("link", name=re.compile("^Reply")))
    area = comment.get_by_label("Your reply")
    expect(area).to_be_focused()
    phone.keyboard.type("A pager and a number that is answered.")
    tap(comment.get_by_role("button", name="Reply", exact=True))

    expect(steps.said(phone, "A pager and a number")).to_be_in_viewport()
    assert tap.count <= MOST_TAPS
    assert phone.url.startswith(thread)
    mayor.goto(thread)
    expect(steps.said(mayor, "A pager and a number")).to_be_visible()


def mail_opened(mailbox: Page, connection, eventually, words: str) -> None:
    """Shows the chief's mail that quotes the words, once it is there."""

    def arrived() -> bool:
        connection.execute("UPDATE portal_job SET run_after = now() WHERE kind = 'announce'")
        mailbox.goto("/sample-mail/")
        row = mailbox.locator("tr", has_text=REYES).filter(has_text="You were mentioned in R-1.1")
        if row.count() == 0:
            return False
        row.first.get_by_role("link").click()
        return words in mailbox.locator("main").inner_text()

    eventually(arrived, 120)


def test_what_another_writes_appears_while_one_writes_oneself(visit):
    reader, writer = visit(TANAKA), visit(RUTH)
    reader.clock.install()
    thread = demo_thread(reader, "How much notice cities had this year")
    writer.goto(thread)
    reader.reload()
    area = steps.composer(reader)
    area.click()
    reader.keyboard.type("We counted again, and ")
    area.evaluate("area => area.setSelectionRange(3, 10)")

    steps.written(writer, "Two more without any, both on a Sunday.")
    assert steps.said(reader, "Two more without any").count() == 0
    reader.clock.run_for(16_000)

    expect(steps.said(reader, "Two more without any")).to_be_visible()
    expect(area).to_be_focused()
    expect(area).to_have_value("We counted again, and ")
    assert area.evaluate("area => [area.selectionStart, area.selectionEnd]") == [3, 10]


def test_a_mention_is_chosen_by_keyboard(visit):
    page = visit(BAPTISTE)
    demo_thread(page)
    area = steps.composer(page)
    area.focus()
    page.keyboard.type("Shall we ask @Re")
    people = page.get_by_role("listbox", name="People")
    expect(people.get_by_role("option", name="Darnell Reyes")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(area).to_have_value(re.compile(r"^Shall we ask @\w+ \w+.* $"))
    expect(people).to_be_hidden()
    expect(area).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(steps.said(page, "Shall we ask")).to_be_visible()


def test_the_board_is_walked_by_keyboard(visit):
    page = visit(REYES)
    page.goto("/roundtable/")
    links = page.locator("table[data-keys] tbody th a")
    links.first.focus()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("input[type=search]:focus")).to_be_visible()
    page.keyboard.type("j")
    expect(page.locator("input[type=search]:focus")).to_have_value("j")

    links.nth(1).focus()
    address = links.nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_discussing_and_publishing_without_javascript(visit):
    name = "Paper Council"
    staff = visit(RUTH, java_script_enabled=False)
    proposal = steps.imported(staff, name)
    issues = steps.issue_addresses(staff, proposal, name)
    steps.thread_started(staff, issues[0], title="Which pier?", text="The north one is closed.")
    steps.written(staff, "Then the south one.")
    steps.press(staff, "Reply to Ruth Abelson", role="link")
    area = staff.locator(".replies + .reply-place").get_by_label("Your reply").first
    area.fill("It opens in March.")
    staff.locator(".reply-place").get_by_role("button", name="Reply", exact=True).first.click()
    expect(steps.said(staff, "It opens in March.")).to_be_visible()
    steps.resolved(staff, "The south pier.")

    meeting = steps.meeting_entered(staff, proposal, f"{name} on the pier")
    staff.goto(f"{meeting}slots/")
    steps.press(staff, "Build agenda")
    steps.press(staff, f"Move down {name} {steps.TOPICS[0]}")
    expect(staff.locator("[data-slot]").nth(1)).to_contain_text(steps.TOPICS[0])
    steps.agenda_published(staff, meeting, for_everybody=False)
    expect(staff.get_by_role("heading", name="v1 for the working group")).to_be_visible()


@pytest.mark.trust("G12")
def test_a_draft_outlives_the_tab(visit):
    page = visit(RUTH)
    address = demo_thread(page)
    steps.composer(page).fill("Half a thought about Saturdays")
    page.close(run_before_unload=True)

    again = page.context.new_page()
    again.goto(address)
    expect(steps.composer(again)).to_have_value("Half a thought about Saturdays")
    expect(again.locator("#compose")).to_contain_text("Draft kept from")
    steps.press(again, "Discard draft")
    expect(steps.composer(again)).to_have_value("")


def test_a_file_is_dropped_onto_the_composer_and_stays_among_the_readers(visit):
    chief = visit(TANAKA)
    steps.thread_started(
        chief, "/roundtable/R-4.3/", title="Booking areas, drawn", text="A sketch follows."
    )
    drop = chief.evaluate_handle(
        """() => {
          const carrier = new DataTransfer();
          carrier.items.add(new File(["door to the left"], "sketch.txt", { type: "text/plain" }));
          return carrier;
        }"""
    )
    steps.composer(chief).dispatch_event("dragover", {"dataTransfer": drop})
    steps.composer(chief).dispatch_event("drop", {"dataTransfer": drop})
    expect(chief.locator("[data-chosen]")).to_contain_text("sketch.txt")
    steps.written(chief, "Here it is.")
    link = chief.get_by_role("link", name="sketch.txt").get_attribute("href")

    taken = {email: visit(email).request.get(link, max_redirects=0) for email in (REYES, MARSH)}
    assert [answer.status for answer in taken.values()] == [200, 404]
    assert taken[REYES].text() == "door to the left"
    assert visit().request.get(link, max_redirects=0).status == 302
