"""Processes that a start killed in mid-flight has left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

PROC = Path("/proc")
MARK = "PORTAL_CHILD_OF"


def marked(data: Path) -> dict[str, str]:
    """The environment variable by which our processes are recognized later."""
    return {MARK: str(data)}


def end_leftovers(data: Path, *, patience: float = 6) -> None:
    """End what still runs for this data directory, whose lock the caller holds.

    PostgreSQL is left to `postgres.settle`, which knows how it ends well.
    """
    deadline = time.monotonic() + patience
    for pid in _left(data):
        _send(pid, signal.SIGTERM)
    while left := _left(data):
        if time.monotonic() > deadline:
            for pid in left:
                _send(pid, signal.SIGKILL)
            return
        time.sleep(0.05)


def is_program(pid: int, program: Path) -> bool:
    """Whether the process runs, and runs this program. Without /proc: unknown, so yes."""
    if not PROC.is_dir():
        return _exists(pid)
    with contextlib.suppress(OSError):
        first = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")[0]
        return Path(os.fsdecode(first)).name == program.name
    return False


def _left(data: Path) -> list[int]:
    wanted = f"{MARK}={data}".encode()
    return [pid for pid in _pids() if wanted in _environ(pid) and not _is_postgres(pid)]


def _is_postgres(pid: int) -> bool:
    return is_program(pid, Path("postgres"))


def _pids() -> list[int]:
    if not PROC.is_dir():
        return []
    return [int(path.name) for path in PROC.iterdir() if path.name.isdigit()]


def _environ(pid: int) -> list[bytes]:
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    return []


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
