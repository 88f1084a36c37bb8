"""What people do again and again around a roundtable, by the words on the screen."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

RUTH, MARCUS = "publisher@mayors.example", "publisher@chiefs.example"
MARSH, REYES = "mayor@alderbrook.example", "chief@alderbrook.example"
BAPTISTE, TANAKA = "mayor@fairmont.example", "chief@fairmont.example"
TOPICS = ("ferries at night", "beds in winter", "radios that talk", "quiet rooms")
PDF_SECONDS = 60


def outline(name: str) -> str:
    """A small proposal whose titles all begin with the name."""
    points = "\n".join(f"- {name} {topic} ({10 + 5 * n} min)" for n, topic in enumerate(TOPICS))
    return f"{name} Proposes a Roundtable\n\nWe ask for one meeting of an hour.\n\n{points}\n"


def imported(page: Page, name: str) -> str:
    """Reads in the outline; the address of its proposal."""
    page.goto("/roundtable/import/")
    page.get_by_label("Outline").fill(outline(name))
    page.get_by_label("Proposed by").select_option(label="Council of Metropolitan Police Chiefs")
    press(page, "Read the outline")
    page.wait_for_url(re.compile(r"/roundtable/proposals/P-\d+/$"))
    return page.url


def issue_addresses(page: Page, proposal: str, name: str) -> list[str]:
    """Addresses of the outline's issues, in its order."""
    page.goto(proposal)
    found = [page.get_by_role("link", name=f"{name} {topic}", exact=True) for topic in TOPICS]
    return [str(link.first.get_attribute("href")) for link in found]


def press(page: Page, name: str, *, role: str = "button") -> None:
    page.locator("main").get_by_role(role, name=name, exact=True).first.click()


def unfold(page: Page, name: str) -> None:
    """Opens what stands behind a word."""
    page.locator("main summary").get_by_text(name, exact=True).first.click()


def owned(page: Page, issue: str, seat: str) -> None:
    page.goto(issue)
    press(page, "Change who answers for it", role="link")
    page.get_by_label("Owner").select_option(label=seat)
    press(page, "Save")
    page.wait_for_url(f"**{issue}")


def made_public(page: Page, issue: str) -> None:
    """Chooses everybody, then confirms what they will read."""
    page.goto(issue)
    press(page, "Change who can see this", role="link")
    page.get_by_role("radio", name="Public", exact=True).check()
    press(page, "Save")
    expect(page.get_by_role("heading", name="What becomes visible")).to_be_visible()
    press(page, "Let them see it")
    page.wait_for_url(f"**{issue}")


def thread_started(page: Page, issue: str, *, title: str, text: str, kind: str = "Question") -> str:
    """Opens a thread on the page of an issue; its address."""
    page.goto(issue)
    unfold(page, "Start a thread")
    form = page.locator("#start-thread")
    form.get_by_label("Kind").select_option(label=kind)
    form.get_by_label("Title").fill(title)
    form.get_by_label("Text").fill(text)
    press(page, "Start thread")
    page.wait_for_url(re.compile(r"/threads/\d+/$"))
    return page.url


def written(page: Page, text: str) -> None:
    """Writes at the foot of the thread whose page is open."""
    composer(page).fill(text)
    page.locator("#compose").get_by_role("button", name="Reply", exact=True).click()
    expect(said(page, text)).to_be_visible()


def composer(page: Page) -> Locator:
    return page.locator("#compose").get_by_label("Your reply")


def said(page: Page, text: str) -> Locator:
    return page.locator(".comment-text", has_text=text).last


def resolved(page: Page, sentence: str) -> None:
    unfold(page, "Resolve")
    page.get_by_label("How was this resolved?").fill(sentence)
    press(page, "Resolve")
    expect(page.locator(".resolution", has_text=sentence)).to_be_visible()


def meeting_entered(page: Page, proposal: str, title: str) -> str:
    """A meeting of an hour in three weeks, planned at once; its address."""
    page.goto(f"/meetings/new/?proposal={proposal.rstrip('/').rsplit('/', 1)[1]}")
    page.get_by_label("Title").fill(title)
    day = datetime.now(UTC) + timedelta(days=21)
    page.get_by_label("Day").fill(f"{day:%Y-%m-%d}")
    page.get_by_label("From", exact=True).fill("10:00")
    page.get_by_label("To", exact=True).fill("11:00")
    page.get_by_role("radio", name=re.compile("It is planned")).check()
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url(re.compile(r"/meetings/M-[0-9A-Z]+/$"))
    return page.url


def agenda_published(page: Page, meeting: str, *, for_everybody: bool) -> None:
    page.goto(f"{meeting}agenda/")
    choice = "a public version for everybody" if for_everybody else "The working group"
    page.get_by_role("radio", name=re.compile(f"{choice}$")).check()
    press(page, "Publish agenda")


def ready(page: Page, *, version: int) -> None:
    """Waits on the open page, which is not loaded again, until both PDFs of a version are there."""
    page.evaluate("window.isStillHere = true")
    number = page.get_by_role("heading", name=re.compile(f"^v{version} for"))
    edition = page.locator("main aside div", has=number)
    link = edition.get_by_role("link", name=re.compile("PDF$"))
    expect(link).to_have_count(2, timeout=PDF_SECONDS * 1000)
    assert page.evaluate("window.isStillHere")


def downloaded(page: Page, link: Locator, folder: Path) -> bytes:
    with page.expect_download() as download:
        link.click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target.read_bytes()
