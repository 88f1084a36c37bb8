"""Small forms of an issue, each a page of its own: what it says, who answers, how it stands."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest
from portal.vocabulary.repeated import takes_lists
from roundtable.forms.issues import AddForm, IssueForm, UpdateForm
from roundtable.forms.people import PeopleForm, WaitingForm
from roundtable.models import Issue
from roundtable.operations.issues import StaleIssue, create_issue, save_issue
from roundtable.operations.responsibility import assign, set_waiting
from roundtable.operations.updates import post_update
from roundtable.queries.issues import visible_proposal
from roundtable.views.issue_access import accepted, issue_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def issue_edit(request: MemberRequest, ref: str) -> HttpResponse:
    """What the issue says. A stale save comes back with both texts."""
    issue = issue_or_404(request, ref, "roundtable.edit")
    form = IssueForm(_posted(request), issue=issue, member=request.user)
    if request.method != "POST" or not form.is_valid():
        return _editor(request, issue, form, status=422 if form.errors else 200)
    try:
        saved = accepted(
            form,
            lambda: save_issue(
                issue_id=issue.pk,
                edition=form.cleaned_data["edition"],
                text=form.text(),
                actor=request.user,
            ),
        )
    except StaleIssue as stale:
        return _editor(request, issue, form.on_top_of(stale.current), stale=stale, status=409)
    if not saved:
        return _editor(request, issue, form, status=422)
    messages.success(request, "Saved.")
    return redirect("issue", ref)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_lists("helpers")
def issue_assign(request: MemberRequest, ref: str) -> HttpResponse:
    issue = issue_or_404(request, ref, "roundtable.steer")
    form = PeopleForm(_posted(request), issue=issue)
    if form.is_valid() and accepted(
        form, lambda: assign(issue_id=issue.pk, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Saved. Who is new on it is told.")
        return redirect("issue", ref)
    return _small(request, issue, form, heading="Who answers for it", button="Save")


@require_http_methods(["GET", "HEAD", "POST"])
def issue_waiting(request: MemberRequest, ref: str) -> HttpResponse:
    issue = issue_or_404(request, ref, "roundtable.edit")
    form = WaitingForm(_posted(request), issue=issue)
    if form.is_valid() and accepted(
        form, lambda: set_waiting(issue_id=issue.pk, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Saved.")
        return redirect("issue", ref)
    return _small(request, issue, form, heading="Whom it waits on", button="Save")


@require_http_methods(["GET", "HEAD", "POST"])
def issue_update(request: MemberRequest, ref: str) -> HttpResponse:
    issue = issue_or_404(request, ref, "roundtable.edit")
    form = UpdateForm(_posted(request), member=request.user)
    if form.is_valid() and accepted(
        form,
        lambda: post_update(issue_id=issue.pk, text=form.cleaned_data["text"], actor=request.user),
        field="text",
    ):
        messages.success(request, "The update is posted.")
        return redirect("issue", ref)
    return _small(request, issue, form, heading="Post an update", button="Post update")


@require_http_methods(["GET", "HEAD", "POST"])
def issue_add(request: MemberRequest, ref: str) -> HttpResponse:
    """A new issue under this one."""
    issue = issue_or_404(request, ref, "roundtable.add_issue")
    form = AddForm(_posted(request), member=request.user)
    del form.fields["is_heading"]
    if form.is_valid() and accepted(form, lambda: _add(request, form, issue.proposal_id, issue)):
        return redirect("issue", form.cleaned_data["made"].ref)
    return _small(request, issue, form, heading="Add an issue", button="Add issue")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("roundtable.add_issue", raise_exception=True)
def proposal_add(request: MemberRequest, ref: str) -> HttpResponse:
    """A new topic or issue at the end of a proposal."""
    proposal = visible_proposal(request.user, ref)
    if proposal is None:
        raise Http404
    form = AddForm(_posted(request), member=request.user)
    if form.is_valid() and accepted(form, lambda: _add(request, form, proposal.pk, None)):
        return redirect("issue", form.cleaned_data["made"].ref)
    context = {"proposal": proposal, "form": form, "heading": "Add an issue", "button": "Add issue"}
    return render(request, "roundtable/issue_form.html", context, status=_status(form))


def _add(request: MemberRequest, form: AddForm, proposal_id: int, parent: Issue | None) -> None:
    cleaned = form.cleaned_data
    cleaned["made"] = create_issue(
        proposal_id=proposal_id,
        parent_id=parent.pk if parent else None,
        title=cleaned["title"],
        background=cleaned["background"],
        is_heading=cleaned.get("is_heading", False),
        actor=request.user,
    )
    messages.success(request, f"Added as {cleaned['made'].ref}.")


def _posted(request: MemberRequest) -> object:
    return request.POST if request.method == "POST" else None


def _editor(
    request: MemberRequest,
    issue: Issue,
    form: IssueForm,
    *,
    stale: StaleIssue | None = None,
    status: int,
) -> HttpResponse:
    context = {
        "issue": issue,
        "form": form,
        "stale": stale,
        "differences": form.differences(stale.current) if stale else [],
    }
    return render(request, "roundtable/issue_edit.html", context, status=status)


def _small(
    request: MemberRequest, issue: Issue, form: Form, *, heading: str, button: str
) -> HttpResponse:
    context = {"issue": issue, "form": form, "heading": heading, "button": button}
    return render(request, "roundtable/issue_form.html", context, status=_status(form))


def _status(form: Form) -> int:
    return 422 if form.errors else 200
