"""Whom a comment is told to, computed when it is sent.

Titles of messages, which are stored and are subjects of mails, name only the reference. A mail
quotes the comment only where its thread, and what that is about, are open to the whole working
group.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.text import Truncator

from portal.models import Announcement, Comment, Member, Organization, Seat, Thread
from portal.operations.comments import COMMENT_KIND
from portal.queries.comments import permalink
from portal.queries.following import followers, levels_of, mention_by_mail
from portal.queries.organizations import HEADS
from portal.queries.threads import (
    may_see_thread,
    readers_of,
    subject_of,
    subjects_of,
    threads_visible_to,
)
from portal.registry import AnnouncementKind, Discussed, Message, registry
from portal.vocabulary.audiences import CLOSED
from portal.vocabulary.following import MENTION_KIND, Event
from portal.vocabulary.threads import Level, SubjectKind

EXCERPT = 400


@dataclass(frozen=True)
class Written:
    """A comment that people are to be told of, and those who may see it now but its author."""

    comment: Comment
    about: Discussed
    readers: Mapping[int, Member]

    @property
    def kind(self) -> SubjectKind:
        return SubjectKind(self.about.kind)

    @property
    def excerpt(self) -> str:
        """What of it may stand in a mail."""
        closed = {self.comment.thread.audience, self.about.audience} & CLOSED
        if closed or not registry.thread_holders[self.about.kind].is_quoted_in_mail:
            return ""
        return Truncator(self.comment.source).chars(EXCERPT)

    def hearing(self, event: Event, people: Collection[int] | None = None) -> list[Member]:
        """Readers, of these people if any are given, who want to hear of such an event."""
        among = None if people is None else self._reading(people)
        found = followers(self.kind, self.about.pk, event, among=among)
        return self._reading(member.pk for member in found)

    def _reading(self, people: Iterable[int]) -> list[Member]:
        return [self.readers[pk] for pk in people if pk in self.readers]


def thread_titles(member: Member, thread_ids: Sequence[int]) -> Mapping[int, str]:
    """Titles of those of the threads that the member may see now."""
    seen = threads_visible_to(member).filter(pk__in=thread_ids)
    return dict(seen.values_list("pk", "title"))


def nameable_threads(thread_ids: Sequence[int]) -> set[int]:
    """Threads whose titles may stand in a mail: of those that a mail may quote."""
    about = subjects_of(thread_ids)
    return {
        thread.pk
        for thread in Thread.objects.filter(pk__in=thread_ids).exclude(audience__in=CLOSED)
        if about[thread.pk].audience not in CLOSED
        and registry.thread_holders[about[thread.pk].kind].is_quoted_in_mail
    }


def tell_comment(announcement: Announcement) -> list[Message]:
    """Those whom it answers, by mail; then who follows. The mentioned hear of their mention."""
    written = _written(announcement)
    if written is None:
        return []
    mentioned = set(written.comment.mentioned.values_list("pk", flat=True))
    answered = written.hearing(Event.MENTION, _answered(written.comment) - mentioned)
    done = mentioned | {member.pk for member in answered}
    others = [one for one in written.hearing(Event.COMMENT) if one.pk not in done]
    return [
        *_personal(written, answered, title="You got an answer in", why="somebody answered you"),
        *(_message(written, member) for member in others),
    ]


def tell_mention(announcement: Announcement) -> list[Message]:
    """Those named in it, unless that was taken back meanwhile."""
    written = _written(announcement)
    if written is None:
        return []
    still = set(written.comment.mentioned.values_list("pk", flat=True))
    named = written.hearing(Event.MENTION, still & set(announcement.detail["mentioned"]))
    return list(_personal(written, named, title="You were mentioned in", why="you are named in it"))


KINDS = [
    AnnouncementKind(
        name=COMMENT_KIND,
        tell=tell_comment,
        subjects=thread_titles,
        may_see=may_see_thread,
        nameable=nameable_threads,
    ),
    AnnouncementKind(
        name=MENTION_KIND,
        tell=tell_mention,
        subjects=thread_titles,
        may_see=may_see_thread,
        nameable=nameable_threads,
    ),
]


def _written(announcement: Announcement) -> Written | None:
    comment = (
        Comment.objects.filter(pk=announcement.detail["comment"], removed_at__isnull=True)
        .select_related("thread", "parent", "author", "seat__organization")
        .first()
    )
    if comment is None:
        return None
    readers = {member.pk: member for member in readers_of(comment.thread)}
    readers.pop(comment.author_id, None)
    return Written(comment=comment, about=subject_of(comment.thread_id), readers=readers)


def _answered(comment: Comment) -> set[int]:
    """Who wrote what it answers, and who opened the thread."""
    opener = {comment.thread.created_by_id}
    return opener | ({comment.parent.author_id} if comment.parent else set())


def _personal(
    written: Written, members: Sequence[Member], *, title: str, why: str
) -> Iterator[Message]:
    """By mail for those who want it at once, with copies for the staff of principals."""
    by_mail = mention_by_mail(members)
    heads = _headed_by(members)
    levels = levels_of(written.kind, written.about.pk)
    spared = {pk for pk in levels if levels[pk] in {Level.MUTED, Level.DECISIONS}}
    for member in members:
        is_mailed = member.pk in by_mail
        yield _message(
            written,
            member,
            title=title,
            why=why,
            is_mailed=is_mailed,
            principal_of=heads.get(member.pk) if is_mailed else None,
            spared=frozenset({*spared, written.comment.author_id}),
        )


def _message(
    written: Written,
    member: Member,
    *,
    title: str = "New comment in",
    why: str = "you follow it",
    is_mailed: bool = False,
    principal_of: Organization | None = None,
    spared: frozenset[int] = frozenset(),
) -> Message:
    subject = f"{title} {written.about.ref}"
    facts = {"subject": subject, "written": written, "comment": written.comment}
    return Message(
        recipient=member,
        title=subject,
        text=render_to_string("notifications/comment.txt", facts),
        url=permalink(written.comment),
        why=why,
        principal_of=principal_of,
        is_mailed=is_mailed,
        spared=spared,
    )


def _headed_by(members: Sequence[Member]) -> dict[int, Organization]:
    seats = Seat.objects.current().filter(member__in=members, capacity__in=HEADS)
    return {seat.member_id: seat.organization for seat in seats.select_related("organization")}
