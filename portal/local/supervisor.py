"""Keeps children alive: one that ends is started again, later each time it ends early."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.local.children import Child
from portal.local.terminal import say

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# A child that lived this long is well: its next end counts as the first.
WELL_AFTER = 60.0
BEAT = 0.2


def pause_before(attempt: int) -> float:
    """Seconds before the attempt: 0.5, 1, 2, 4, ... 30."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1)))


@dataclass
class Watched:
    child: Child
    early_ends: int = 0
    due: float | None = None


class Supervisor:
    """Watches children that somebody else has started."""

    def __init__(
        self, children: Sequence[Child], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.watched = [Watched(child) for child in children]
        self.clock = clock

    def watch(self) -> None:
        """Look after the children until an exception (a signal) ends it."""
        while True:
            self.look()
            time.sleep(BEAT)

    def look(self) -> None:
        for watched in self.watched:
            if watched.due is not None and self.clock() >= watched.due:
                watched.due = None
                watched.child.start()
            elif watched.due is None and not watched.child.is_alive():
                self._plan(watched)

    def _plan(self, watched: Watched) -> None:
        child, now = watched.child, self.clock()
        child.kill_session()  # its own children would hold its port and its queue
        watched.early_ends = 1 if now - child.started >= WELL_AFTER else watched.early_ends + 1
        pause = pause_before(watched.early_ends)
        watched.due = now + pause
        say(f"{child.name} {child.outcome()}; it starts again in {pause:g} s (log: {child.log}).")
