"""The staff page of a statement: who answered, what stops the release, the one next button."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.http import MemberRequest, confirmed
from portal.intake.numbers import whole_number
from portal.queries.history import history_of
from portal.vocabulary.limits import TooOften
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.repeated import takes_lists
from portal.vocabulary.step_up import binds
from statements.forms.sign_on import DeadlineForm, SignOnForm
from statements.models import SignOn, Statement
from statements.operations import lifecycle
from statements.queries.progress import progress_of
from statements.queries.readers import statement_sight
from statements.queries.statements import statements_worked_on_by, with_release


def _clear(statement: Statement, request: MemberRequest) -> None:
    lifecycle.clear_statement(
        statement_id=statement.pk,
        revision_id=whole_number(request.POST.get("text")) or 0,
        actor=request.user,
        step_up=confirmed(request, to="clear the text for release"),
    )


def _abandon(statement: Statement, request: MemberRequest) -> None:
    lifecycle.abandon(
        statement_id=statement.pk, reason=str(request.POST.get("text", "")), actor=request.user
    )


STEPS: dict[str, tuple[Callable[[Statement, MemberRequest], object], str]] = {
    "hand-over": (
        lambda statement, by: lifecycle.hand_over(statement_id=statement.pk, actor=by.user),
        "The staff of the associations have it now.",
    ),
    "markup": (
        lambda statement, by: lifecycle.open_markup(statement_id=statement.pk, actor=by.user),
        "The working group can read and comment now.",
    ),
    "freeze": (
        lambda statement, by: lifecycle.freeze(statement_id=statement.pk, actor=by.user),
        "The text is frozen.",
    ),
    "reopen": (
        lambda statement, by: lifecycle.reopen(statement_id=statement.pk, actor=by.user),
        "The text can be changed again.",
    ),
    "undo-sign-on": (
        lambda statement, by: lifecycle.undo_sign_on(statement_id=statement.pk, actor=by.user),
        "Taken back. Nobody was asked.",
    ),
    "clear": (_clear, "Cleared for release."),
    "abandon": (_abandon, "The statement is given up. Its text stays readable to you."),
}


@require_safe
def staff_page(request: MemberRequest, ref: str) -> HttpResponse:
    statement = _own_or_404(request, ref)
    progress = progress_of(statement)
    may_edit = request.user.has_perm("statements.edit", statement)
    mine = {seat.organization_id for seat in request.user.current_seats if seat.is_publisher}
    context = {
        "statement": statement,
        "progress": progress,
        "sight": statement_sight(statement, request.user),
        "history": history_of(statement),
        "may_clear": any(body.pk in mine for body in progress.uncleared),
        "may_edit": may_edit,
        "may_remind": may_edit and progress.is_asking,
        "may_publish": request.user.has_perm("statements.publish", statement),
    }
    return render(request, "statements/staff.html", context)


@require_POST
@binds(step={"clear"})
def take(request: MemberRequest, ref: str, step: str) -> HttpResponseRedirect:
    """Takes one step; a refusal comes back as a sentence on the page."""
    statement = _own_or_404(request, ref)
    if step not in STEPS:
        raise Http404
    act, done = STEPS[step]
    try:
        act(statement, request)
        messages.success(request, done)
    except TooOften:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("staff_page", ref)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_lists("kinds", "countries", "associations", "named")
def sign_on(request: MemberRequest, ref: str) -> HttpResponse:
    """Who may co-sign and until when; the button takes effect after a minute."""
    statement = _own_or_404(request, ref)
    if not request.user.has_perm("statements.publish", statement):
        raise Http404
    form = SignOnForm(request.POST or None, initial={"zone": request.user.time_zone})
    if request.method == "POST" and form.is_valid() and _open(request, statement, form):
        messages.success(request, "Sign-on opens in one minute. Until then you can undo it.")
        return redirect("staff_page", ref)
    status = 422 if form.errors else 200
    context = {"statement": statement, "form": form}
    return render(request, "statements/sign_on.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def deadline(request: MemberRequest, ref: str) -> HttpResponse:
    """More time for those who are asked."""
    statement = _own_or_404(request, ref)
    asked = SignOn.objects.filter(statement=statement).first()
    if asked is None or not request.user.has_perm("statements.publish", statement):
        raise Http404
    form = DeadlineForm(request.POST or None, initial={"zone": asked.deadline_zone})
    if request.method == "POST" and form.is_valid() and _move(request, statement, form):
        messages.success(request, "The deadline is moved.")
        return redirect("staff_page", ref)
    status = 422 if form.errors else 200
    context = {"statement": statement, "sign_on": asked, "form": form}
    return render(request, "statements/deadline.html", context, status=status)


def _move(request: MemberRequest, statement: Statement, form: DeadlineForm) -> bool:
    try:
        lifecycle.move_deadline(
            statement_id=statement.pk,
            deadline_at=form.cleaned_data["deadline_at"],
            actor=request.user,
        )
    except Refusal as refusal:
        form.add_error("deadline", str(refusal))
        return False
    return True


def _open(request: MemberRequest, statement: Statement, form: SignOnForm) -> bool:
    try:
        lifecycle.open_sign_on(statement_id=statement.pk, terms=form.terms(), actor=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _own_or_404(request: MemberRequest, ref: str) -> Statement:
    """A statement that the member drafts, edits or publishes."""
    statement = (
        with_release(statements_worked_on_by(request.user))
        .select_related("organization")
        .prefetch_related("issuings__organization")
        .filter(ref=ref)
        .first()
    )
    if statement is None or not request.user.has_perm("statements.draft", statement):
        raise Http404
    return statement
