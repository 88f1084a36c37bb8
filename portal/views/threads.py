"""Threads: reading one, writing into it, what is new in it, and starting another."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.forms.threads import CommentForm, NewThreadForm
from portal.http import MemberRequest, spend
from portal.intake.numbers import whole_number
from portal.models import Thread
from portal.operations.comments import add_comment
from portal.operations.drafts import new_thread_place, thread_place
from portal.operations.reading_log import note_read
from portal.operations.screening import ScreeningStop
from portal.operations.threads import mark_thread_read, open_thread
from portal.queries.comments import newer_than, permalink, thread_window
from portal.queries.drafts import kept_drafts
from portal.queries.following import followed
from portal.queries.mentions import mentionable
from portal.queries.reading import people_choices, read_up_to
from portal.queries.threads import audiences_to_open, people_who_see, visible_thread
from portal.registry import Discussed
from portal.views.discussion import new_thread_composer, render_thread
from portal.vocabulary.audiences import CLOSED
from portal.vocabulary.bodies import SEVERAL_FILES, takes_files
from portal.vocabulary.limits import Limit
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.repeated import takes_lists


@require_http_methods(["GET", "HEAD", "POST"])
@takes_lists("file")
@takes_files(most=SEVERAL_FILES)
def thread(request: MemberRequest, thread_id: int) -> HttpResponse:
    """A window of its comments; a POST adds one."""
    found = thread_or_404(request, thread_id)
    if request.method == "POST":
        return _comment(request, found)
    if found.audience in CLOSED:
        note_read(reader=request.user, subject=found)
    wanted = {name: whole_number(request.GET.get(name)) for name in ("before", "after")}
    around = whole_number(request.GET.get("comment"))
    window = thread_window(request.user, found, around=around, **wanted)
    return render_thread(request, found, window=window, asked_id=around)


@require_safe
def thread_newer(request: MemberRequest, thread_id: int) -> HttpResponse:
    """What was written after a comment, for a page that is open; 204 when nothing was."""
    found = thread_or_404(request, thread_id)
    after = whole_number(request.GET.get("after")) or 0
    comments = newer_than(request.user, found, after)
    if not comments:
        return HttpResponse(status=204)
    is_tail = request.GET.get("tail") == "1"
    first_id = whole_number(request.GET.get("from")) or 0
    context = {
        "thread": found,
        "comments": [one for one in comments if is_tail and (one.parent_id or one.pk) >= first_id],
        "others": [one for one in comments if not one.is_mine],
        "newest_id": comments[-1].pk,
        "first_id": first_id,
        "is_tail": is_tail,
        "may_reply": not found.is_resolved,
    }
    return render(request, "threads/_newer.html", context)


@require_POST
def thread_read(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Marks what was shown as read: `seen` from the page's script, `up_to` from its button."""
    found = thread_or_404(request, thread_id)
    up_to = whole_number(request.POST.get("up_to"))
    mark_seen(request, found, up_to=up_to)
    return HttpResponse(status=204) if up_to is None else redirect("thread", thread_id)


@require_safe
def thread_people(request: MemberRequest, thread_id: int) -> JsonResponse:
    """Readers whose name has the words in it: what may follow an @."""
    found = thread_or_404(request, thread_id)
    spend(request, Limit.MENTION)
    people = mentionable(found, request.GET.get("q", "")[:60])
    listed = [{"name": p.name, "organization": p.organization, "typed": p.typed} for p in people]
    return JsonResponse({"people": listed})


@require_http_methods(["GET", "HEAD", "POST"])
@takes_lists("file", "readers")
@takes_files(most=SEVERAL_FILES)
def thread_new(request: MemberRequest, kind: str, subject_id: int) -> HttpResponse:
    """The composer of a new thread as a page: people are named here, refusals explained."""
    about = followed(request.user, kind, subject_id)
    if about is None:
        raise Http404
    form = _new_thread_form(request, about)
    if request.method == "POST" and form.is_valid():
        opened = _open(request, about, form)
        if opened is not None:
            messages.success(request, "The thread is open.")
            return redirect("thread", opened.pk)
    context = {"about": about, "composer": new_thread_composer(request.user, about, form)}
    return render(request, "threads/new.html", context, status=422 if form.errors else 200)


def thread_or_404(request: MemberRequest, thread_id: int) -> Thread:
    found = visible_thread(request.user, thread_id)
    if found is None:
        raise Http404
    return found


def mark_seen(request: MemberRequest, found: Thread, *, up_to: int | None = None) -> None:
    """Marks as read up to a comment, or up to the first one that was not on the screen."""
    sent = request.POST.get("seen", "")[:20_000].split(",")
    seen = {pk for each in sent if (pk := whole_number(each.strip())) is not None}
    last = read_up_to(request.user, found, seen) if up_to is None else up_to
    if last:
        mark_thread_read(member=request.user, thread_id=found.pk, last_comment_id=last)


def send_comment(
    request: MemberRequest, found: Thread, form: CommentForm, *, parent_id: int | None = None
) -> HttpResponse | None:
    """Adds the comment and goes to it; else the form says why not and nothing typed is lost."""
    if form.is_valid():
        try:
            spend(request, Limit.COMMENT)
            spend(request, Limit.UPLOAD, times=len(form.cleaned_data["file"]))
            comment = add_comment(
                thread_id=found.pk,
                text=form.cleaned_data["text"],
                files=form.cleaned_data["file"],
                parent_id=parent_id,
                release_reason=form.cleaned_data.get("release_reason", ""),
                actor=request.user,
            )
        except ScreeningStop as stop:
            form.show_stop(stop)
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            mark_seen(request, found)
            return redirect(permalink(comment))
    form.ask_for_files_again()
    return None


def _comment(request: MemberRequest, found: Thread) -> HttpResponse:
    form = CommentForm(
        request.POST,
        request.FILES,
        member=request.user,
        auto_id=f"{thread_place(found.pk)}-%s",
    )
    sent = send_comment(request, found, form)
    return sent or render_thread(request, found, form=form, status=422)


def _new_thread_form(request: MemberRequest, about: Discussed) -> NewThreadForm:
    given: dict[str, Any] = {
        "audiences": audiences_to_open(request.user, about),
        "people": people_choices(people_who_see(about)),
        "member": request.user,
    }
    if request.method == "POST":
        return NewThreadForm(request.POST, **given)
    place = new_thread_place(about.kind, about.pk)
    draft = kept_drafts(request.user, [place]).get(place)
    return NewThreadForm(initial={"text": draft.text} if draft else {}, **given)


def _open(request: MemberRequest, about: Discussed, form: NewThreadForm) -> Thread | None:
    chosen = form.cleaned_data
    try:
        spend(request, Limit.COMMENT)
        return open_thread(
            kind=chosen["kind"],
            title=chosen["title"],
            text=chosen["text"],
            audience=chosen["audience"],
            readers=form.named,
            holder_kind=about.kind,
            subject_id=about.pk,
            actor=request.user,
        )
    except ScreeningStop as stop:
        form.show_stop(stop)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None
