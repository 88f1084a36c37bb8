"""The board, an issue, a proposal and its agenda."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.http import MemberRequest
from portal.models import Member
from roundtable.operations.documents import request_agenda_pdf
from roundtable.queries.issues import board as board_of
from roundtable.queries.issues import issue_page, proposals_visible_to, visible_proposal

if TYPE_CHECKING:
    from roundtable.queries.issues import ProposalTree


@require_safe
@permission_required("roundtable.see_board", raise_exception=True)
def board(request: MemberRequest) -> HttpResponse:
    context = {
        "proposals": board_of(request.user),
        "may_import": request.user.has_perm("roundtable.import_agenda"),
    }
    return render(request, "roundtable/board.html", context)


@require_safe
def issue(request: MemberRequest, ref: str) -> HttpResponse:
    page = issue_page(request.user, ref)
    if page is None:
        raise Http404
    context = {
        "issue": page.issue,
        "proposal": page.issue.proposal,
        "ancestors": page.ancestors,
        "children": page.children,
        "previous": page.previous,
        "next": page.following,
    }
    return render(request, "roundtable/issue.html", context)


@require_safe
def proposal(request: MemberRequest, ref: str) -> HttpResponse:
    return render(request, "roundtable/proposal.html", {"proposal": _or_404(request, ref)})


@require_POST
def agenda_pdf(request: MemberRequest, ref: str) -> HttpResponseRedirect:
    """Starts the agenda's PDF as the issues stand now and goes to where it can be taken."""
    wanted = _or_404(request, ref)
    export = request_agenda_pdf(proposal=wanted, nodes=list(wanted.nodes), actor=request.user)
    return redirect("export", export.pk)


@login_not_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Public agendas for everybody; for members also the roundtables that were proposed."""
    proposals = proposals_visible_to(request.user) if isinstance(request.user, Member) else []
    return render(request, "meetings/list.html", {"agendas": [], "proposals": proposals})


def _or_404(request: MemberRequest, ref: str) -> "ProposalTree":
    found = visible_proposal(request.user, ref)
    if found is None:
        raise Http404
    return found
