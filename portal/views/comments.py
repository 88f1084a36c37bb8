"""One comment: answering it, changing it, removing it, what it said before."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.forms.threads import CommentForm, EditForm, RemovalForm
from portal.http import MemberRequest, spend
from portal.models import Comment
from portal.operations.comments import StaleEdit, edit_comment, remove_comment
from portal.operations.drafts import edit_place, reply_place
from portal.operations.screening import ScreeningStop
from portal.queries.comments import (
    CommentView,
    comment_view,
    permalink,
    thread_window,
    versions_of,
    visible_comment,
)
from portal.views.discussion import Composer, Writing, edit_composer, render_thread, reply_composer
from portal.views.threads import send_comment
from portal.vocabulary.bodies import SEVERAL_FILES, takes_files
from portal.vocabulary.limits import Limit
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.repeated import takes_lists


@require_http_methods(["GET", "HEAD", "POST"])
@takes_lists("file")
@takes_files(most=SEVERAL_FILES)
def comment_reply(request: MemberRequest, comment_id: int) -> HttpResponse:
    """The composer under a comment, alone for a page that is open, else in the thread's page."""
    parent = _comment_or_404(request, comment_id)
    if parent.parent_id is not None:
        raise Http404
    if request.method != "POST":
        return _written(request, parent, reply_composer(request.user, parent))
    form = CommentForm(
        request.POST,
        request.FILES,
        member=request.user,
        auto_id=f"{reply_place(parent.pk)}-%s",
    )
    sent = send_comment(request, parent.thread, form, parent_id=parent.pk)
    composer = reply_composer(request.user, parent, form)
    return sent or _written(request, parent, composer, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: MemberRequest, comment_id: int) -> HttpResponse:
    """The text of a comment of one's own, to be changed where it stands."""
    comment = _comment_or_404(request, comment_id)
    if not request.user.has_perm("portal.edit_comment", comment):
        raise Http404
    if request.method != "POST":
        return _written(request, comment, edit_composer(request.user, comment), is_edit=True)
    form = EditForm(request.POST, member=request.user, auto_id=f"{edit_place(comment.pk)}-%s")
    meanwhile = ""
    if form.is_valid():
        try:
            return _saved(request, comment, form)
        except StaleEdit as stale:
            form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, frozen
            form.data["edition"] = stale.edition  # type: ignore[index]  # thawed above
            form.add_error("text", str(stale))
            meanwhile = stale.current
        except ScreeningStop as stop:
            form.show_stop(stop)
        except Refusal as refusal:
            form.add_error("text", str(refusal))
    composer = edit_composer(request.user, comment, form, meanwhile=meanwhile)
    return _written(request, comment, composer, is_edit=True, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_remove(request: MemberRequest, comment_id: int) -> HttpResponse:
    """Asks once, and asks those who remove what somebody else wrote for the reason."""
    comment = _comment_or_404(request, comment_id)
    view = comment_view(request.user, comment)
    if not view.may_remove:
        raise Http404
    form = RemovalForm(request.POST if request.method == "POST" else None, member=request.user)
    if form.is_valid() and _removed(request, view, form):
        messages.success(request, "The comment was removed.")
        return redirect(permalink(comment))
    context = {"comment": view, "thread": comment.thread, "form": form}
    status = 422 if form.errors else 200
    return render(request, "threads/remove.html", context, status=status)


@require_safe
def comment_history(request: MemberRequest, comment_id: int) -> HttpResponse:
    """The texts that a comment had, newest first."""
    comment = _comment_or_404(request, comment_id)
    context = {
        "comment": comment_view(request.user, comment),
        "thread": comment.thread,
        "versions": versions_of(request.user, comment_id),
    }
    return render(request, "threads/history.html", context)


def _comment_or_404(request: MemberRequest, comment_id: int) -> Comment:
    comment = visible_comment(request.user, comment_id)
    if comment is None:
        raise Http404
    return comment


def _written(
    request: MemberRequest,
    comment: Comment,
    composer: Composer,
    *,
    is_edit: bool = False,
    status: int = 200,
) -> HttpResponse:
    if request.htmx:
        return render(request, "threads/_composer.html", {"composer": composer}, status=status)
    window = thread_window(request.user, comment.thread, around=comment.pk)
    writing = Writing(comment_id=comment.pk, is_edit=is_edit, composer=composer)
    return render_thread(request, comment.thread, window=window, writing=writing, status=status)


def _saved(request: MemberRequest, comment: Comment, form: EditForm) -> HttpResponseRedirect:
    spend(request, Limit.COMMENT)
    edit_comment(
        comment_id=comment.pk,
        text=form.cleaned_data["text"],
        edition=form.cleaned_data["edition"],
        actor=request.user,
    )
    return redirect(permalink(comment))


def _removed(request: MemberRequest, view: CommentView, form: RemovalForm) -> bool:
    try:
        remove_comment(comment_id=view.pk, reason=form.cleaned_data["reason"], actor=request.user)
    except ScreeningStop as stop:
        form.show_stop(stop)
        return False
    except Refusal as refusal:
        form.add_error("reason", str(refusal))
        return False
    return True
