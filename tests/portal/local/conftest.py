"""What the tests of local operation share."""

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from portal.local.places import places_of


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data directory whose path has spaces and a letter outside ASCII."""
    data = tmp_path / "my own portál" / "data"
    yield data
    shutil.rmtree(places_of(data).sockets, ignore_errors=True)  # left by those that are killed


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A directory that every account may pass through, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="portal open ") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


@pytest.fixture
def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def execute() -> Callable[[str, str], list[tuple[object, ...]]]:
    """Runs one SQL statement at an address."""

    def execute(url: str, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return execute


@pytest.fixture
def running() -> Callable[[Path], list[str]]:
    """The programs that run for a data directory; one that is dead and unburied is none."""

    def running(data: Path) -> list[str]:
        mark = f"PORTAL_CHILD_OF={data}".encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "environ").read_bytes().split(b"\0"):
                    words = (process / "cmdline").read_bytes().split(b"\0")
                    found.append(Path(os.fsdecode(words[0])).name)
            except OSError:
                continue
        return sorted(found)

    return running


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    """Waits up to half a minute for something to become true."""

    def wait_until(is_true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not is_true():
            assert time.monotonic() < deadline, "it did not become true within half a minute"
            time.sleep(0.02)

    return wait_until
