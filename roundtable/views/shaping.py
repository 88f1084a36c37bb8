"""Moving, merging and splitting issues."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest
from roundtable.forms.shaping import MergeForm, MoveForm, SplitForm
from roundtable.models import Issue
from roundtable.operations.merging import merge_issue
from roundtable.operations.moving import Narrows, move_issue
from roundtable.operations.splitting import split_issue
from roundtable.queries.shaping import shapeable
from roundtable.views.issue_access import accepted, issue_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def issue_move(request: MemberRequest, ref: str) -> HttpResponse:
    """Another place in the outline; what is under the issue goes along."""
    issue = issue_or_404(request, ref, "roundtable.shape")
    places = [place for place in shapeable(request.user) if place.proposal_id == issue.proposal_id]
    form = MoveForm(_posted(request), issue=issue, places=places)
    if form.is_valid() and _is_moved(request, issue, form):
        messages.success(request, f"{issue.ref} stands at its new place.")
        return redirect("issue", ref)
    intro = "Its reference stays what it is, and everything under it goes along."
    return _page(request, issue, form, heading="Move it", button="Move", intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
def issue_merge(request: MemberRequest, ref: str) -> HttpResponse:
    """Into an issue that goes on for both."""
    issue = issue_or_404(request, ref, "roundtable.shape")
    targets = [
        place
        for place in shapeable(request.user)
        if place.pk != issue.pk and not place.is_heading and place.is_open
    ]
    form = MergeForm(_posted(request), targets=targets, member=request.user)
    if form.is_valid() and accepted(form, lambda: _merge(request, issue, form)):
        into = form.cleaned_data["target"]
        messages.success(request, f"{ref} was merged into {into}. Who followed it follows {into}.")
        return redirect("issue", into)
    intro = (
        f"{ref} ends with a note that leads to the other one. Its owner and helpers help there, "
        "and whoever follows it follows that one. Its threads stay readable here."
    )
    return _page(request, issue, form, heading="Merge it", button="Merge", intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
def issue_split(request: MemberRequest, ref: str) -> HttpResponse:
    """Parts of it become issues beside it."""
    issue = issue_or_404(request, ref, "roundtable.shape")
    form = SplitForm(_posted(request), member=request.user)
    made: list[Issue] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.extend(
            split_issue(issue_id=issue.pk, titles=form.lines(), actor=request.user)
        ),
        field="titles",
    ):
        refs = ", ".join(part.ref for part in made)
        messages.success(request, f"Added right after it: {refs}.")
        return redirect("issue", ref)
    intro = (
        "The new issues stand right after it and begin with its owner, helpers, counterpart, "
        "priority and followers. The same people can see them."
    )
    return _page(request, issue, form, heading="Split it", button="Split", intro=intro)


def _is_moved(request: MemberRequest, issue: Issue, form: MoveForm) -> bool:
    """Whether it was moved; narrowing is asked about with a box to tick."""

    def move() -> None:
        try:
            move_issue(
                issue_id=issue.pk,
                place=form.place(),
                narrow=form.cleaned_data["narrow"],
                actor=request.user,
            )
        except Narrows as refusal:
            form.ask_to_narrow(str(refusal))

    return accepted(form, move) and not form.errors


def _merge(request: MemberRequest, issue: Issue, form: MergeForm) -> None:
    form.cleaned_data["target"] = merge_issue(
        issue_id=issue.pk,
        into_id=form.cleaned_data["into"],
        sentence=form.cleaned_data["sentence"],
        actor=request.user,
    ).ref


def _posted(request: MemberRequest) -> object:
    return request.POST if request.method == "POST" else None


def _page(
    request: MemberRequest, issue: Issue, form: Form, *, heading: str, button: str, intro: str
) -> HttpResponse:
    context = {"issue": issue, "form": form, "heading": heading, "button": button, "intro": intro}
    return render(request, "roundtable/shape.html", context, status=422 if form.errors else 200)
