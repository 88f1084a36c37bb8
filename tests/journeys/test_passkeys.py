"""From the invitation to the signature with a passkey, and back in after the passkey was lost.

The portal asks for passkeys here: no password stands for them. The passkeys are Chromium's own, in
a virtual authenticator.
"""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import PASSWORD, PHONE, Portal, running_portal
from tests.journeys.database import database_url

MAYORS, CHIEFS = "publisher@mayors.example", "publisher@chiefs.example"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """One browser of one person, with an authenticator in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.line = context.new_cdp_session(self.page)
        self.line.send("WebAuthn.enable")
        made = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.authenticator = made["authenticatorId"]

    def lose_passkeys(self) -> None:
        self.line.send("WebAuthn.clearCredentials", {"authenticatorId": self.authenticator})


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    data = tmp_path_factory.mktemp("strict portal")
    with running_portal(data, PASSWORD_FOR_PASSKEY="0") as running:
        yield running


@pytest.fixture
def device(strict: Portal, browser: Browser) -> Iterator[Callable[..., Device]]:
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> Device:
        context = browser.new_context(base_url=strict.url, viewport=PHONE, **options)
        contexts.append(context)
        return Device(context)

    yield opened
    for context in contexts:
        context.close()


def mailed(page: Page, to: str, words: str, eventually: Callable[..., None]) -> str:
    """The newest mail to somebody with these words in its subject, as text."""
    theirs = page.locator("main tr", has_text=to)
    found = theirs.get_by_role("link", name=re.compile(words, re.IGNORECASE))

    def arrived() -> bool:
        page.goto("/sample-mail/")
        return found.count() > 0

    eventually(arrived)
    found.first.click()
    page.wait_for_url("**/sample-mail/*/")
    return page.locator("main").inner_text()


def code_in(text: str) -> str:
    found = re.search(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", text)
    assert found is not None, text
    return found.group()


def sign_in_by_code(page: Page, email: str, eventually: Callable[..., None]) -> None:
    """From the sign-in page to behind the mailed code."""
    page.get_by_label("Your address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/accounts/login/code/confirm/")
    mailbox = page.context.new_page()
    code = code_in(mailed(mailbox, email, "code", eventually))
    mailbox.close()
    page.get_by_label("Code").fill(code)
    page.locator("main").get_by_role("button").first.click()


def add_passkey(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("passkey")
    page.get_by_role("button", name="Add the passkey").click()


def enrolled(device: Device, email: str, password: str = PASSWORD) -> Page:
    """Somebody of the demo who signs in by password for the first time."""
    page = device.page
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    add_passkey(page)
    page.wait_for_url(lambda url: url.endswith("/"))
    return page


def open_statement(strict: Portal, city: str) -> str:
    """A statement of the demo that waits for the city's mayor."""
    with psycopg.connect(database_url(strict), autocommit=True) as connection:
        found = connection.execute(
            "SELECT st.ref FROM statements_statement st JOIN statements_signon so"
            " ON so.statement_id = st.id WHERE st.state = 'sign_on' AND so.opens_at <= now()"
            " AND so.deadline_at > now() AND NOT EXISTS (SELECT 1 FROM statements_signature s"
            " JOIN portal_organization o ON o.id = s.organization_id"
            " WHERE s.statement_id = st.id AND o.name = %s)"
            " ORDER BY so.deadline_at LIMIT 1",
            [city],
        ).fetchone()
    assert found is not None
    return f"/statements/{found[0]}/"


def test_from_the_invitation_to_the_signature(strict, device):
    told = strict.manage(
        "invite", "acting@alderbrook.example", "--organization", "City of Alderbrook",
        "--capacity", "principal", "--title", "Mayor-elect",
    )  # fmt: skip
    link = re.search(r"http://\S+", told.stdout).group()
    phone = device()
    page = phone.page
    page.goto(link)
    page.get_by_label("Your name").fill("Ines Example")
    page.locator("main").get_by_role("button").first.click()

    page.wait_for_url("**/accounts/factors/webauthn/add/**")
    add_passkey(page)
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.context.clear_cookies()

    sign = f"{open_statement(strict, 'City of Alderbrook')}sign/"
    page.goto(sign)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"**{sign}")
    assert page.get_by_label("Your password").count() == 0
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Co-sign", exact=True).click()

    expect(page.get_by_text("Receipt").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(r"Confirmed with\s*Passkey"))
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


def test_a_lost_passkey_and_the_way_back(strict, device, eventually):
    first, second, lost = device(), device(), device()
    enrolled(first, MAYORS)
    enrolled(second, CHIEFS)
    page = enrolled(lost, "chief@alderbrook.example")
    lost.lose_passkeys()
    page.context.clear_cookies()

    people = first.page
    people.goto("/members/")
    people.get_by_role("link", name="Alderbrook Police Department").first.click()
    people.get_by_role("link", name=re.compile("^People")).first.click()
    people.get_by_role("link", name="Lost passkey of Darnell Reyes").click()
    people.get_by_label("Whom did you call back").fill("The front desk, 202-555-0111: he is there.")
    people.get_by_role("button", name="I have called back").click()
    expect(people.get_by_text("A publisher has to confirm it").first).to_be_visible()

    other = second.page
    other.goto("/")
    other.get_by_role("link", name=re.compile("Look at it.*Darnell Reyes")).click()
    expect(other.get_by_text("The front desk")).to_be_visible()
    other.get_by_role("button", name="Let Darnell Reyes sign in anew").click()
    expect(other.get_by_text("can sign in with a mailed code now").first).to_be_visible()

    page.goto("/accounts/login/")
    sign_in_by_code(page, "chief@alderbrook.example", eventually)
    add_passkey(page)
    page.wait_for_url(lambda url: url.endswith("/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What waits on you")


def test_a_member_suspended_in_mid_session_is_out_at_the_next_step(strict, device):
    staff, aide = device(), device()
    page = enrolled(aide, "aide@alderbrook.example")
    page.goto("/notifications/")
    boss = staff.page
    with psycopg.connect(database_url(strict), autocommit=True) as connection:
        body, member = connection.execute(
            "SELECT s.organization_id, m.id FROM portal_member m JOIN portal_seat s"
            " ON s.member_id = m.id WHERE m.email = 'aide@alderbrook.example'"
        ).fetchone()
    enrolled(staff, "editor@chiefs.example")
    boss.goto(f"/members/{body}/people/{member}/suspend/")
    boss.get_by_label("Reason").fill("Left the city.")
    boss.get_by_role("button", name="Suspend this member").click()
    expect(boss.get_by_text("is suspended and signed out everywhere").first).to_be_visible()

    page.reload()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This account is closed")


def way_out(page: Page) -> None:
    """What a page says where no passkey can be used: another browser, or the duty phone."""
    told = page.locator("[data-passkey-help]").first
    expect(told).to_contain_text("A passkey cannot be used here.")
    expect(told).to_contain_text("Open it in Safari, Chrome, Edge or Firefox")
    expect(told.get_by_role("link", name=re.compile(r"\d{3}-\d{4}"))).to_have_attribute(
        "href", re.compile(r"^tel:\+?[\d-]+$")
    )


def test_without_scripts_each_page_that_needs_a_passkey_names_the_way_out(
    strict, device, browser, eventually
):
    plain = browser.new_context(base_url=strict.url, viewport=PHONE, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/accounts/login/")
    way_out(page)
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in_by_code(page, "chief@fairmont.example", eventually)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step: your passkey")
    way_out(page)
    expect(page.get_by_role("button", name="Add the passkey")).to_be_hidden()
    plain.close()


def test_without_scripts_the_sign_page_keeps_what_was_typed(strict, device, browser):
    signed_in = enrolled(device(), "mayor@fairmont.example").context.storage_state()
    plain = browser.new_context(
        base_url=strict.url, viewport=PHONE, java_script_enabled=False, storage_state=signed_in
    )
    page = plain.new_page()
    page.goto(f"{open_statement(strict, 'City of Fairmont Bay')}sign/")
    way_out(page)
    page.get_by_label("Title, as it prints").fill("Mayor of the Harbor")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Co-sign", exact=True).click()

    expect(page.get_by_label("Title, as it prints")).to_have_value("Mayor of the Harbor")
    expect(page.locator("[data-confirm-problem]")).to_be_visible()
    way_out(page)
    plain.close()
