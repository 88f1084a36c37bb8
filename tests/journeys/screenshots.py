"""Makes the pictures of the README from a running demo: `make screenshots`."""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.conftest import CHROMIUM_FLAGS, DESK, PHONE, sign_in

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


def home(page: Page) -> None:
    page.goto("/")


def board(page: Page) -> None:
    page.goto("/roundtable/")


def statement(page: Page) -> None:
    page.goto("/statements/")
    page.get_by_role("link", name="Steady Ground").first.click()


PICTURES = (("home", home, DESK), ("board", board, DESK), ("statement", statement, DESK))


def main(url: str) -> None:
    """Signs in as the mayors' publisher and takes each picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    flags = [*CHROMIUM_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else CHROMIUM_FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        for name, show, size in (*PICTURES, ("phone", statement, PHONE)):
            page = browser.new_context(viewport=size, base_url=url).new_page()
            sign_in(page, "publisher@mayors.example")
            show(page)
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
