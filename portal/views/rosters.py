"""Importing a roster: look first, then import."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms.directory import RosterForm
from portal.http import MemberRequest, spend
from portal.intake.roster import Roster, read_roster
from portal.operations.rosters import import_roster
from portal.queries.clock import database_today
from portal.queries.roster_plans import RosterPlan
from portal.queries.rosters import roster_plan
from portal.vocabulary.bodies import takes_files
from portal.vocabulary.limits import Limit
from portal.vocabulary.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("portal.keep_directory", raise_exception=True)
@takes_files()
def roster_import(request: MemberRequest) -> HttpResponse:
    """A file gives the preview; the preview, sent with its button, is what is imported."""
    is_sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if is_sent else (None, None)
    form = RosterForm(data, files, member=request.user)
    plan = None
    if form.is_valid():
        plan = _plan(request, form)
        if plan and "import" in request.POST and _import(request, form, plan.roster):
            return redirect("directory")
    context = {
        "form": form,
        "plan": plan,
        "text": form.cleaned_data["text"] if plan else "",
        "skips_bad": "skip_bad" in request.POST,
    }
    return render(request, "members/roster.html", context, status=422 if form.errors else 200)


def _plan(request: MemberRequest, form: RosterForm) -> RosterPlan | None:
    today = database_today()
    try:
        spend(request, Limit.UPLOAD)
        roster = read_roster(form.cleaned_data["table"], today=today)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return None
    return roster_plan(roster, today=today, actor=request.user)


def _import(request: MemberRequest, form: RosterForm, roster: Roster) -> bool:
    try:
        done = import_roster(
            roster=roster,
            skips_bad="skip_bad" in request.POST,
            seen=request.POST.get("edition", ""),
            actor=request.user,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, done.summary)
    return True
