"""How much a request may bring along: a view that takes files says so, all others take text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import BadRequest

from portal.vocabulary.attachments import LARGEST

V = TypeVar("V", bound=Callable[..., Any])

TEXT = 2_621_440
"""Bytes of a form without files; also what the fields beside files may have."""
ONE_FILE = LARGEST + TEXT
SEVERAL_FILES = 5 * LARGEST + TEXT

AT_ONCE = 16
"""Bodies that one process reads at the same time; its other threads go on answering."""
AT_ONCE_FROM_ONE = 8
"""Of these, from one address. A hall full of people shares one, but a form takes milliseconds."""

UNKNOWN_LENGTH = (
    "The browser did not say how long this is, so it was not read. Reload the page and send it "
    "again, or use another browser."
)
TOO_LARGE = "This is larger than {size}. Nothing was sent. Make it smaller, or send it in parts."
SIGN_IN_FIRST = "You are not signed in any more. Nothing was saved. Sign in and add the file again."
BUSY = "Many files are being sent just now. Nothing was saved. Send yours again in a few seconds."
BUSY_SECONDS = 5
NOT_STORABLE = (
    "It holds a character that cannot be stored. Nothing was saved. Remove it and send it again."
)
NOT_UTF8 = "It is not written in UTF-8. Nothing was saved. Reload the page and send it again."
CUT_OFF = "The connection ended before all of it was here. Nothing was saved. Send it again."
NO_FILES_HERE = "This page takes no files. Nothing was saved. Go back and send it without the file."


class NotReadable(BadRequest):
    """What a request holds cannot be taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class Files:
    """That a view takes files: how many bytes in all, and what is asked first."""

    most: int
    first: Callable[[Any], None] | None


def takes_files(
    *, most: int = ONE_FILE, first: Callable[[Any], None] | None = None
) -> Callable[[V], V]:
    """Says of a view that files may be sent to it.

    `first` is handed the request before anything is read, and may raise TooOften.
    """

    def declare(view: V) -> V:
        view.__dict__["files"] = Files(most=most, first=first)
        return view

    return declare


def files_of(view: Callable[..., Any]) -> Files | None:
    """What the view declared; decorators around it pass that on."""
    found: Files | None = getattr(view, "files", None)
    return found


def size_in_words(size: int) -> str:
    """Rounded down, so that nobody is told a size that is refused."""
    return f"{size // (1024 * 1024)} MB"
