"""`.venv/bin/python -m portal.local COMMAND`, what the Makefile ends in."""

from __future__ import annotations

import os
import sys

from portal.local import fonts
from portal.local.benchmarking import bench
from portal.local.checking import check
from portal.local.locking import lock
from portal.local.running import run
from portal.local.terminal import CannotGoOn, complain
from portal.local.testing import test
from portal.local.web import answers

USAGE = (
    "Say what to do: run, test [pytest arguments], bench, check, lock [uv arguments], fonts, "
    "healthy."
)
WITHOUT_WORDS = {"run": run, "bench": bench, "check": check}


def healthy() -> int:
    """For containers: 0 when the web server in this one is ready."""
    name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    port = int(os.environ.get("PORT") or "8000")
    return 0 if answers("127.0.0.1", port, "/readyz", name=name) else 1


def main(command: str, words: list[str]) -> int:
    match command:
        case "run" | "bench" | "check":
            return WITHOUT_WORDS[command](os.environ)
        case "test":
            return test(os.environ, words)
        case "lock":
            return lock(words)
        case "fonts":
            fonts.build()
            return 0
        case "healthy":
            return healthy()
        case _:
            raise CannotGoOn(USAGE)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
    except CannotGoOn as sentence:
        complain(str(sentence))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
