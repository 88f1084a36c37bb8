"""The board and the page of a proposal."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.http import MemberRequest, spend
from portal.vocabulary.limits import Limit
from roundtable.forms.board import BoardForm
from roundtable.models import Proposal
from roundtable.operations.documents import request_agenda_pdf
from roundtable.queries.board import Board, Forest, Wanted, forest
from roundtable.queries.board import board as board_of
from roundtable.queries.issues import proposals_visible_to
from roundtable.queries.meeting_lists import next_meeting
from roundtable.queries.overview import topics, waits
from roundtable.queries.tree import tree_for
from roundtable.views.board_rows import Rows
from roundtable.views.charts import topic_chart, waiting_chart
from roundtable.vocabulary.board import Phase

VIEWS = (
    ("", "All open"),
    ("owner=me", "Mine"),
    ("waiting=me", "Waiting on me"),
    ("unread=1", "Unread"),
    ("owner=none", "No owner"),
    ("sort=waiting", "Waiting longest"),
    ("group=status", "By status"),
    ("group=owner", "By owner"),
    ("group=counterpart", "By counterpart"),
)
"""Questions that are asked often, each an address of its own."""


@require_safe
@permission_required("roundtable.see_board", raise_exception=True)
def board(request: MemberRequest) -> HttpResponse:
    """The issues that the address asks for; an address that asks for something unknown says so."""
    found = forest(request.user)
    form = BoardForm(request.GET, issues=found.issues)
    context: dict[str, Any] = {"form": form, "views": _views(request)}
    if form.unknown:
        return render(request, "roundtable/board_unknown.html", context, status=400)
    wanted = form.wanted()
    shown = board_of(found, wanted)
    context |= {
        "found": found,
        "board": shown,
        "sections": _sections(shown, wanted),
        "wanted": wanted,
        "is_whole": wanted == Wanted(),
        "meeting": next_meeting(request.user),
        "may_import": request.user.has_perm("roundtable.import_agenda"),
        **(_charts(found) if wanted == Wanted() else {}),
    }
    return render(request, "roundtable/board.html", context)


@require_safe
def proposal(request: MemberRequest, ref: str) -> HttpResponse:
    wanted = _or_404(request, ref)
    context = {
        "proposal": wanted,
        "rows": Rows().html(tree_for(request.user, wanted)),
        "may_add": request.user.has_perm("roundtable.add_issue"),
    }
    return render(request, "roundtable/proposal.html", context)


@require_POST
def agenda_pdf(request: MemberRequest, ref: str) -> HttpResponseRedirect:
    """Starts the agenda's PDF as the issues stand now and goes to where it can be taken."""
    wanted = _or_404(request, ref)
    spend(request, Limit.EXPORT)
    export = request_agenda_pdf(proposal=wanted, actor=request.user)
    return redirect("export", export.pk)


def _views(request: MemberRequest) -> list[dict[str, object]]:
    query = request.GET.urlencode()
    return [
        {"query": asked, "label": label, "is_current": asked == query} for asked, label in VIEWS
    ]


def _sections(shown: Board, wanted: Wanted) -> list[dict[str, object]]:
    rows = Rows()
    return [
        {
            "title": section.title,
            "proposal": section.proposal,
            "count": section.count,
            "rows": rows.html(section.rows),
            "is_flat": wanted.is_flat,
        }
        for section in shown.sections
    ]


def _charts(found: Forest) -> dict[str, object]:
    by_topic, by_wait = topics(found), waits(found.issues)
    if not by_topic:
        return {}
    return {
        "phases": list(Phase),
        "topics": by_topic,
        "topic_chart": topic_chart(by_topic),
        "waits": by_wait,
        "waiting_chart": waiting_chart(by_wait),
    }


def _or_404(request: MemberRequest, ref: str) -> Proposal:
    found = proposals_visible_to(request.user).select_related("created_by").filter(ref=ref).first()
    if found is None:
        raise Http404
    return found
