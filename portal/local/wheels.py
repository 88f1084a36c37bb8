"""The virtual environment `.venv`, filled from the hashed locks."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shutil
import sys
from pathlib import Path

from portal.local.installing import follow
from portal.local.natives import apt_prefix, install
from portal.local.places import CHECKOUT
from portal.local.terminal import CannotGoOn, say

VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
# Says of what the environment was made. While `made` is false it is half finished.
STAMP = VENV / "portal.json"
RUNTIME_LOCK = CHECKOUT / "requirements.lock"
DEVELOPMENT_LOCK = CHECKOUT / "requirements-dev.lock"


def ensure_environment(*, development: bool) -> None:
    """Make `.venv` hold what the lock says; does nothing when it does."""
    wanted = _wanted(development=development)
    found = _stamp()
    if found.items() >= wanted.items() and PYTHON.exists():
        return
    home = {name: wanted[name] for name in ("home", "python")}
    if found and not (found.get("made") and found.items() >= home.items()):
        say("Removing the unfinished or moved .venv ...")
        shutil.rmtree(VENV)
    _install(DEVELOPMENT_LOCK if development else RUNTIME_LOCK, home)
    # The development lock holds everything of the runtime lock, in the same versions.
    _write({**_wanted(development=False), **wanted})


def _install(lock: Path, home: dict[str, str | bool]) -> None:
    VENV.mkdir(exist_ok=True)
    _write({**home, "made": False})
    if not PYTHON.exists():
        say("Creating the virtual environment .venv ...")
        _create()
    total = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text("utf-8"), re.MULTILINE))
    say(f"Installing the packages of {lock.name}, about {total} ...")
    code = follow(
        [
            *(str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
            *("--progress-bar", "off", "--require-hashes", "-r", str(lock)),
        ],
        tell=_Progress(total),
    )
    if code != 0:
        raise CannotGoOn(
            "pip could not install the packages: see its words above; when the network is "
            "back, start again."
        )


def _create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        if apt_prefix() is None:
            raise CannotGoOn(
                "This Python cannot make virtual environments: install python3-venv (its name on "
                "Debian and Ubuntu), then start again."
            )
        install([f"python3.{sys.version_info.minor}-venv"])
    if follow([sys.executable, "-m", "venv", str(VENV)]) != 0:
        raise CannotGoOn(f"The virtual environment {VENV} could not be made: see the words above.")


class _Progress:
    """Tells what pip is collecting, and when it starts to install."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0

    def __call__(self, line: str) -> str | None:
        if found := re.match(r"(?:Collecting|Processing) (\S+)", line):
            self.count = min(self.count + 1, self.total)
            return f"  {self.count}/{self.total} {Path(found[1]).name}"
        return "  installing them ..." if line.startswith("Installing collected") else None


def _wanted(*, development: bool) -> dict[str, str | bool]:
    locks = {"runtime": RUNTIME_LOCK, "development": DEVELOPMENT_LOCK}
    name = "development" if development else "runtime"
    python = ".".join(map(str, sys.version_info[:2]))
    content = hashlib.sha256(locks[name].read_bytes()).hexdigest()
    return {name: content, "home": str(CHECKOUT), "python": python, "made": True}


def _stamp() -> dict[str, str | bool]:
    try:
        found = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(stamp: dict[str, str | bool]) -> None:
    STAMP.write_text(json.dumps(stamp, indent=1), "utf-8")
