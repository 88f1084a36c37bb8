"""Private files below FILES_ROOT: written whole or not at all, never under a guessable name."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


@dataclass(frozen=True)
class StoredFile:
    """A file on disk; `path` is relative to FILES_ROOT, `sha256` is of its bytes."""

    path: str
    sha256: str
    size: int


def store_file(data: bytes, *, folder: str, suffix: str) -> StoredFile:
    """Writes, flushes to disk and renames, so that a reader sees all of it or nothing."""
    relative = f"{folder}/{secrets.token_hex(16)}{suffix}"
    target = settings.FILES_ROOT / relative
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    unfinished = target.with_suffix(".tmp")
    with unfinished.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(target)
    return StoredFile(path=relative, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def open_file(path: str) -> BinaryIO:
    """Opens a stored file for reading."""
    return Path(settings.FILES_ROOT, path).open("rb")


def discard_file(path: str) -> None:
    """Removes a file that no row refers to."""
    Path(settings.FILES_ROOT, path).unlink(missing_ok=True)
