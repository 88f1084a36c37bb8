"""Libraries and programs that no wheel brings: for PDFs, and for the tests."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys

from portal.local.commands import succeeds
from portal.local.installing import follow
from portal.local.terminal import CannotGoOn, say

# What WeasyPrint opens by name, and the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
PROGRAMS = {"chromium": "chromium", "pdftotext": "poppler-utils", "pdftoppm": "poppler-utils",
            "qpdf": "qpdf", "faketime": "faketime"}  # fmt: skip


def ensure_libraries() -> None:
    """What the portal cannot work without; elsewhere than on Linux, WeasyPrint says it itself."""
    if sys.platform == "linux":
        _ensure([package for name, package in LIBRARIES.items() if not _loads(name)])


def ensure_test_programs() -> None:
    """What the tests use in addition. Without it browser tests skip, and say so."""
    missing = [package for name, package in PROGRAMS.items() if shutil.which(name) is None]
    try:
        _ensure(missing)
    except CannotGoOn as sentence:
        if os.environ.get("CI"):
            raise
        say(f"{sentence} Without them some tests are skipped.")


def apt_prefix() -> list[str] | None:
    """How apt-get can be called here without asking anybody; None where it cannot."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    return [sudo, "-n"] if succeeds([sudo, "-n", "true"]) else None


def install(packages: list[str]) -> None:
    """Install Debian packages; the caller has asked `apt_prefix` whether that is possible."""
    prefix = apt_prefix()
    names = " ".join(packages)
    if prefix is None:
        raise CannotGoOn(
            f"These packages are missing: {names} (their names on Debian and Ubuntu). Install "
            f"them, for example with `apt-get install {names}`, then start again."
        )
    say(f"Installing {names} ...")
    settings = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    command = [*prefix, *settings, "install", "-y", "-q", "--no-install-recommends", *packages]
    # A new machine has no package lists yet.
    if follow(command) != 0 and (
        follow([*prefix, *settings, "update", "-q"]) != 0 or follow(command) != 0
    ):
        raise CannotGoOn(
            f"apt-get could not install {names}: see its words above, install them, start again."
        )


def _ensure(missing: list[str]) -> None:
    packages = sorted(set(missing))
    if packages:
        install(packages)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
