"""A running portal, a browser, and people who are signed in.

The portal is the real one: started as `make run` starts it, with a data directory and port of
its own, and stopped by Ctrl-C when the last journey is over.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

# Playwright leaves an event loop running in this process, which Django takes for asynchronous
# code; the tests that share the process are synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHECKOUT = Path(__file__).resolve().parents[2]
PASSWORD = "roundtable-demo"
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
STARTUP_SECONDS = 90
EXPECT_SECONDS = 15
"""For what a page shows at once, on a machine that runs everything else besides."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if CHECKOUT / "tests" / "journeys" in item.path.parents:
            item.add_marker(pytest.mark.journey)


@dataclass
class Portal:
    """A running portal as its users and its operator meet it."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    environ: dict[str, str]

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`manage.py` as somebody in the same checkout types it."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=CHECKOUT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )

    def pids(self, *words: str) -> list[int]:
        """Processes of this portal whose command line holds all the words, oldest first."""
        found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [pid for pid in sorted(found) if self._is_ours(pid, words)]

    def _is_ours(self, pid: int, words: tuple[str, ...]) -> bool:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            environ = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return False
        return f"DATA_DIR={self.data}".encode() in environ and all(w in command for w in words)


@contextmanager
def running_portal(data: Path, **more: str) -> Iterator[Portal]:
    """A portal with a data directory of its own; `more` goes into its environment."""
    for parent in (data, *data.parents[:2]):
        parent.chmod(0o755)
    port = free_port()
    named = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_DIR", "MODE", "SITE_URL")
    environ = {name: value for name, value in os.environ.items() if name not in named}
    environ |= {"DATA_DIR": str(data), "PORT": str(port), "JOB_LEASE_SECONDS": "6"}
    environ |= {"JOB_SWEEP_SECONDS": "1", "RATE_LIMITS": "export=60/m/user"} | more
    with (data / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.local", "run"],
            cwd=CHECKOUT,
            env=environ,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_ready(f"http://localhost:{port}", process, data)
        yield Portal(f"http://localhost:{port}", data, process, environ)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    # A space in the path, as people have it.
    with running_portal(tmp_path_factory.mktemp("running portal")) as running:
        yield running


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[bytes], data: Path) -> None:
    end = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, (data / "run.log").read_text()
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:  # noqa: S310 - ours
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"not ready in {STARTUP_SECONDS} s: {(data / 'run.log').read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is not installed: install the package `chromium` for journeys")
    flags = [*CHROMIUM_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else CHROMIUM_FLAGS
    expect.set_options(timeout=EXPECT_SECONDS * 1000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=flags)
        yield running
        running.close()


@dataclass
class Visitors:
    """Opens pages, signing each person in once per run."""

    browser: Browser
    url: str
    states: dict[str, dict[str, object]] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __call__(self, email: str = "", *, size: dict[str, int] = DESK, **options: object) -> Page:
        """A page of that person's browser; of an anonymous visitor's without an address."""
        if email and email not in self.states:
            self.states[email] = self._sign_in(email)
        state = self.states.get(email)
        context = self.browser.new_context(
            viewport=size, base_url=self.url, storage_state=state, **options
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._listen)
        return page

    def _listen(self, message: object) -> None:
        text = str(message.text)
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.complaints.append(text)

    def _sign_in(self, email: str) -> dict[str, object]:
        context = self.browser.new_context(base_url=self.url)
        page = context.new_page()
        sign_in(page, email)
        state = context.storage_state()
        context.close()
        return state


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")


@pytest.fixture(scope="session")
def _signed_in_states() -> dict[str, dict[str, object]]:
    return {}


@pytest.fixture
def visit(
    portal: Portal, browser: Browser, _signed_in_states: dict[str, dict[str, object]]
) -> Iterator[Visitors]:
    visitors = Visitors(browser, portal.url, _signed_in_states)
    yield visitors
    for context in visitors.contexts:
        context.close()
    assert visitors.complaints == []


@pytest.fixture
def eventually() -> Callable[..., None]:
    """`eventually(check, seconds)` waits until the check holds."""

    def wait(check: Callable[[], bool], seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not check():
            assert time.monotonic() < end, f"{check} did not hold within {seconds} s"
            time.sleep(0.1)

    return wait
