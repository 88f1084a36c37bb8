"""Where everything lies: the checkout, its data directory, and the short home of the sockets."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.local.terminal import CannotGoOn

CHECKOUT = Path(__file__).resolve().parents[2]
BUILD = CHECKOUT / ".build"
DEFAULT_DATA = CHECKOUT / ".local"
# The longest file name of a socket in it, and the shortest limit among systems (macOS: 104).
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")
LONGEST_SOCKET_PATH = 103


def data_dir(environ: Mapping[str, str]) -> Path:
    """The data directory that the environment asks for, `.local` in the checkout otherwise."""
    chosen = environ.get("DATA_DIR")
    return Path(chosen).expanduser().resolve() if chosen else DEFAULT_DATA


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


@dataclass(frozen=True)
class Places:
    """The directories of one running portal; that of the sockets has a short and plain path."""

    data: Path
    sockets: Path

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        return self.data / "valkey"

    def log(self, name: str) -> Path:
        return self.data / "log" / f"{name}.log"


def places_of(data: Path) -> Places:
    """The directories that belong to a data directory, made where they are missing."""
    try:
        # Others may pass through root's directory (the services may run as another account),
        # not look around in it.
        data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        (data / "log").mkdir(mode=0o700, exist_ok=True)
    except (OSError, ValueError) as problem:
        raise CannotGoOn(
            f"The data directory {data} cannot be used ({_reason(problem)}): set DATA_DIR to a "
            "directory that you may write to."
        ) from problem
    if not os.access(data, os.W_OK | os.X_OK) or not os.access(data / "log", os.W_OK | os.X_OK):
        raise CannotGoOn(
            f"The data directory {data} belongs to another user: set DATA_DIR to a directory of "
            "your own."
        )
    return Places(data, _temporary_home() / f"portal-{os.geteuid()}-{digest(data)}")


def make_socket_directory(places: Places) -> None:
    """Make the private directory of the sockets: whoever may enter it may use the services."""
    directory = places.sockets
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    mine = found.st_uid == os.geteuid() or os.geteuid() == 0
    if not stat.S_ISDIR(found.st_mode) or not mine:
        raise CannotGoOn(f"{directory} belongs to somebody else: remove it, then start again.")
    directory.chmod(0o700)


def _reason(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem)


def _temporary_home() -> Path:
    chosen = Path(tempfile.gettempdir())
    name = f"portal-{os.geteuid()}-{'0' * 12}"
    length = len(os.fsencode(chosen / name)) + LONGEST_SOCKET_NAME
    plain = " " not in str(chosen) and "," not in str(chosen)
    return chosen if plain and length <= LONGEST_SOCKET_PATH else Path("/tmp")  # noqa: S108 - the directory made in it is private and its owner verified
