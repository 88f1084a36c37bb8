"""Discussions that somebody may see: the one place where that is decided.

A thread is seen by whoever is part of its audience and may see what it is about; the second is
asked of the registry's thread holders.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from portal.models import Attachment, Comment, Member, Thread, ThreadRead
from portal.models.questions import Question, among, question
from portal.queries.audiences import members_in
from portal.registry import Discussed, registry
from portal.rules import is_in_working_group
from portal.vocabulary.audiences import CLOSED, Audience, narrower_than, within
from portal.vocabulary.threads import ThreadKind

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class ThreadFacts(TypedDict):
        """What a list shows of a thread."""

        comment_count: int
        unread_count: int
        newest_at: datetime

    ListedThread = WithAnnotations[Thread, ThreadFacts]


@dataclass(frozen=True)
class ThreadSummary:
    """A thread in a list, to somebody who may see it."""

    thread: Thread
    comment_count: int
    unread_count: int
    newest_at: datetime | None

    @property
    def pk(self) -> int:
        return self.thread.pk

    @property
    def title(self) -> str:
        return self.thread.title

    @property
    def kind_label(self) -> str:
        return self.thread.get_kind_display()

    @property
    def audience_label(self) -> str:
        return self.thread.get_audience_display()

    @property
    def is_closed_to_some(self) -> bool:
        return self.thread.audience in CLOSED

    @property
    def is_resolved(self) -> bool:
        return self.thread.is_resolved


def in_audience(member: Member) -> Q:
    """Threads whose audience the member is part of, by seat or by name."""
    return among(_in_audience(member.pk, member.audiences))


@lru_cache(maxsize=1000)
def _in_audience(member_id: int, audiences: frozenset[str]) -> Question:
    """The question, never its answer: putting it together costs more than asking it."""
    named = Thread.readers.through.objects.filter(thread=OuterRef("pk"), member=member_id)
    heard = Q(audience__in=audiences) | Q(Exists(named), audience=Audience.NAMED)
    return question(Thread.objects.filter(heard))


def threads_visible_to(member: Member | None) -> QuerySet[Thread]:
    """Threads that the member may see; nobody outside the working group sees any."""
    if member is None or not is_in_working_group(member):
        return Thread.objects.none()
    return Thread.objects.filter(among(_seen(_asking(member))))


@dataclass(frozen=True)
class _Asking:
    """A member by all that decides how the question is put: by audiences and working seats."""

    member_id: int
    audiences: frozenset[str]
    seats: frozenset[tuple[int, str, str, str]]
    behind: "_Asking | None"
    member: Member = field(compare=False)


def _asking(member: Member) -> _Asking:
    seats = frozenset(
        (seat.organization_id, seat.organization.kind, seat.organization.country, seat.capacity)
        for seat in member.current_seats
    )
    behind = _asking(member.behind) if member.behind else None
    return _Asking(member.pk, member.audiences, seats, behind, member)


@lru_cache(maxsize=1000)
def _seen(asking: _Asking) -> Question:
    """Kept like the audience's."""
    about = Q(pk__in=[])
    for holder in registry.thread_holders.values():
        about |= Q(pk__in=holder.thread_ids(asking.member))
    return question(Thread.objects.filter(about, in_audience(asking.member)))


def visible_thread(member: Member | None, thread_id: int) -> Thread | None:
    found = threads_visible_to(member).select_related("created_by", "resolved_by")
    return found.filter(pk=thread_id).first()


def threads_about(kind: str, subject_ids: Collection[int]) -> QuerySet[Thread]:
    """All threads of some subjects, whoever may see them."""
    lookup = registry.thread_holders[kind].lookup
    return Thread.objects.filter(**{f"{lookup}__in": list(subject_ids)})


def subjects_of(thread_ids: Sequence[int]) -> Mapping[int, Discussed]:
    """What each thread is about, for threads that are known to be visible."""
    found: dict[int, Discussed] = {}
    for holder in registry.thread_holders.values():
        found.update(holder.of_threads(thread_ids))
    return found


def subject_of(thread_id: int) -> Discussed:
    return subjects_of([thread_id])[thread_id]


def threads_of(member: Member, kind: str, subject_id: int) -> list[ThreadSummary]:
    """The threads of a subject that the member was found to see, as far as they may see these.

    Open ones first, the newest comment first.
    """
    lookup = registry.thread_holders[kind].lookup
    heard = _listed(member.pk).filter(in_audience(member), **{lookup: subject_id})
    ordered = heard.order_by(F("resolved_at").desc(nulls_first=True), "-newest_at", "-pk")
    return [
        ThreadSummary(thread, thread.comment_count, thread.unread_count, thread.newest_at)
        for thread in ordered
    ]


def unread_comments(member: Member) -> QuerySet[Comment]:
    """Comments by others, behind the place up to which the member has read; not all visible."""
    return _unread(member.pk).all()


@lru_cache(maxsize=1000)
def _unread(member_id: int) -> QuerySet[Comment]:
    """Kept as a question: whoever asks it asks a copy."""
    read = ThreadRead.objects.filter(
        thread=OuterRef("thread"), member=member_id, last_comment_id__gte=OuterRef("pk")
    )
    return Comment.objects.filter(~Exists(read), removed_at__isnull=True).exclude(author=member_id)


def unread_counts(member: Member, kind: str, subject_ids: Collection[int]) -> dict[int, int]:
    """How many unread comments each subject has that has any."""
    lookup = f"thread__{registry.thread_holders[kind].lookup}"
    rows = (
        unread_comments(member)
        .filter(thread__in=threads_visible_to(member).values("pk"))
        .filter(**{f"{lookup}__in": list(subject_ids)})
        .order_by()
        .values_list(lookup)
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def open_question_count(kind: str, subject_id: int) -> int:
    """All open questions about a subject, whoever may see them."""
    open_ones = threads_about(kind, [subject_id]).filter(resolved_at__isnull=True)
    return open_ones.filter(kind=ThreadKind.QUESTION).count()


def readers_of(thread: Thread) -> list[Member]:
    """Active members who may see a thread: `threads_visible_to` read the other way round."""
    return list(seen_by(thread, subject_of(thread.pk)))


def may_see_thread(members: QuerySet[Member], thread_id: int) -> QuerySet[Member]:
    """Those of the members who may see a thread."""
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread is None:
        return members.none()
    return members.filter(pk__in=seen_by(thread, subject_of(thread_id)).values("pk"))


def seen_by(thread: Thread, about: Discussed) -> QuerySet[Member]:
    """The same as a question, for who knows what the thread is about."""
    if thread.audience == Audience.NAMED:
        return people_asked(about, thread.readers.filter(is_active=True))
    return people_asked(about, members_in(thread.audience))


def people_who_see(about: Discussed) -> list[Member]:
    """Members of the working group who may see what is discussed."""
    return list(people_asked(about, Member.objects.all()))


def people_asked(about: Discussed, members: QuerySet[Member]) -> QuerySet[Member]:
    """Those of the members who are of the working group and may see what is discussed."""
    working = members_in(Audience.WORKING_GROUP).values("pk")
    holder = registry.thread_holders[about.kind]
    return holder.may_see(members.filter(pk__in=working), about.pk)


def may_steer(member: Member, thread: Thread) -> bool:
    """Whether the member may resolve and narrow the thread and remove what others wrote."""
    return steers(member, subject_of(thread.pk))


def steers(member: Member, about: Discussed) -> bool:
    """The same of every thread about something."""
    return registry.thread_holders[about.kind].may_steer(member, about.pk)


def may_resolve(member: Member, thread: Thread) -> bool:
    """Whoever opened it may, besides those who steer."""
    return member.has_perm("portal.resolve_thread", thread) or may_steer(member, thread)


def audiences_to_open(member: Member, about: Discussed) -> list[Audience]:
    """The audiences that the member may give a new thread, widest first; none is for the public."""
    return [one for one in _own(member, within(about.audience)) if one != Audience.PUBLIC]


def audiences_to_narrow(member: Member, thread: Thread) -> list[Audience]:
    return _own(member, narrower_than(thread.audience))


def holds_attachment(member: Member, attachment: Attachment) -> bool:
    """Whether the file hangs on a comment that the member may see and that is still there."""
    standing = Comment.objects.filter(attachments=attachment, removed_at__isnull=True)
    return standing.filter(thread__in=threads_visible_to(member).values("pk")).exists()


def _own(member: Member, audiences: Sequence[Audience]) -> list[Audience]:
    """Nobody opens a thread that they would not see themselves."""
    return [one for one in audiences if one == Audience.NAMED or one in member.audiences]


@lru_cache(maxsize=1000)
def _listed(member_id: int) -> "QuerySet[ListedThread]":
    """Kept as a question, like the unread."""
    standing = Comment.objects.filter(thread=OuterRef("pk"), removed_at__isnull=True)
    newest = Comment.objects.filter(thread=OuterRef("pk")).order_by("-pk")
    unread = _unread(member_id).filter(thread=OuterRef("pk"))
    return Thread.objects.select_related("created_by", "resolved_by").annotate(
        comment_count=_counted(standing),
        unread_count=_counted(unread),
        newest_at=Subquery(newest.values("created_at")[:1], output_field=DateTimeField()),
    )


def _counted(comments: QuerySet[Comment]) -> Coalesce:
    """The number of comments that refer to an outer thread, as a column."""
    by_thread = comments.order_by().values("thread").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(by_thread, output_field=IntegerField()), 0)
