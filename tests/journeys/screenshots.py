"""Makes the pictures of the README from a running demo: `make screenshots`."""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.conftest import CHROMIUM_FLAGS, DESK, PHONE, sign_in

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
PUBLISHER, MAYOR = "publisher@mayors.example", "mayor@alderbrook.example"


def home(page: Page) -> None:
    page.goto("/")


def board(page: Page) -> None:
    page.goto("/roundtable/")


def statement(page: Page) -> None:
    page.goto("/statements/")
    page.get_by_role("link", name="Everybody Can Cross").first.click()


def sign(page: Page) -> None:
    page.goto("/statements/")
    page.get_by_role("link", name="Summer Jobs").first.click()
    page.get_by_role("link", name="Sign or answer").click()


PICTURES = (
    ("home", MAYOR, home, DESK),
    ("board", PUBLISHER, board, DESK),
    ("statement", PUBLISHER, statement, DESK),
    ("phone", MAYOR, sign, PHONE),
)


def main(url: str) -> None:
    """Signs each person in and takes their picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    flags = [*CHROMIUM_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else CHROMIUM_FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        for name, email, show, size in PICTURES:
            page = browser.new_context(viewport=size, base_url=url).new_page()
            sign_in(page, email)
            show(page)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
