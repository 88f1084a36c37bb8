"""Pasting an outline: looked at first, then made."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest
from roundtable.forms.shaping import OutlineForm
from roundtable.models import Issue, Proposal
from roundtable.operations.pasting import Reading, paste_outline, read_outline
from roundtable.queries.issues import proposals_visible_to
from roundtable.views.issue_access import accepted, issue_or_404

if TYPE_CHECKING:
    from roundtable.queries.issues import WaitingIssue


@require_http_methods(["GET", "HEAD", "POST"])
def issue_paste(request: MemberRequest, ref: str) -> HttpResponse:
    """Under an issue or a topic."""
    issue = issue_or_404(request, ref, "roundtable.add_issue")
    return _paste(request, issue.proposal, issue)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("roundtable.add_issue", raise_exception=True)
def proposal_paste(request: MemberRequest, ref: str) -> HttpResponse:
    """At the end of a proposal."""
    proposal = proposals_visible_to(request.user).filter(ref=ref).first()
    if proposal is None:
        raise Http404
    return _paste(request, proposal, None)


def _paste(
    request: MemberRequest, proposal: Proposal, parent: "WaitingIssue | None"
) -> HttpResponse:
    """The second time the same text comes, it is made."""
    form = OutlineForm(request.POST if request.method == "POST" else None, member=request.user)
    reading: list[Reading] = []
    if form.is_valid() and accepted(form, lambda: _read(form, parent, reading), field="text"):
        made: list[Issue] = []
        if form.was_seen and accepted(
            form, lambda: made.extend(_make(request, form, proposal, parent)), field="text"
        ):
            count = f"{len(made)} issue{pluralize(len(made))}"
            messages.success(request, f"{count} added, from {made[0].ref} on.")
            return redirect("issue", parent.ref) if parent else redirect("proposal", proposal.ref)
    context = {
        "proposal": proposal,
        "issue": parent,
        "form": form,
        "reading": reading[0] if reading and not form.errors else None,
    }
    return render(request, "roundtable/paste.html", context, status=422 if form.errors else 200)


def _read(form: OutlineForm, parent: Issue | None, reading: list[Reading]) -> None:
    reading.append(read_outline(parent=parent, text=form.cleaned_data["text"]))


def _make(
    request: MemberRequest, form: OutlineForm, proposal: Proposal, parent: Issue | None
) -> list[Issue]:
    return paste_outline(
        proposal_id=proposal.pk,
        parent_id=parent.pk if parent else None,
        text=form.cleaned_data["text"],
        actor=request.user,
    )
