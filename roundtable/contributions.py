"""What the roundtable puts into the registry."""

from collections.abc import Sequence

from django.template.defaultfilters import pluralize
from django.urls import reverse

from portal.models import Member
from portal.registry import Card, Exporter, Panel, Row, registry
from roundtable.models import Proposal
from roundtable.operations.demo import load_sample_proposal
from roundtable.operations.documents import AGENDA_PDF
from roundtable.queries.issues import issues_visible_to, issues_waiting_on, may_see_proposal
from roundtable.vocabulary.issues import OPEN_STATES

ROWS = 4


def proposal_url(proposal_id: int) -> str:
    ref = Proposal.objects.values_list("ref", flat=True).get(pk=proposal_id)
    return reverse("proposal", args=[ref])


def issue_cards(member: Member) -> Sequence[Card]:
    """Issues that wait on the member as their owner."""
    return [
        Card(
            label=f"Issue {issue.ref}",
            title=issue.title,
            detail=f"Waits on you, its owner, for {_days(issue.waiting_days)}.",
            url=reverse("issue", args=[issue.ref]),
            button="Open the issue",
        )
        for issue in issues_waiting_on(member)
    ]


def issue_panel(member: Member) -> Panel:
    """Open issues that moved last."""
    issues = issues_visible_to(member).filter(state__in=OPEN_STATES, is_heading=False)
    rows = [
        Row(
            title=issue.title,
            url=reverse("issue", args=[issue.ref]),
            detail=f"{issue.ref} · waits on: {issue.get_waiting_on_display().lower()}",
            state_label=issue.get_state_display(),
            state_tone=issue.state_tone,
        )
        for issue in issues.order_by("-waiting_since")[:ROWS]
    ]
    return Panel(
        title="Roundtable",
        url=reverse("board"),
        link_label="The whole board",
        rows=rows,
        empty="No issue is open. Staff can import the outline of a proposal.",
    )


def _days(count: int) -> str:
    return "less than a day" if count < 1 else f"{count} day{pluralize(count)}"


registry.add_exporter(
    Exporter(
        kind=AGENDA_PDF,
        may_see=may_see_proposal,
        render="roundtable.documents.printing.render_agenda",
        subject_url=proposal_url,
        back_label="Back to the proposal",
    )
)
registry.cards.append(issue_cards)
registry.panels.append(issue_panel)
registry.demo.append(load_sample_proposal)
