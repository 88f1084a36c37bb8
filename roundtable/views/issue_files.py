"""The files of an issue, and adding one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.forms import AttachmentForm
from portal.http import MemberRequest, spend
from portal.vocabulary.bodies import takes_files
from portal.vocabulary.limits import Limit
from roundtable.models import Issue
from roundtable.operations.attachments import attach_to_issue
from roundtable.views.issue_access import accepted, issue_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files()
def issue_files(request: MemberRequest, ref: str) -> HttpResponse:
    """The section as a page of its own: a refused file is explained here."""
    issue = issue_or_404(request, ref, "roundtable.see_issue")
    form = AttachmentForm(request.POST or None, request.FILES or None, member=request.user)
    if request.method == "POST":
        issue_or_404(request, ref, "roundtable.edit")
    if form.is_valid() and accepted(form, lambda: _attach(request, issue, form), field="file"):
        messages.success(request, "The file was added.")
        return redirect(reverse("issue", args=[ref]) + "#files")
    context = {
        "issue": issue,
        "files": issue.attachments.select_related("uploaded_by").order_by("uploaded_at"),
        "file_form": form if request.user.has_perm("roundtable.edit", issue) else None,
    }
    status = 422 if form.errors else 200
    return render(request, "roundtable/issue_files.html", context, status=status)


def _attach(request: MemberRequest, issue: Issue, form: AttachmentForm) -> None:
    spend(request, Limit.UPLOAD)
    attach_to_issue(
        issue_id=issue.pk,
        file=form.cleaned_data["file"],
        actor=request.user,
        release_reason=form.cleaned_data.get("release_reason", ""),
    )
