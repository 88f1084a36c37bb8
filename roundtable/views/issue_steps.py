"""Moving an issue on, and asking how it stands."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.http import MemberRequest
from portal.vocabulary.refusals import Refusal
from roundtable.forms.issues import NoteForm
from roundtable.lifecycle import STEPS
from roundtable.operations.lifecycle import step_issue
from roundtable.operations.updates import ask_for_update, confirm_current
from roundtable.views.issue_access import accepted, issue_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def issue_step(request: MemberRequest, ref: str, step: str) -> HttpResponse:
    """One step with the sentence that it asks for; a refusal is said here."""
    if step not in STEPS:
        raise Http404
    wanted = STEPS[step]
    issue = issue_or_404(request, ref, wanted.permission)
    form = NoteForm(
        request.POST if request.method == "POST" else None, note=wanted.note, member=request.user
    )
    if form.is_valid() and accepted(
        form,
        lambda: step_issue(
            issue_id=issue.pk,
            step=step,
            note=form.cleaned_data.get("note", ""),
            actor=request.user,
        ),
    ):
        messages.success(request, f"{issue.ref} is now: {wanted.target.label.lower()}.")
        return redirect("issue", ref)
    context = {"issue": issue, "form": form, "step": wanted}
    status = 422 if form.errors else 200
    return render(request, "roundtable/issue_step.html", context, status=status)


@require_POST
def issue_ask(request: MemberRequest, ref: str) -> HttpResponseRedirect:
    """ "Ask the owner for an update"."""
    issue = issue_or_404(request, ref, "roundtable.see_issue")
    return _done(
        request,
        ref,
        lambda: ask_for_update(issue_id=issue.pk, actor=request.user),
        "The owner is asked, here and by mail.",
    )


@require_POST
def issue_current(request: MemberRequest, ref: str) -> HttpResponseRedirect:
    """ "Still current"."""
    issue = issue_or_404(request, ref, "roundtable.edit")
    return _done(
        request,
        ref,
        lambda: confirm_current(issue_id=issue.pk, actor=request.user),
        "The last update carries today's date now.",
    )


def _done(
    request: MemberRequest, ref: str, act: Callable[[], object], sentence: str
) -> HttpResponseRedirect:
    try:
        act()
        messages.success(request, sentence)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("issue", ref)
