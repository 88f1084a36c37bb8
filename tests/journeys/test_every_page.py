"""Every page at both widths: no accessibility finding, no sideways scroll, few requests."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Portal

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLISHER = "publisher@mayors.example"
MAYOR = "mayor@alderbrook.example"
LONG_THREAD = "a thread with sixty comments"
WRITE_SIXTY = """
from portal.models import Comment, Member
from portal.operations.threads import open_thread
from roundtable.models import Issue

opener = Member.objects.get(email="mayor@alderbrook.example")
thread = open_thread(
    kind="logistics",
    title="Sixty short answers",
    text="One line each, please.",
    audience="working_group",
    holder_kind="issue",
    subject_id=Issue.objects.get(ref="R-3").pk,
    actor=opener,
)
first = Comment.objects.get(thread=thread)
Comment.objects.bulk_create(
    Comment(
        thread=thread,
        author=first.author,
        seat=first.seat,
        source=f"Answer {number}",
        html=f"<p>Answer {number}</p>",
    )
    for number in range(59)
)
print(thread.pk)
"""
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
    (PUBLISHER, "/statements/ > Night"),
    (PUBLISHER, "/statements/new/"),
    (PUBLISHER, "/statements/ > Night|edit/"),
    (PUBLISHER, "/statements/ > Night|versions/"),
    (PUBLISHER, "/statements/ > Night|staff/"),
    (PUBLISHER, "/statements/ > Night|staff/sign-on/"),
    (PUBLISHER, "/statements/ > Night|publish/"),
    (PUBLISHER, "/statements/ > Summer Jobs|staff/"),
    (PUBLISHER, "/statements/ > Summer Jobs|staff/deadline/"),
    (PUBLISHER, "/statements/ > Crisis Lines|publish/"),
    (MAYOR, "/statements/ > Summer Jobs|sign/"),
    (MAYOR, "/statements/ > Everybody Can Cross|sign/ > Receipt|"),
    (MAYOR, "/statements/ > Everybody Can Cross|sign/ > Receipt|dispute/"),
    (PUBLISHER, "/statements/ > Everybody Can Cross|working/"),
    (PUBLISHER, "/statements/ > Everybody Can Cross|staff/ > Beatriz Solano|"),
    (PUBLISHER, "/statements/ > Summer Jobs|staff/record/"),
    (MAYOR, "/notifications/"),
    (MAYOR, "/authority/"),
    (MAYOR, "/authority/ > Who may sign|"),
    (MAYOR, "/authority/ > Who may sign|lend/"),
    (PUBLISHER, "/authority/confirm/"),
    (PUBLISHER, "/authority/confirm/ > Harrow Falls|letter/"),
    ("", "/statements/ > Everybody Can Cross|"),
    ("", "/statements/ > Body Cameras|"),
    ("", "/statements/"),
    (PUBLISHER, "/roundtable/"),
    (PUBLISHER, "/roundtable/import/"),
    (PUBLISHER, "/roundtable/R-1.1/"),
    (PUBLISHER, "/roundtable/R-1/"),
    (PUBLISHER, "/roundtable/proposals/P-1/"),
    (PUBLISHER, "/roundtable/proposals/P-1/paste/"),
    (PUBLISHER, "/roundtable/?group=status"),
    (PUBLISHER, "/roundtable/R-1.1/edit/"),
    (PUBLISHER, "/roundtable/R-1.1/assign/"),
    (PUBLISHER, "/roundtable/R-1.1/audience/"),
    (PUBLISHER, "/preview/"),
    (PUBLISHER, "/threads/about/issue/1/unseen/"),
    (PUBLISHER, "/roundtable/R-1.1/step/defer/"),
    (PUBLISHER, "/roundtable/R-1.1/move/"),
    (MAYOR, "/roundtable/R-4.3/"),
    (MAYOR, "/roundtable/R-1.1/ > Working days"),
    (PUBLISHER, "/roundtable/R-1.1/ > Working days|narrow/"),
    (MAYOR, "/roundtable/R-2/ > Which hour"),
    (MAYOR, LONG_THREAD),
    (PUBLISHER, "/meetings/ > Roundtable with the"),
    (PUBLISHER, "/meetings/ > Roundtable with the|slots/"),
    (PUBLISHER, "/meetings/ > Roundtable with the|agenda/"),
    (PUBLISHER, "/meetings/ > Roundtable with the|attendees/"),
    (PUBLISHER, "/meetings/new/"),
    (MAYOR, "/accounts/mail/"),
    (MAYOR, "/accounts/sessions/"),
    (MAYOR, "/accounts/factors/"),
    (MAYOR, "/accounts/factors/webauthn/add/"),
    ("aide@alderbrook.example", "/accounts/factors/totp/activate/"),
    (MAYOR, "/search/?q=housing"),
    (MAYOR, "/search/?q=nothinglikeit"),
    (PUBLISHER, "/meetings/"),
    (PUBLISHER, "/members/"),
    (PUBLISHER, "/members/?q=Alderbrok&kind=city"),
    (PUBLISHER, "/members/ > City of Alderbrook"),
    (PUBLISHER, "/members/ > National League|"),
    (PUBLISHER, "/members/ > City of Alderbrook|edit/"),
    (PUBLISHER, "/members/ > City of Alderbrook|memberships/"),
    (PUBLISHER, "/members/import/"),
    (PUBLISHER, "/members/new/"),
    (MAYOR, "/members/ > City of Alderbrook"),
    (PUBLISHER, "/record/"),
    (PUBLISHER, "/record/?verb=issue_stepped&who=nobody"),
    (PUBLISHER, "/record/opened/portal.organization/1/"),
    (PUBLISHER, "/members/1/history/"),
    (PUBLISHER, "/style/"),
    (PUBLISHER, "/accounts/logout/"),
    (PUBLISHER, "/accounts/reauthenticate/"),
    (MAYOR, "/"),
    ("observer@review.example", "/"),
    ("liaison@dhs.example", "/"),
]


@pytest.fixture(scope="session")
def long_thread(portal: Portal) -> str:
    """The address of a thread that does not fit into one window."""
    told = portal.manage("shell", "--no-imports", "-c", WRITE_SIXTY)
    assert told.returncode == 0, told.stderr
    return f"/threads/{int(told.stdout)}/"


def go(page: Page, address: str) -> None:
    """Goes to a path; each "> words|below" follows the first link there that has the words."""
    start, *steps = address.split(" > ")
    page.goto(start)
    for step in steps:
        words, _, below = step.partition("|")
        link = page.locator("main a", has_text=words).first.get_attribute("href")
        page.goto(f"{link}{below}")


def problems_of(page: Page) -> list[tuple[str, str]]:
    """What keeps somebody from using the page, each with the first place."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]]


@pytest.mark.parametrize(("email", "address"), PAGES)
def test_page_is_accessible_and_fits(visit, request, email, address):
    page = visit(email, size=DESK)
    go(page, request.getfixturevalue("long_thread") if address == LONG_THREAD else address)

    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert problems_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
