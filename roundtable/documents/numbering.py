"""Numbers of agenda items: an agenda numbers itself, whatever its issues are called."""

from collections.abc import Sequence


def numbers_of(depths: Sequence[int]) -> list[str]:
    """`[0, 1, 1, 0]` gives `1`, `1.1`, `1.2`, `2`; a skipped level counts as one level down."""
    numbers: list[str] = []
    counters: list[int] = []
    for depth in depths:
        level = min(depth, len(counters))
        counters = [*counters[: level + 1], *([0] if level == len(counters) else [])]
        counters[level] += 1
        numbers.append(".".join(map(str, counters)))
    return numbers


def level_of(number: str) -> int:
    """How deep an item stands: 0 for `2`, 1 for `2.1`."""
    return number.count(".")
