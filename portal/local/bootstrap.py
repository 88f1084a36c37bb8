"""The first step of every command, for any Python 3.11 or later with nothing installed.

`python3 -m portal.local.bootstrap run|test|bench|check|lock [arguments]`, as the Makefile calls it:
makes `.venv`, sees to the native libraries, then becomes `.venv/bin/python -m portal.local`.
"""

from __future__ import annotations

import fcntl
import os
import sys

from portal.local.natives import ensure_libraries, ensure_test_programs
from portal.local.places import BUILD, CHECKOUT
from portal.local.terminal import CannotGoOn, complain
from portal.local.wheels import PYTHON, ensure_environment

OLDEST = (3, 11)


def prepare(command: str) -> None:
    if sys.version_info < OLDEST:
        raise CannotGoOn(
            f"This needs Python 3.11 or later, and python3 is {sys.version.split()[0]}: install a "
            "later one and name it, for example `make run PYTHON=python3.12`."
        )
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "install.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two commands at once install one after the other
        ensure_environment(development=command != "run")
        ensure_libraries()
        if command == "test":
            ensure_test_programs()


def main(words: list[str]) -> None:
    prepare(words[0] if words else "")
    os.chdir(CHECKOUT)
    os.execv(PYTHON, [str(PYTHON), "-m", "portal.local", *words])  # noqa: S606 - our own Python


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except CannotGoOn as sentence:
        complain(str(sentence))
        sys.exit(1)
    except KeyboardInterrupt:
        complain("Interrupted; the next start continues.")
        sys.exit(130)
