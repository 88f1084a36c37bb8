"""A meeting: its page, its facts, its steps, its calendar file."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.http import MemberRequest
from portal.queries.history import history_of
from portal.queries.sight import EVERYBODYS, sight_of_audience
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from roundtable.documents.calendar import calendar_file
from roundtable.forms.meetings import EditMeetingForm, NewMeetingForm, ReasonForm
from roundtable.models import Meeting, Rendition
from roundtable.operations.meetings import (
    StaleMeeting,
    create_meeting,
    save_meeting,
    step_meeting,
)
from roundtable.queries.agendas import agenda_status
from roundtable.queries.issues import visible_proposal
from roundtable.queries.meetings import attendees_of, steps_from, time_of, visible_meeting
from roundtable.queries.slots import agenda_of
from roundtable.vocabulary.meetings import FIXED_MEETINGS, MEETING_STEPS, OPEN_MEETINGS

DONE = {
    "accept": "Accepted. Plan it as soon as the day is agreed.",
    "decline": "Declined. The page keeps the reason.",
    "plan": "Planned. The working group is told.",
    "close": "Closed.",
    "cancel": "Cancelled. Whoever counted on it is told.",
}


@require_safe
def meeting(request: MemberRequest, ref: str) -> HttpResponse:
    found = seen_or_404(request, ref)
    may_run = request.user.has_perm("roundtable.run_meetings")
    group = sight_of_audience(Audience.WORKING_GROUP, tells_names=may_run)
    publication = agenda_status(request.user, found)
    context = {
        "meeting": found,
        "time": time_of(found),
        "attendees": attendees_of(found),
        "agenda": agenda_of(request.user, found),
        "may_run": may_run,
        "may_change": may_run and found.state in OPEN_MEETINGS,
        "may_publish": may_run and found.state in FIXED_MEETINGS,
        "publication": publication,
        "sight": group,
        "agenda_sight": EVERYBODYS if _is_public(publication.current) else group,
        "steps": steps_from(found) if may_run else [],
        "history": history_of(found) if may_run else None,
    }
    return render(request, "meetings/page.html", context)


def _is_public(agenda: Rendition | None) -> bool:
    return agenda is not None and agenda.audience == Audience.PUBLIC


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("roundtable.run_meetings", raise_exception=True)
def meeting_new(request: MemberRequest) -> HttpResponse:
    proposal = visible_proposal(request.user, request.GET.get("proposal", ""))
    form = NewMeetingForm(request.POST or None, member=request.user, proposal=proposal)
    if request.method == "POST" and form.is_valid() and (made := _create(request, form)):
        messages.success(request, "Entered. Next: its agenda and who attends.")
        return redirect("meeting", made.ref)
    context = {"form": form, "button": "Enter the meeting"}
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


def _create(request: MemberRequest, form: NewMeetingForm) -> Meeting | None:
    try:
        return create_meeting(facts=form.facts(), is_planned=form.is_planned, actor=request.user)
    except Refusal as refusal:
        form.add_error("day", str(refusal))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: MemberRequest, ref: str) -> HttpResponse:
    """The facts in a form; what cannot be saved stays in it, beside what somebody else saved."""
    found = run_or_404(request, ref)
    form = EditMeetingForm(request.POST or None, member=request.user, meeting=found)
    context = {"meeting": found, "form": form, "button": "Save"}
    if request.method != "POST":
        return render(request, "meetings/form.html", context)
    if form.is_valid():
        try:
            save_meeting(
                meeting_id=found.pk,
                facts=form.facts(),
                edition=form.cleaned_data["edition"],
                actor=request.user,
            )
        except StaleMeeting as stale:
            form.on_top_of(stale.newest)
            context["differences"] = form.differences(stale.newest)
            return render(request, "meetings/form.html", context, status=409)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("meeting", ref)
    return render(request, "meetings/form.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_step(request: MemberRequest, ref: str, step: str) -> HttpResponse:
    """Takes one step; one that needs a reason asks for it on a page of its own."""
    found = run_or_404(request, ref)
    if step not in DONE:
        raise Http404
    asked = MEETING_STEPS[step].needs_reason
    form = ReasonForm(request.POST or None, member=request.user) if asked else None
    context = {"meeting": found, "step": MEETING_STEPS[step], "form": form}
    if request.method != "POST":
        return render(request, "meetings/step.html", context)
    if form and not form.is_valid():
        return render(request, "meetings/step.html", context, status=422)
    reason = form.cleaned_data["reason"] if form else ""
    try:
        step_meeting(meeting_id=found.pk, name=step, actor=request.user, reason=reason)
    except Refusal as refusal:
        context["sentence"] = str(refusal)
        return render(request, "meetings/step.html", context, status=422)
    messages.success(request, DONE[step])
    return redirect("meeting", ref)


@require_safe
def meeting_calendar(request: MemberRequest, ref: str) -> HttpResponse:
    found = seen_or_404(request, ref)
    if found.starts_at is None:
        raise Http404
    return HttpResponse(
        calendar_file(found),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.ref}.ics"'},
    )


def seen_or_404(request: MemberRequest, ref: str) -> Meeting:
    found = visible_meeting(request.user, ref)
    if found is None:
        raise Http404
    return found


def run_or_404(request: MemberRequest, ref: str) -> Meeting:
    """A meeting for who runs meetings."""
    if not request.user.has_perm("roundtable.run_meetings"):
        raise Http404
    return seen_or_404(request, ref)
