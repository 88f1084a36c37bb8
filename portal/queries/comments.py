"""Comments of a thread as its page shows them, a window at a time.

Whoever calls with a thread got it from `visible_thread`: the comments of a visible thread are
visible, but what was removed shows no text.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from portal.models import Attachment, Comment, CommentVersion, Member, Seat, Thread, ThreadRead
from portal.queries.threads import steers, subject_of, threads_visible_to
from portal.registry import Discussed
from portal.vocabulary.rich_text import sanitized

WINDOW = 40
PEOPLE = ("author", "removed_by", "seat__member", "seat__organization")


@dataclass(frozen=True)
class Viewer:
    """Who looks at a thread, and what that lets them do with its comments."""

    member: Member
    last_read_id: int
    is_steerer: bool


@dataclass(frozen=True)
class CommentView:
    """A comment as one member sees it; a removed one keeps its place and shows no text."""

    comment: Comment
    viewer: Viewer
    replies: list["CommentView"] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.comment.pk

    @property
    def parent_id(self) -> int | None:
        return self.comment.parent_id

    @property
    def seat(self) -> Seat:
        return self.comment.seat

    @property
    def created_at(self) -> datetime:
        return self.comment.created_at

    @property
    def is_removed(self) -> bool:
        return self.comment.removed_at is not None

    @property
    def removed_note(self) -> str:
        remover = self.comment.removed_by
        is_own = remover is None or remover.pk == self.comment.author_id
        return "Removed by its author." if is_own else f"Removed by {remover}."

    @property
    def html(self) -> str:
        return "" if self.is_removed else sanitized(self.comment.html)

    @property
    def source(self) -> str:
        return "" if self.is_removed else self.comment.source

    @property
    def edition(self) -> str:
        return edition_of(self.comment)

    @property
    def is_edited(self) -> bool:
        return self.comment.edited_at is not None and not self.is_removed

    @property
    def is_mine(self) -> bool:
        return self.comment.author_id == self.viewer.member.pk

    @property
    def is_unread(self) -> bool:
        is_new = self.pk > self.viewer.last_read_id
        return is_new and not self.is_mine and not self.is_removed

    @property
    def may_edit(self) -> bool:
        return self.is_mine and not self.is_removed

    @property
    def may_remove(self) -> bool:
        return (self.is_mine or self.viewer.is_steerer) and not self.is_removed

    @property
    def attachments(self) -> list[Attachment]:
        return [] if self.is_removed else list(self.comment.attachments.all())


@dataclass(frozen=True, kw_only=True)
class ThreadWindow:
    """A thread with some of its comments; `earlier_count` and `later_count` are top-level ones."""

    thread: Thread
    about: Discussed
    comments: Sequence[CommentView]
    earlier_count: int
    later_count: int
    comment_count: int
    unread_count: int
    first_unread_id: int | None
    newest_id: int
    may_steer: bool
    may_resolve: bool

    @property
    def may_comment(self) -> bool:
        return not self.thread.is_resolved


def thread_window(
    member: Member,
    thread: Thread,
    *,
    around: int | None = None,
    before: int | None = None,
    after: int | None = None,
) -> ThreadWindow:
    """The newest comments, or those around, before or after one of them.

    `around` may be a reply. What is no comment of the thread gives the newest.
    """
    about = subject_of(thread.pk)
    viewer = _viewer(member, thread, about)
    tops = _window(thread, around=around, before=before, after=after)
    places = [top.pk for top in tops]
    facts = _facts(thread, viewer, first=min(places, default=0), last=max(places, default=0))
    return ThreadWindow(
        thread=thread,
        about=about,
        comments=_with_replies(tops, viewer),
        may_steer=viewer.is_steerer,
        may_resolve=viewer.is_steerer or member.has_perm("portal.resolve_thread", thread),
        earlier_count=facts["earlier_count"],
        later_count=facts["later_count"],
        comment_count=facts["comment_count"],
        unread_count=facts["unread_count"],
        first_unread_id=facts["first_unread_id"],
        newest_id=facts["newest_id"] or 0,
    )


def newer_than(member: Member, thread: Thread, comment_id: int) -> list[CommentView]:
    """What was written since, replies and all, oldest first."""
    viewer = _viewer(member, thread, subject_of(thread.pk))
    found = list(_shown(thread).filter(pk__gt=comment_id)[:WINDOW])
    prefetch_related_objects(found, "attachments")
    return [CommentView(comment, viewer) for comment in found]


def visible_comment(member: Member, comment_id: int) -> Comment | None:
    """A comment that was not removed, in a thread that the member may see."""
    return (
        Comment.objects.filter(removed_at__isnull=True)
        .filter(thread__in=threads_visible_to(member).values("pk"))
        .select_related("thread", "author", "seat__member", "seat__organization")
        .filter(pk=comment_id)
        .first()
    )


def comment_view(member: Member, comment: Comment) -> CommentView:
    """One comment, as it is shown among the others."""
    return CommentView(comment, _viewer(member, comment.thread, subject_of(comment.thread_id)))


def versions_of(member: Member, comment_id: int) -> list[CommentVersion] | None:
    """The earlier texts of a visible comment, newest first; None where there is none to see."""
    comment = visible_comment(member, comment_id)
    if comment is None:
        return None
    return list(comment.versions.select_related("replaced_by").order_by("-number"))


def permalink(comment: Comment) -> str:
    page = reverse("thread", args=[comment.thread_id])
    return f"{page}?comment={comment.pk}#comment-{comment.pk}"


def edition_of(comment: Comment) -> str:
    """Names the text that an edit started from, so that a stale one is noticed."""
    return hashlib.sha256(comment.source.encode()).hexdigest()[:16]


def _viewer(member: Member, thread: Thread, about: Discussed) -> Viewer:
    read = ThreadRead.objects.filter(thread=thread, member=member)
    last = read.values_list("last_comment_id", flat=True).first()
    return Viewer(member=member, last_read_id=last or 0, is_steerer=steers(member, about))


def _shown(thread: Thread) -> QuerySet[Comment]:
    return Comment.objects.filter(thread=thread).select_related(*PEOPLE).order_by("pk")


def _window(
    thread: Thread, *, around: int | None, before: int | None, after: int | None
) -> list[Comment]:
    """Top-level comments, oldest first."""
    tops = _shown(thread).filter(parent__isnull=True)
    found: list[Comment] = []
    if around is not None:
        found = _around(thread, tops, around)
    elif after is not None:
        found = list(tops.filter(pk__gt=after)[:WINDOW])
    elif before is not None:
        found = list(reversed(tops.filter(pk__lt=before).order_by("-pk")[:WINDOW]))
    return found or list(reversed(tops.order_by("-pk")[:WINDOW]))


def _around(thread: Thread, tops: QuerySet[Comment], comment_id: int) -> list[Comment]:
    wanted = Comment.objects.filter(thread=thread, pk=comment_id)
    found = wanted.values_list("pk", "parent").first()
    if found is None:
        return []
    middle = found[1] or found[0]
    earlier = tops.filter(pk__lt=middle).order_by("-pk")[: WINDOW // 2]
    return [*reversed(earlier), *tops.filter(pk__gte=middle)[: WINDOW // 2]]


def _with_replies(tops: Sequence[Comment], viewer: Viewer) -> list[CommentView]:
    views = {top.pk: CommentView(top, viewer) for top in tops}
    replies = list(_replies_to(tops))
    prefetch_related_objects([*tops, *replies], "attachments")
    for reply in replies:
        if reply.parent_id is not None:
            views[reply.parent_id].replies.append(CommentView(reply, viewer))
    return list(views.values())


def _replies_to(tops: Sequence[Comment]) -> Iterable[Comment]:
    found = Comment.objects.filter(parent__in=[top.pk for top in tops])
    return found.select_related(*PEOPLE).order_by("pk")


def _facts(thread: Thread, viewer: Viewer, *, first: int, last: int) -> dict[str, int]:
    """Counts over the whole thread, in one query."""
    is_top = Q(parent__isnull=True)
    is_standing = Q(removed_at__isnull=True)
    is_unread = is_standing & Q(pk__gt=viewer.last_read_id) & ~Q(author=viewer.member)
    return Comment.objects.filter(thread=thread).aggregate(
        earlier_count=Count("pk", filter=is_top & Q(pk__lt=first)),
        later_count=Count("pk", filter=is_top & Q(pk__gt=last)),
        comment_count=Count("pk", filter=is_standing),
        unread_count=Count("pk", filter=is_unread),
        first_unread_id=Min("pk", filter=is_unread),
        newest_id=Max("pk"),
    )
