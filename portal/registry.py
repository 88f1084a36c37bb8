"""Where `statements` and `roundtable` put what the shared ground shows and runs for them.

Filled once at start by each package's `contributions`; read-only afterwards.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.intake.search_words import SearchWords
    from portal.jobs import Claim
    from portal.models import Announcement, Attachment, Export, Member, Organization, Seat, Thread
    from portal.queries.matching import Piece
    from portal.vocabulary.record import RecordKind

Progress = Callable[[int, str], None]
"""Takes percent done (0 to 100) and the step in plain words."""


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A kind of background work. `failed` is the sentence shown when it failed for good.

    `slow` is shown when it took longer than a worker has. Then it is tried again, unless another
    try would take as long (`ends_when_slow`).
    """

    name: str
    queue: str
    run: Callable[["Claim"], None]
    failed: str
    slow: str
    ends_when_slow: bool = False
    max_attempts: int = 5


def never_withheld(export: "Export") -> bool:
    """Of documents that show nothing which could be closed to their audience later."""
    return False


@dataclass(frozen=True, kw_only=True)
class Exporter:
    """A kind of document: who may have it, how it is rendered, where its subject is read.

    `render` is the dotted name of a function of the frozen input and a `Progress`, imported by
    workers alone. What `is_withheld` shows something that was closed to its audience since: it is
    neither made nor handed out. What `is_for_whoever_asked` is made while one of them may see it.
    """

    kind: str
    may_see: Callable[["Member", int], bool]
    render: str
    subject_url: Callable[[int], str]
    back_label: str
    is_withheld: Callable[["Export"], bool] = never_withheld
    is_for_whoever_asked: bool = True


class NotYet(Exception):  # noqa: N818 - an answer, not an error
    """Raised by `AnnouncementKind.tell`: the event is still to come; it is asked again later."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What one member is told. `why` completes the sentence "You get this mail because".

    `title` is also the mail's subject: it names nothing that is closed. A message to a principal
    says of which organization: that organization's staff get a copy, but for those `spared`.
    """

    recipient: "Member"
    title: str
    text: str
    url: str
    why: str
    principal_of: "Organization | None" = None
    is_mailed: bool = True
    spared: frozenset[int] = frozenset()


def nothing_of(subjects: Sequence[int]) -> Collection[int]:
    """Of announcements about what may be closed: no name leaves the portal."""
    return ()


@dataclass(frozen=True, kw_only=True)
class AnnouncementKind:
    """A kind of event that people are told of.

    `tell` computes the messages when they are sent. `subjects` gives the names of those of the
    numbered subjects that the member may see now. `may_see` is the same read the other way round,
    for many at once: those of the members who may see one subject; nobody else is told of it.
    `nameable` gives those of the numbered subjects whose names a digest, being a mail, may hold.
    """

    name: str
    tell: Callable[["Announcement"], Sequence[Message]]
    subjects: Callable[["Member", Sequence[int]], Mapping[int, str]]
    may_see: Callable[["QuerySet[Member]", int], "QuerySet[Member]"]
    nameable: Callable[[Sequence[int]], Collection[int]] = nothing_of


@dataclass(frozen=True, kw_only=True)
class Card:
    """Something that waits on a member, on the home page and in the digest.

    A digest, being a mail, holds the title and the detail only where `is_named_in_mail`.
    """

    label: str
    title: str
    detail: str
    url: str
    button: str
    deadline: datetime | None = None
    is_named_in_mail: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a home panel, or of what is in somebody's hands."""

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
class PublicAgenda:
    """The agenda of a meeting, as a PDF for everybody; `when` is in words, with the zone."""

    title: str
    url: str
    when: str
    is_cancelled: bool


@dataclass(frozen=True, kw_only=True)
class NextMeeting:
    """The meeting that comes next for a member, with its agenda's file if there is one."""

    title: str
    url: str
    starts_at: datetime
    pdf_url: str = ""


@dataclass(frozen=True, kw_only=True)
class MadeFile:
    """A file that was made here, as it may be named to whoever holds it."""

    title: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Discussed:
    """Something that holds threads, as a page, a mail or the search names it to who may see it.

    `audience` is its own: no thread is wider. `seen_by` completes "those" where that is not all.
    """

    kind: str
    pk: int
    ref: str
    title: str
    url: str
    audience: str
    seen_by: str = ""


@dataclass(frozen=True, kw_only=True)
class ThreadHolder:
    """A kind of thing that holds threads.

    `lookup` leads from a thread to the thing's primary key. `thread_ids` gives the threads on
    those that the member may see now. `of_threads` names what each thread is about, `may_see`
    filters members by who may see the thing (by its primary key), `concerned` are the members
    whom its news concern, `may_steer` says who may resolve, narrow and remove what others wrote.
    `admit` locks the thing and raises Refusal where an open thread of that kind and audience
    cannot be on it now; `hold` puts a new one on it. Mail quotes it only if `is_quoted_in_mail`.
    """

    kind: str
    lookup: str
    thread_ids: Callable[["Member"], "QuerySet[Any]"]
    find: Callable[["Member", int], Discussed | None]
    of_threads: Callable[[Sequence[int]], Mapping[int, Discussed]]
    may_see: Callable[["QuerySet[Member]", int], "QuerySet[Member]"]
    concerned: Callable[[int], Sequence["Member"]]
    may_steer: Callable[["Member", int], bool]
    admit: Callable[[str, str, int], None]
    hold: Callable[["Thread", int], None]
    is_quoted_in_mail: bool = True


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something found, as the results show it: `title` and `excerpt` say where words matched."""

    url: str
    label: str
    title: Sequence["Piece"]
    excerpt: Sequence["Piece"] = ()
    note: str = ""
    state_label: str = ""
    state_tone: str = "neutral"
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Searcher:
    """A kind of thing that is searched, only ever among what the member may see.

    `find` gives what answers the words, `similar` titles much like them, best first; `hits` shows.
    """

    kind: str
    label: str
    find: Callable[["Member", "SearchWords"], "QuerySet[Any]"]
    similar: Callable[["Member", "SearchWords"], "QuerySet[Any]"]
    hits: Callable[[Sequence[Any]], Sequence[Hit]]


@dataclass
class Registry:
    """Everything contributed.

    `duties` give what is in the hands of a seat, of that which the member who asks may see,
    `organization_panels` likewise what an organization did or has to do. `authority_endings` are
    told of an organization where somebody's authority to sign has just ended, in the same
    transaction; without one they look at all where it ran out by itself.
    """

    job_kinds: dict[str, JobKind] = field(default_factory=dict)
    exporters: dict[str, Exporter] = field(default_factory=dict)
    announcement_kinds: dict[str, AnnouncementKind] = field(default_factory=dict)
    cards: list[Callable[["Member"], Sequence[Card]]] = field(default_factory=list)
    panels: list[Callable[["Member"], Panel]] = field(default_factory=list)
    duties: list[Callable[["Member", "Seat"], Sequence[Row]]] = field(default_factory=list)
    organization_panels: list[Callable[["Member", "Organization"], Panel]] = field(
        default_factory=list
    )
    made_files: list[Callable[[str], MadeFile | None]] = field(default_factory=list)
    public_statements: list[Callable[[], Sequence[PublicStatement]]] = field(default_factory=list)
    next_agendas: list[Callable[[], PublicAgenda | None]] = field(default_factory=list)
    public_agendas: list[Callable[[], Sequence[PublicAgenda]]] = field(default_factory=list)
    next_meetings: list[Callable[["Member"], NextMeeting | None]] = field(default_factory=list)
    thread_holders: dict[str, ThreadHolder] = field(default_factory=dict)
    searchers: list[Searcher] = field(default_factory=list)
    references: list[Callable[["Member", str], str | None]] = field(default_factory=list)
    demo: list[Callable[[], None]] = field(default_factory=list)
    authority_endings: list[Callable[[int | None], None]] = field(default_factory=list)
    attachment_holders: list[Callable[["Member", "Attachment"], bool]] = field(default_factory=list)
    record_kinds: dict[str, "RecordKind"] = field(default_factory=dict)
    notes_of_taking: dict[str, Callable[["Member", "Export"], None]] = field(default_factory=dict)

    def add_job_kind(self, kind: JobKind) -> None:
        self.job_kinds[kind.name] = kind

    def add_exporter(self, exporter: Exporter) -> None:
        self.exporters[exporter.kind] = exporter

    def add_thread_holder(self, holder: ThreadHolder) -> None:
        self.thread_holders[holder.kind] = holder

    def add_announcement_kind(self, kind: AnnouncementKind) -> None:
        self.announcement_kinds[kind.name] = kind


registry = Registry()
