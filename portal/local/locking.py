"""`make lock`: pins and hashes of everything, from what pyproject.toml asks for.

The locks name no address: each machine takes the files from the registry it is set up for, and
the hashes see to it that they are the same files everywhere.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from portal.local.commands import ask
from portal.local.places import CHECKOUT
from portal.local.terminal import CannotGoOn, say

COMPILE = (
    *("-m", "uv", "--quiet", "pip", "compile", "pyproject.toml", "--universal"),
    *("--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"),
    "--no-annotate",
)
# The second is held to the first: the tests run with the versions that are deployed.
LOCKS = {
    "requirements.lock": (),
    "requirements-dev.lock": ("--extra", "dev", "--constraints", "requirements.lock"),
}


def lock(words: Sequence[str]) -> int:
    """Compile both. Pins stay as they are unless `--upgrade` or `--upgrade-package` is given."""
    for name, more in LOCKS.items():
        command = [sys.executable, *COMPILE, *more, *words, "--output-file", name]
        done = ask(command, cwd=CHECKOUT)
        if done.returncode != 0:
            raise CannotGoOn(f"{done.stdout}\n{name} could not be compiled.")
        say(f"Compiled {name}.")
    return 0
