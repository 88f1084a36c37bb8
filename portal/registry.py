"""Where `statements` and `roundtable` put what the shared ground shows and runs for them.

Filled once at start by each package's `contributions`; read-only afterwards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.jobs import Claim
    from portal.models import Announcement, Attachment, Member, Organization

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


class NotYet(Exception):  # noqa: N818 - an answer, not an error
    """Raised by `AnnouncementKind.tell`: the event is still to come; it is asked again later."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What one member is told. `why` completes the sentence "You get this mail because".

    `title` is also the mail's subject: it names nothing that is closed. A message to a principal
    says of which organization: that organization's staff get a copy.
    """

    recipient: "Member"
    title: str
    text: str
    url: str
    why: str
    principal_of: "Organization | None" = None
    is_mailed: bool = True


@dataclass(frozen=True, kw_only=True)
class AnnouncementKind:
    """A kind of event that people are told of.

    `tell` computes the messages when they are sent. `subjects` gives the names of those of the
    numbered subjects that the member may see now: who may not see one is not told of it.
    """

    name: str
    tell: Callable[["Announcement"], Sequence[Message]]
    subjects: Callable[["Member", Sequence[int]], Mapping[int, str]]


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


@dataclass(frozen=True, kw_only=True)
class PublicStatement:
    """A statement that is out, on the public home page."""

    title: str
    url: str
    issuers: str
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class MadeFile:
    """A file that was made here, as it may be named to whoever holds it."""

    title: str
    made_at: datetime


@dataclass
class Registry:
    """Everything contributed."""

    job_kinds: dict[str, JobKind] = field(default_factory=dict)
    exporters: dict[str, Exporter] = field(default_factory=dict)
    announcement_kinds: dict[str, AnnouncementKind] = field(default_factory=dict)
    cards: list[Callable[["Member"], Sequence[Card]]] = field(default_factory=list)
    panels: list[Callable[["Member"], Panel]] = field(default_factory=list)
    made_files: list[Callable[[str], MadeFile | None]] = field(default_factory=list)
    public_statements: list[Callable[[], Sequence[PublicStatement]]] = field(default_factory=list)
    demo: list[Callable[[], None]] = field(default_factory=list)
    attachment_holders: list[Callable[["Member", "Attachment"], bool]] = field(default_factory=list)

    def add_job_kind(self, kind: JobKind) -> None:
        self.job_kinds[kind.name] = kind

    def add_exporter(self, exporter: Exporter) -> None:
        self.exporters[exporter.kind] = exporter

    def add_announcement_kind(self, kind: AnnouncementKind) -> None:
        self.announcement_kinds[kind.name] = kind


registry = Registry()
