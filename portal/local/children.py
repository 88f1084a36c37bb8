"""A child process: how it is started, watched and ended, and where its words go."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from signal import Signals

from portal.local.accounts import Account
from portal.local.commands import shimmed, start

LARGEST_LOG = 5 * 1024 * 1024


@dataclass
class Child:
    """A program that lives as long as we do."""

    name: str
    command: list[str]
    environ: Mapping[str, str]
    cwd: Path
    log: Path
    account: Account = Account.SELF
    # What is sent one after the other, and how many seconds each is given to work.
    ending: tuple[tuple[Signals, float], ...] = ((signal.SIGTERM, 3), (signal.SIGQUIT, 2))
    before_start: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    log_start: int = field(default=0, init=False)

    def start(self) -> None:
        self.before_start()
        command = shimmed(
            self.command, account=self.account.value, cwd=self.cwd, end=self.ending[0][0]
        )
        _make_room(self.log)
        with self.log.open("ab") as output:
            self.log_start = output.tell()
            self.process = start(command, environ=self.environ, output=output, session=True)
        self.started = time.monotonic()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def outcome(self) -> str:
        """How it ended, in words."""
        code = self.process.returncode if self.process else None
        if code is not None and code < 0:
            return f"ended by {Signals(-code).name}"
        return f"ended with code {code}"

    def last_words(self, lines: int = 15) -> str:
        """The end of what this start of it has written."""
        with contextlib.suppress(OSError), self.log.open("rb") as file:
            file.seek(self.log_start)
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
        return ""

    def ask_to_end(self, signal_number: Signals) -> None:
        if self.process is not None and self.is_alive():
            self.process.send_signal(signal_number)

    def end(self, *, asked: bool = False) -> None:
        """End it politely, then less so; what it left behind in its session goes as well."""
        for step, (signal_number, patience) in enumerate(self.ending):
            if step > 0 or not asked:
                self.ask_to_end(signal_number)
            if self._ended_within(patience):
                break
        self.kill_session()

    def kill_session(self) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _ended_within(self, seconds: float) -> bool:
        if self.process is None:
            return True
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def end_together(children: list[Child]) -> None:
    """End several at once: all are asked before the first is waited for."""
    for child in children:
        child.ask_to_end(child.ending[0][0])
    for child in children:
        child.end(asked=True)


def _make_room(log: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
