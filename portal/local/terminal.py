"""What the commands say to the person who typed them."""

from __future__ import annotations

import contextlib
import sys


class CannotGoOn(Exception):  # noqa: N818 - read aloud where it is raised: "raise CannotGoOn(why)"
    """Work cannot go on; the text is the sentence that says why and what to do next."""


def say(line: str) -> None:
    """Print one line at once. A terminal that was closed meanwhile is no reason to stop."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def complain(line: str) -> None:
    """Print one line where errors go."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
