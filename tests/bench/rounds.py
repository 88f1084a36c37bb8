"""Times several things in turn, A B C A B C: what slows the machine slows all of them alike."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Task = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """Middle, lowest and highest of the rounds."""

    middle: float
    lowest: float
    highest: float


@dataclass(frozen=True)
class Timed:
    """Seconds that each task took once, round by round."""

    seconds: Mapping[str, list[float]]

    def once(self, name: str) -> float:
        return median(self.seconds[name])

    def ratio(self, over: str, under: str) -> Figure:
        """`over` by `under`, both of the same round."""
        pairs = zip(self.seconds[over], self.seconds[under], strict=True)
        found = [first / second for first, second in pairs]
        return Figure(median(found), min(found), max(found))


def in_turn(tasks: Mapping[str, Task], *, rounds: int, seconds: float) -> Timed:
    """Each task gets about as many seconds in each round, and runs once in it at the least."""
    times = {name: _times(task, seconds) for name, task in tasks.items()}
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            taken[name].append(_average(task, times[name]))
    return Timed(taken)


def _times(task: Task, seconds: float) -> int:
    task()  # what is read or compiled at the first time does not count
    return max(1, round(seconds / _average(task, 3))) if seconds else 1


def _average(task: Task, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        task()
    return (time.perf_counter() - start) / times
