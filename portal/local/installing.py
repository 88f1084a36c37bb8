"""Follows a long installation: its steps on the screen, a sign of life while it is silent."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from portal.local.commands import start
from portal.local.terminal import say

SIGN_OF_LIFE = 5.0
LINES_AT_FAILURE = 20


def silent(_line: str) -> str | None:
    return None


def follow(command: list[str], *, tell: Callable[[str], str | None] = silent) -> int:
    """Run the command to its end and return its code.

    `tell` makes of a line of its output what the person reads, or None. On failure the last lines
    are printed as they came.
    """
    last: deque[str] = deque(maxlen=LINES_AT_FAILURE)
    with start(command, output=subprocess.PIPE) as process:
        for line in _lines(process):
            last.append(line)
            if told := tell(line):
                say(told)
    if process.returncode != 0:
        sys.stderr.writelines(last)
    return process.returncode


def _lines(process: subprocess.Popen[bytes]) -> Iterator[str]:
    """Its lines as they come; between them, every few seconds, a sign of life."""
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    began = time.monotonic()
    while True:
        try:
            line = lines.get(timeout=SIGN_OF_LIFE)
        except queue.Empty:
            say(f"  still at it ({time.monotonic() - began:.0f} s)")
            continue
        if line is None:
            return
        yield line


def _read(process: subprocess.Popen[bytes], lines: queue.Queue[str | None]) -> None:
    for line in process.stdout or ():
        lines.put(line.decode(errors="replace"))
    lines.put(None)
