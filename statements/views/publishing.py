"""Releasing a statement: the page of its publishers, from the first choice to the withdrawal."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.http import MemberRequest, confirmed
from portal.intake.numbers import whole_number
from portal.operations.step_up import NotConfirmed
from portal.queries.clock import database_now
from portal.vocabulary.limits import TooOften
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.step_up import binds
from statements.documents.about import about_input, about_line, snapshot_about_line
from statements.documents.ordering import in_order
from statements.forms.publishing import PublishForm, WithdrawForm
from statements.models import Publication, Revision, Statement
from statements.operations.publishing import (
    clear_and_publish,
    publish_statement,
    rebuild_publication,
    undo_publication,
    withdraw_publication,
)
from statements.queries.about import about_texts
from statements.queries.clearing import uncleared_issuers
from statements.queries.publishing import (
    is_out,
    leading_signatures,
    release_holds,
    release_obstacles,
    signatures_for_release,
    standing_publication,
)
from statements.queries.splits import splits_of
from statements.queries.statements import statements_worked_on_by
from statements.queries.unconfirmed import unconfirmed_offices, why_unconfirmed
from statements.vocabulary.signing import SignatoryOrder


@require_http_methods(["GET", "HEAD", "POST"])
@binds()
def publish(request: MemberRequest, ref: str) -> HttpResponse:
    """What stops the release, when it goes out, who stands under it; later, how it stands."""
    statement = _own_or_404(request, ref)
    publication = standing_publication(statement)
    if publication is not None:
        return _standing_page(request, statement, publication)
    revision = statement.revisions.latest("number")
    form = PublishForm(request.POST or None, statement=statement, member=request.user)
    is_preview, not_confirmed = "preview" in request.POST, ""
    try:
        if form.is_valid() and not is_preview and _publish(request, statement, form):
            return redirect("publish", ref)
    except NotConfirmed as refusal:
        not_confirmed = str(refusal)
    status = 422 if form.errors and not is_preview else 200
    status = 403 if not_confirmed else status
    context = _choices(request, statement, revision, form) | {"not_confirmed": not_confirmed}
    return render(request, "statements/publish.html", context, status=status)


@require_POST
def publish_undo(request: MemberRequest, ref: str) -> HttpResponseRedirect:
    statement = _own_or_404(request, ref)
    try:
        undo_publication(statement_id=statement.pk, actor=request.user)
        messages.success(request, "Taken back. Nobody has seen it.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("publish", ref)


@require_POST
@binds()
def publish_again(request: MemberRequest, ref: str) -> HttpResponse:
    """Builds a held or failed release anew, from what stands now."""
    statement = _own_or_404(request, ref)
    publication = standing_publication(statement)
    try:
        step_up = confirmed(request, to="publish")
        rebuild_publication(statement_id=statement.pk, actor=request.user, step_up=step_up)
        messages.success(request, "The release is built anew.")
    except NotConfirmed as refusal:
        if publication is not None:
            return _standing_page(request, statement, publication, not_confirmed=str(refusal))
    except TooOften:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("publish", ref)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_withdraw(request: MemberRequest, ref: str) -> HttpResponse:
    """Takes back what is out, with an explanation for everybody."""
    statement = _own_or_404(request, ref)
    publication = standing_publication(statement)
    if publication is None or publication.withdrawn_at or not is_out(publication):
        return redirect("publish", ref)
    form = WithdrawForm(request.POST or None, member=request.user)
    if form.is_valid():
        explanation = form.cleaned_data["explanation"]
        withdraw_publication(statement_id=statement.pk, explanation=explanation, actor=request.user)
        messages.success(request, "Withdrawn. The page stays, with your explanation.")
        return redirect("statement", ref)
    context = {"statement": statement, "publication": publication, "form": form}
    status = 422 if form.errors else 200
    return render(request, "statements/publish_withdraw.html", context, status=status)


def _publish(request: MemberRequest, statement: Statement, form: PublishForm) -> bool:
    chosen, text = form.cleaned_data, whole_number(request.POST.get("text"))
    given = {"release_at": chosen["release_at"], "order": chosen["order"], "actor": request.user}
    try:
        given["step_up"] = confirmed(request, to="publish")
        if text:
            clear_and_publish(statement_id=statement.pk, revision_id=text, **given)
        else:
            publish_statement(statement_id=statement.pk, **given)
    except NotConfirmed:
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _choices(
    request: MemberRequest, statement: Statement, revision: Revision, form: PublishForm
) -> dict[str, object]:
    """Besides the form: what stops it, whose clearance comes with it, who would be listed."""
    mine = {seat.organization_id for seat in request.user.current_seats if seat.is_publisher}
    missing = uncleared_issuers(statement)
    clears = missing[0] if len(missing) == 1 and missing[0].pk in mine else None
    obstacles = release_obstacles(statement, revision)
    if clears is not None:
        obstacles = [sentence for sentence in obstacles if clears.name not in sentence]
    about = about_texts(statement)
    order = form["order"].value()
    found = list(signatures_for_release(statement, database_now()))
    if unconfirmed := unconfirmed_offices(found):
        obstacles.append(why_unconfirmed(unconfirmed))
    listed = in_order(
        found,
        order if order in SignatoryOrder.values else SignatoryOrder.LEADERS,
        leaders=leading_signatures(statement),
    )
    return {
        "statement": statement,
        "revision": revision,
        "form": form,
        "obstacles": obstacles,
        "clears": clears,
        "splits": splits_of(statement),
        "listed": listed,
        "unconfirmed": {mandate.pk for mandate in unconfirmed},
        "about_line": about_line(about_input(about.pinned), is_own=about.is_own),
        "own_issuers": [issuer for issuer in statement.issuers_in_order if issuer.pk in mine],
    }


def _standing_page(
    request: MemberRequest,
    statement: Statement,
    publication: Publication,
    *,
    not_confirmed: str = "",
) -> HttpResponse:
    """How the release stands; the fragment that refreshes itself is the page's own."""
    has_come = is_out(publication)
    ahead = (publication.release_at - database_now()).total_seconds()
    holds = [] if has_come else release_holds(publication)
    context = {
        "statement": statement,
        "publication": publication,
        "about_line": snapshot_about_line(publication.snapshot),
        "is_out": has_come,
        "holds": holds,
        "seconds": max(0, round(ahead)),
        "is_soon": 0 < ahead <= 120,
        "not_confirmed": not_confirmed,
        "splits": [] if has_come or request.htmx else splits_of(statement),
    }
    if request.htmx and holds:  # what confirms needs the whole page
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    template = "_status" if request.htmx else "_standing"
    status = 403 if not_confirmed else 200
    return render(request, f"statements/publish{template}.html", context, status=status)


def _own_or_404(request: MemberRequest, ref: str) -> Statement:
    """A statement that the member may publish."""
    statement = (
        statements_worked_on_by(request.user)
        .select_related("organization")
        .prefetch_related("issuings__organization")
        .filter(ref=ref)
        .first()
    )
    if statement is None or not request.user.has_perm("statements.publish", statement):
        raise Http404
    return statement
