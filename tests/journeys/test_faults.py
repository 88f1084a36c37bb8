"""A killed worker, a killed child, an emptied broker: each document is ready once, by itself."""

import os
import re
import signal
import time
from pathlib import Path

import psycopg
import pytest
import redis
from playwright.sync_api import Page

from tests.journeys.database import database_url

PUBLISHER = "publisher@mayors.example"
RENDER_WORKER = ("celery", "-Q", "render")
PARAGRAPHS = 1500  # long enough to be caught in the middle of its rendering

KNOWN_FILES = """
SELECT path FROM portal_export UNION SELECT path FROM portal_attachment
UNION SELECT path FROM statements_publicationfile
"""


def long_text(mark: str) -> str:
    paragraph = "The cities ask for notice, for a named contact, and for figures that agree. " * 6
    body = "\n\n".join(f"{mark} {number}. {paragraph}" for number in range(PARAGRAPHS))
    return f"A Long Statement {mark}\n\n{body}\n"


@pytest.fixture
def connection(portal):
    with psycopg.connect(database_url(portal), autocommit=True) as connection:
        yield connection


def imported(portal, tmp_path: Path, mark: str, text: str) -> str:
    """The address of a new draft with this text."""
    file = tmp_path / f"{mark}.txt"
    file.write_text(text)
    told = portal.manage("import_statement", str(file))
    return re.search(r"http://\S+", told.stdout).group()


def ask_for(page: Page, address: str) -> str:
    """Presses "Download PDF" on the page of a draft, gives the document's id."""
    page.goto(address)
    page.get_by_role("button", name="Download PDF").first.click()
    page.wait_for_url(re.compile(r"/documents/[0-9a-f-]+/$"))
    return page.url.rstrip("/").rsplit("/", 1)[1]


def job_of(connection, export: str) -> tuple[str, int, int]:
    """State, attempts and progress of a document's job."""
    return connection.execute(
        "SELECT state, attempts, progress FROM portal_job job"
        " JOIN portal_export export ON export.job_id = job.id WHERE export.id = %s",
        [export],
    ).fetchone()


def wait_for_rendering(connection, export: str, eventually) -> None:
    eventually(lambda: job_of(connection, export)[0] == "running", 20)
    time.sleep(0.5)
    assert job_of(connection, export)[0] == "running", "not exercised: it was ready too soon"


def files_of(connection, portal, export: str) -> int:
    """How many files of this document lie on disk under the name that its row gives."""
    path = connection.execute(
        "SELECT path FROM portal_export WHERE id = %s AND ready_at IS NOT NULL", [export]
    ).fetchone()
    return 0 if path is None else int((portal.data / "files" / path[0]).is_file())


def stray_files(connection, portal) -> set[str]:
    """Files on disk that no row knows."""
    known = {row[0] for row in connection.execute(KNOWN_FILES)}
    folder = portal.data / "files"
    found = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    return found - known


@pytest.mark.parametrize("victim", ["worker", "child"])
@pytest.mark.trust("G1")
def test_a_render_that_is_killed_is_made_by_the_next_worker(
    visit, portal, connection, eventually, tmp_path, victim
):
    page = visit(PUBLISHER)
    export = ask_for(page, imported(portal, tmp_path, victim, long_text(victim)))
    wait_for_rendering(connection, export, eventually)
    worker, *children = portal.pids(*RENDER_WORKER)
    os.kill(worker if victim == "worker" else children[-1], signal.SIGKILL)

    eventually(lambda: job_of(connection, export)[0] == "done", 120)
    assert job_of(connection, export)[1] == 2
    assert files_of(connection, portal, export) == 1
    assert stray_files(connection, portal) == set()


@pytest.mark.trust("G2")
def test_documents_survive_an_emptied_broker(visit, portal, connection, eventually, tmp_path):
    page = visit(PUBLISHER)
    short = [
        imported(portal, tmp_path, f"queued-{n}", f"A Short Statement {n}\n\nIt is short.\n")
        for n in range(3)
    ]
    first = ask_for(page, imported(portal, tmp_path, "busy", long_text("busy")))
    wait_for_rendering(connection, first, eventually)
    queued = [ask_for(page, address) for address in short]
    assert {job_of(connection, export)[0] for export in queued} == {"queued"}
    url = portal.manage(
        "shell", "--no-imports", "-c", "from django.conf import settings; print(settings.REDIS_URL)"
    ).stdout.strip()
    redis.Redis.from_url(url).flushall()

    everything = [first, *queued]
    eventually(lambda: {job_of(connection, e)[0] for e in everything} == {"done"}, 120)
    assert [files_of(connection, portal, export) for export in everything] == [1, 1, 1, 1]
    assert stray_files(connection, portal) == set()
