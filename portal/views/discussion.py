"""What a page shows of discussions: the panel of threads, and a thread with its composers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.forms import ScreenedForm
from portal.forms.threads import CommentForm, EditForm, NewThreadForm, ResolveForm
from portal.http import MemberRequest
from portal.models import Comment, ComposerDraft, Member, Thread
from portal.operations.drafts import edit_place, new_thread_place, reply_place, thread_place
from portal.queries.comments import ThreadWindow, edition_of, permalink, thread_window
from portal.queries.drafts import kept_drafts
from portal.queries.following import followed
from portal.queries.sight import sight_of_thread
from portal.queries.threads import ThreadSummary, audiences_to_open, threads_of
from portal.queries.unseen import unseen_questions
from portal.registry import Discussed


@dataclass(frozen=True, kw_only=True)
class Composer:
    """A form to write in, where it is sent to, and what was typed into it before."""

    form: ScreenedForm
    place: str
    action: str
    button: str
    draft: ComposerDraft | None = None
    thread_id: int | None = None
    cancel_url: str = ""
    meanwhile: str = ""
    """The text that somebody else saved while this one was written."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A composer that is open among the comments: a reply to one, or its edit."""

    comment_id: int
    is_edit: bool
    composer: Composer


@dataclass(frozen=True, kw_only=True)
class ThreadsPanel:
    """The threads about something, and the composer of a new one."""

    about: Discussed
    open_threads: list[ThreadSummary] = field(default_factory=list)
    resolved_threads: list[ThreadSummary] = field(default_factory=list)
    composer: Composer | None = None


def threads_panel(member: Member, kind: str, subject_id: int) -> dict[str, Any]:
    """The context of `threads/_panel.html`: empty where the member may not discuss the subject."""
    about = followed(member, kind, subject_id)
    return panel_about(member, about) if about else {}


def panel_about(member: Member, about: Discussed) -> dict[str, Any]:
    """The same of what a page has found to be open to the member and its discussion."""
    threads = threads_of(member, about.kind, about.pk)
    panel = ThreadsPanel(
        about=about,
        open_threads=[thread for thread in threads if not thread.is_resolved],
        resolved_threads=[thread for thread in threads if thread.is_resolved],
        composer=new_thread_composer(member, about),
    )
    return {"threads_panel": panel, "unseen_questions": len(unseen_questions(member, about))}


def new_thread_composer(
    member: Member, about: Discussed, form: NewThreadForm | None = None
) -> Composer:
    """Short, without people to name, unless another form is given."""
    place = new_thread_place(about.kind, about.pk)
    draft = kept_drafts(member, [place]).get(place)
    if form is None:
        form = NewThreadForm(
            audiences=audiences_to_open(member, about),
            people=None,
            initial={"text": draft.text if draft else ""},
            member=member,
            auto_id=f"{place}-%s",
        )
    return Composer(
        form=form,
        place=place,
        action=reverse("thread_new", args=[about.kind, about.pk]),
        button="Start thread",
        draft=draft,
    )


def comment_composer(
    member: Member, thread: Thread, draft: ComposerDraft | None, form: CommentForm | None = None
) -> Composer:
    place = thread_place(thread.pk)
    return Composer(
        form=form or CommentForm(initial=_kept(draft), member=member, auto_id=f"{place}-%s"),
        place=place,
        action=reverse("thread", args=[thread.pk]) + "#compose",
        button="Reply",
        draft=draft,
        thread_id=thread.pk,
    )


def reply_composer(member: Member, parent: Comment, form: CommentForm | None = None) -> Composer:
    place = reply_place(parent.pk)
    draft = kept_drafts(member, [place]).get(place)
    return Composer(
        form=form or CommentForm(initial=_kept(draft), member=member, auto_id=f"{place}-%s"),
        place=place,
        action=reverse("comment_reply", args=[parent.pk]) + f"#write-{parent.pk}",
        button="Reply",
        draft=draft,
        thread_id=parent.thread_id,
        cancel_url=permalink(parent),
    )


def edit_composer(
    member: Member, comment: Comment, form: EditForm | None = None, *, meanwhile: str = ""
) -> Composer:
    place = edit_place(comment.pk)
    draft = kept_drafts(member, [place]).get(place)
    if form is None:
        kept = _kept(draft) or {"text": comment.source}
        form = EditForm(
            initial={**kept, "edition": edition_of(comment)},
            member=member,
            auto_id=f"{place}-%s",
        )
    return Composer(
        form=form,
        place=place,
        action=reverse("comment_edit", args=[comment.pk]) + f"#write-{comment.pk}",
        button="Save",
        draft=draft,
        thread_id=comment.thread_id,
        cancel_url=permalink(comment),
        meanwhile=meanwhile,
    )


def render_thread(
    request: MemberRequest,
    thread: Thread,
    *,
    window: ThreadWindow | None = None,
    asked_id: int | None = None,
    form: CommentForm | None = None,
    writing: Writing | None = None,
    resolve_form: ResolveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a thread; `window` is the newest comments unless another one is given.

    The page begins at the comment `asked_id`, also where the address lost its end on the way
    through the sign-in.
    """
    member = request.user
    shown = window or thread_window(member, thread)
    drafts = _drafts_on(member, shown)
    place = thread_place(thread.pk)
    unread = unread_ids(shown)
    tops = [comment.pk for comment in shown.comments]
    context = {
        "thread": thread,
        "window": shown,
        "asked_id": asked_id,
        "about": shown.about,
        "sight": sight_of_thread(thread, shown.about, tells_names=shown.may_resolve),
        "writing": writing,
        "drafted": {pk for pk in tops if reply_place(pk) in drafts},
        "unread_ids": unread,
        "divider_id": next((pk for pk in tops if pk in unread), None),
        "first_unread_is_here": shown.first_unread_id in unread,
        "first_id": tops[0],
        "last_id": tops[-1],
        "newest_id": shown.newest_id,
        "is_tail": shown.later_count == 0,
        "resolve_form": resolve_form or ResolveForm(member=member, auto_id="resolve-%s"),
    }
    if shown.may_comment or form is not None:
        context["composer"] = comment_composer(member, thread, drafts.get(place), form)
    return render(request, "threads/thread.html", context, status=status)


def unread_ids(window: ThreadWindow) -> list[int]:
    """The comments on a page that are new to who looks at it."""
    both = (one for comment in window.comments for one in (comment, *comment.replies))
    return [comment.pk for comment in both if comment.is_unread]


def _drafts_on(member: Member, window: ThreadWindow) -> Mapping[str, ComposerDraft]:
    replies = [reply_place(comment.pk) for comment in window.comments]
    return kept_drafts(member, [thread_place(window.thread.pk), *replies])


def _kept(draft: ComposerDraft | None) -> dict[str, str]:
    return {"text": draft.text} if draft else {}
