"""What a running portal tells the commands of the same checkout about itself.

`DATA_DIR/portal.json` holds the environment of its processes while it runs; whether it runs is
told by the lock on `DATA_DIR/lock`, which the kernel lets go of however the portal ends. A portal
with a data directory of its own leaves a pointer to it under `.local/elsewhere/`.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.local.places import DEFAULT_DATA, data_dir, digest
from portal.local.terminal import CannotGoOn

STATE = "portal.json"
ELSEWHERE = DEFAULT_DATA / "elsewhere"
SHARED = ("MODE", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PORT", "DATA_DIR", "SITE_URL")
NOTHING_RUNS = (
    "Nothing is running here: start the portal with `make run`, or set DATABASE_URL and REDIS_URL."
)


@contextlib.contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the data directory for this process alone."""
    with (data / "lock").open("a") as lock:
        # A command that only looks holds the lock for an instant: try for a while.
        for _ in range(20):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(0.05)
        else:
            where = _read(data).get("SITE_URL", "")
            raise CannotGoOn(
                f"A portal with the data directory {data} runs already{where and f' at {where}'}: "
                "use that one, or set DATA_DIR and PORT to others."
            )
        yield


def is_running(data: Path) -> bool:
    try:
        with (data / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def secret_key(data: Path) -> str:
    """The random secret of this data directory, the same at each start."""
    path = data / "secret"
    with contextlib.suppress(FileNotFoundError):
        if secret := path.read_text("ascii").strip():
            return secret
    write_private(path, secrets.token_urlsafe(64))
    return path.read_text("ascii")


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step; only its owner may read it."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def announce(data: Path, environ: Mapping[str, str]) -> None:
    shared: dict[str, str | int] = {name: environ[name] for name in SHARED if name in environ}
    write_private(data / STATE, json.dumps({**shared, "pid": os.getpid()}, indent=1))
    if data != DEFAULT_DATA:
        # The checkout may belong to somebody else; then commands need DATA_DIR.
        with contextlib.suppress(OSError):
            ELSEWHERE.mkdir(parents=True, exist_ok=True)
            write_private(_pointer(data), json.dumps({"DATA_DIR": str(data)}))


def withdraw(data: Path) -> None:
    (data / STATE).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        _pointer(data).unlink(missing_ok=True)


def running_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of the portal that runs for this checkout; empty when none or several do."""
    if "DATABASE_URL" in environ and "REDIS_URL" in environ:
        return {}
    found = _running(environ)
    return _read(found[0]) if len(found) == 1 else {}


def why_not_running(environ: Mapping[str, str]) -> str:
    """Why `running_environment` is empty, in a sentence; empty when it is not."""
    if "DATABASE_URL" in environ and "REDIS_URL" in environ:
        return ""
    found = _running(environ)
    if len(found) > 1:
        names = " or ".join(str(data) for data in found)
        return f"{len(found)} portals are running: set DATA_DIR to {names}."
    return "" if found else NOTHING_RUNS


def _running(environ: Mapping[str, str]) -> list[Path]:
    """The data directories that may be meant: the one asked for; the usual one; all others."""
    if environ.get("DATA_DIR"):
        candidates = [data_dir(environ)]
    else:
        candidates = [DEFAULT_DATA] if _is_ready(DEFAULT_DATA) else _elsewhere()
    return [data for data in candidates if _is_ready(data)]


def _is_ready(data: Path) -> bool:
    return bool(_read(data)) and is_running(data)


def _elsewhere() -> list[Path]:
    pointers = sorted(ELSEWHERE.glob("*.json"))
    return [Path(found["DATA_DIR"]) for found in map(_load, pointers) if "DATA_DIR" in found]


def _pointer(data: Path) -> Path:
    return ELSEWHERE / f"{digest(data)}.json"


def _read(data: Path) -> dict[str, str]:
    return {name: text for name, text in _load(data / STATE).items() if name in SHARED}


def _load(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}
