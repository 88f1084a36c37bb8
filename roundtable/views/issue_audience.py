"""Who can see an issue: chosen, then confirmed where somebody is let in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest
from portal.vocabulary.audiences import Audience
from portal.vocabulary.repeated import takes_lists
from roundtable.forms.people import AudienceForm
from roundtable.models import Issue
from roundtable.operations.audiences import change_audience
from roundtable.queries.audiences import audience_plan, disclosure
from roundtable.views.issue_access import accepted, issue_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@takes_lists("readers")
def issue_audience(request: MemberRequest, ref: str) -> HttpResponse:
    """Narrowing takes effect at once; letting somebody in shows first what they will read."""
    issue = issue_or_404(request, ref, "roundtable.steer")
    posted = request.POST if request.method == "POST" else None
    form = AudienceForm(posted, issue=issue, member=request.user)
    if form.is_valid():
        if _opens(issue, form) and not form.cleaned_data["shown"]:
            return _confirm(request, issue, form)
        if accepted(form, lambda: _change(request, issue, form)):
            messages.success(request, "Saved.")
            return redirect("issue", ref)
    context = {"issue": issue, "form": form}
    status = 422 if form.errors else 200
    return render(request, "roundtable/issue_audience.html", context, status=status)


def _opens(issue: Issue, form: AudienceForm) -> bool:
    cleaned = form.cleaned_data
    readers = [reader.pk for reader in cleaned["readers"]]
    return audience_plan(issue, cleaned["audience"], readers).opens


def _confirm(request: MemberRequest, issue: Issue, form: AudienceForm) -> HttpResponse:
    context = {
        "issue": issue,
        "audience": Audience(form.cleaned_data["audience"]),
        "readers": form.cleaned_data["readers"],
        "closed_title": form.cleaned_data["closed_title"],
        "disclosure": disclosure(issue),
    }
    return render(request, "roundtable/issue_opening.html", context)


def _change(request: MemberRequest, issue: Issue, form: AudienceForm) -> None:
    cleaned = form.cleaned_data
    change_audience(
        issue_id=issue.pk,
        audience=cleaned["audience"],
        readers=list(cleaned["readers"]),
        closed_title=cleaned["closed_title"],
        shown=cleaned["shown"],
        actor=request.user,
    )
