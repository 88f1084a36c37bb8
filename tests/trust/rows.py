"""The rows of docs/trust.md: what could go wrong, and what holds against it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`open` says what no test holds: all of the row when it has no tests, else the rest of it.

    Without a control nothing is built.
    """

    id: str
    threat: str
    control: str
    open: str = ""


@dataclass(frozen=True)
class Part:
    """Rows that share a letter."""

    letter: str
    title: str
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        strays = [row.id for row in self.rows if not row.id.startswith(self.letter)]
        if strays:
            raise ValueError(f"{strays} do not belong under {self.letter}")
