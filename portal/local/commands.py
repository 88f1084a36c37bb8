"""The one door through which other programs are started."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import Signals
from typing import IO

SHIM = Path(__file__).with_name("shim.py")


def shimmed(command: Sequence[str], *, account: str, cwd: Path, end: Signals) -> list[str]:
    """The command that ends with this process, by the given signal, and runs as the account."""
    python = [sys.executable, "-I", "-S", str(SHIM)]
    return [*python, str(os.getpid()), str(end.value), account, str(cwd), *command]


def start(
    command: Sequence[str],
    *,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    output: int | IO[bytes] | None = None,
    session: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a program. In a session of its own, Ctrl-C in the terminal does not reach it."""
    return subprocess.Popen(  # noqa: S603 - a list of our own making, no shell
        command,
        env=environ,
        cwd=cwd,
        stdin=subprocess.DEVNULL if session else None,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=session,
    )


def ask(
    command: Sequence[str],
    *,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    text: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, both kinds of its output together in `stdout`."""
    return subprocess.run(  # noqa: S603 - a list of our own making, no shell
        command,
        env=environ,
        cwd=cwd,
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        start_new_session=True,
    )


def succeeds(command: Sequence[str]) -> bool:
    try:
        return ask(command).returncode == 0
    except OSError:
        return False
