"""Where `statements` and `roundtable` put what the shared ground shows and runs for them.

Filled once at start by each package's `contributions`; read-only afterwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.jobs import Claim
    from portal.models import Member

Progress = Callable[[int, str], None]
"""Takes percent done (0 to 100) and the step in plain words."""


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A kind of background work. `failed` is the sentence shown when it failed for good."""

    name: str
    queue: str
    run: Callable[["Claim"], None]
    failed: str
    max_attempts: int = 5


@dataclass(frozen=True, kw_only=True)
class Exporter:
    """A kind of document: who may have it, how it is rendered, where its subject is read.

    `render` is the dotted name of a function of the frozen input and a `Progress`: only workers
    import it, and with it the engine.
    """

    kind: str
    may_see: Callable[["Member", int], bool]
    render: str
    subject_url: Callable[[int], str]
    back_label: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """Something that waits on a member, on the home page."""

    label: str
    title: str
    detail: str
    url: str
    button: str
    deadline: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a home panel."""

    title: str
    url: str
    detail: str = ""
    state_label: str = ""
    state_tone: str = "neutral"
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A short list on the home page, with the way to the whole of it."""

    title: str
    url: str
    link_label: str
    rows: Sequence[Row]
    empty: str


@dataclass
class Registry:
    """Everything contributed."""

    job_kinds: dict[str, JobKind] = field(default_factory=dict)
    exporters: dict[str, Exporter] = field(default_factory=dict)
    cards: list[Callable[["Member"], Sequence[Card]]] = field(default_factory=list)
    panels: list[Callable[["Member"], Panel]] = field(default_factory=list)
    demo: list[Callable[[], None]] = field(default_factory=list)

    def add_job_kind(self, kind: JobKind) -> None:
        self.job_kinds[kind.name] = kind

    def add_exporter(self, exporter: Exporter) -> None:
        self.exporters[exporter.kind] = exporter


registry = Registry()
