"""The page of an issue."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.forms import AttachmentForm
from portal.http import MemberRequest
from portal.models import Member
from portal.operations.reading_log import note_read
from portal.queries.history import history_of
from portal.queries.sight import sight
from portal.views.discussion import panel_about
from roundtable.lifecycle import SHOWN_AT_ONCE, Step, steps_from
from roundtable.models import Issue
from roundtable.queries.discussion import discussed
from roundtable.queries.issue_pages import IssuePage, closed_page, issue_page
from roundtable.queries.readers import members_who_see


@require_safe
def issue(request: MemberRequest, ref: str) -> HttpResponse:
    """The whole issue; for a member of the working group who may not read it, its place."""
    page = issue_page(request.user, ref)
    if page is not None:
        if page.issue.is_closed_to_some:
            note_read(reader=request.user, subject=page.issue, version=_version(page.issue))
        return render(request, "roundtable/issue.html", _context(page, request.user))
    closed = closed_page(request.user, ref)
    if closed is None:
        raise Http404
    context = {"proposal": closed.proposal, "around": closed.around}
    return render(request, "roundtable/issue_closed.html", context)


def _version(issue: Issue) -> str:
    return f"edition {issue.edition}"


def _context(page: IssuePage, member: Member) -> dict[str, Any]:
    issue = page.issue
    may = {
        name: issue.merged_into_id is None and member.has_perm(f"roundtable.{name}", issue)
        for name in ("edit", "steer", "manage", "add_issue", "shape")
    }
    return {
        "page": page,
        "issue": issue,
        "proposal": issue.proposal,
        "around": page.around,
        "may": may,
        "is_owner": member.has_perm("roundtable.own", issue),
        "sight": sight(
            issue.get_audience_display(),
            members_who_see(issue),
            tells_names=issue.is_closed_to_some or may["steer"],
        ),
        "history": history_of(issue),
        "file_form": AttachmentForm() if may["edit"] else None,
        **_steps(issue, may),
        **({} if issue.is_heading else panel_about(member, discussed(issue))),
    }


def _steps(issue: Issue, may: dict[str, bool]) -> dict[str, list[Step]]:
    """The next steps that the member may take, the usual ones apart from the ways out."""
    if issue.is_heading:
        return {"next_steps": [], "more_steps": []}
    steps = [
        step for step in steps_from(issue.state) if may[step.permission.removeprefix("roundtable.")]
    ]
    usual = ([step for step in steps if step.is_usual] or steps)[:SHOWN_AT_ONCE]
    return {"next_steps": usual, "more_steps": [step for step in steps if step not in usual]}
