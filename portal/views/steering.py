"""What is done to a whole thread: resolving it, opening it again, taking it from some."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.forms.threads import NarrowForm, ResolveForm
from portal.http import MemberRequest
from portal.models import Thread
from portal.operations.screening import ScreeningStop
from portal.operations.threads import narrow_thread, reopen_thread, resolve_thread
from portal.queries.reading import people_choices
from portal.queries.threads import (
    audiences_to_narrow,
    may_resolve,
    readers_of,
    subject_of,
    visible_thread,
)
from portal.views.discussion import render_thread
from portal.views.threads import thread_or_404
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.repeated import takes_lists


@require_POST
def thread_resolve(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Ends a thread with a sentence and tells nobody."""
    found = thread_or_404(request, thread_id)
    form = ResolveForm(request.POST, member=request.user, auto_id="resolve-%s")
    if form.is_valid():
        try:
            resolve_thread(
                thread_id=thread_id, sentence=form.cleaned_data["sentence"], actor=request.user
            )
        except ScreeningStop as stop:
            form.show_stop(stop)
        except Refusal as refusal:
            form.add_error("sentence", str(refusal))
        else:
            messages.success(request, "The thread is resolved. You can open it again.")
            return redirect("thread", thread_id)
    return render_thread(request, found, resolve_form=form, status=422)


@require_POST
def thread_reopen(request: MemberRequest, thread_id: int) -> HttpResponseRedirect:
    """Takes the resolving back and tells nobody."""
    thread_or_404(request, thread_id)
    try:
        reopen_thread(thread_id=thread_id, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("thread", thread_id)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_lists("readers")
def thread_narrow(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Asks who goes on seeing the thread, and says that there is no way back."""
    found = thread_or_404(request, thread_id)
    if not may_resolve(request.user, found):
        raise PermissionDenied
    is_named = found.audience == Audience.NAMED
    form = NarrowForm(
        request.POST if request.method == "POST" else None,
        audiences=[Audience.NAMED] if is_named else audiences_to_narrow(request.user, found),
        people=people_choices(readers_of(found)),
        member=request.user,
    )
    if form.is_valid() and _narrow(request, found, form):
        return _after_narrowing(request, thread_id)
    context = {"thread": found, "about": subject_of(found.pk), "form": form}
    return render(request, "threads/narrow.html", context, status=422 if form.errors else 200)


def _narrow(request: MemberRequest, found: Thread, form: NarrowForm) -> bool:
    try:
        narrow_thread(
            thread_id=found.pk,
            audience=form.cleaned_data["audience"],
            readers=form.named,
            actor=request.user,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _after_narrowing(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Back to the thread, unless it is no longer open to whoever narrowed it."""
    messages.success(request, "Fewer people see this thread now.")
    if visible_thread(request.user, thread_id) is None:
        return redirect("home")
    return redirect("thread", thread_id)
