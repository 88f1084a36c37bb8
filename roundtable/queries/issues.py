"""Proposals and issues that somebody may see: the one place where that is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Prefetch, QuerySet
from django.db.models.functions import Extract, Now

from portal.models import Member
from portal.rules import is_in_working_group
from roundtable.models import Issue, Proposal
from roundtable.vocabulary.issues import OPEN_STATES, WaitingOn

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class WaitingFacts(TypedDict):
        """How long an issue has been waiting, in whole days."""

        waiting_days: int

    class TreeFacts(TypedDict):
        """All issues of a proposal in tree order."""

        nodes: "list[WaitingIssue]"

    WaitingIssue = WithAnnotations[Issue, WaitingFacts]
    ProposalTree = WithAnnotations[Proposal, TreeFacts]


@dataclass(frozen=True)
class IssuePage:
    """An issue with its place in the tree."""

    issue: Issue
    ancestors: Sequence[Issue]
    children: Sequence[Issue]
    previous: Issue | None
    following: Issue | None


def proposals_visible_to(member: Member) -> QuerySet[Proposal]:
    """The working group sees every proposal; nobody else sees any."""
    if not is_in_working_group(member):
        return Proposal.objects.none()
    return Proposal.objects.select_related("issuer", "counterpart")


def may_see_proposal(member: Member, proposal_id: int) -> bool:
    return proposals_visible_to(member).filter(pk=proposal_id).exists()


def issues_visible_to(member: Member) -> "QuerySet[WaitingIssue]":
    """Issues of visible proposals in tree order, each with `waiting_days` by the database."""
    waited = ExpressionWrapper(
        Now(output_field=DateTimeField()) - F("waiting_since"), output_field=DurationField()
    )
    return (
        Issue.objects.filter(proposal__in=proposals_visible_to(member))
        .select_related("owner__member", "owner__organization")
        .annotate(waiting_days=Extract(waited, "day"))
        .order_by("proposal_id", "position")
    )


def board(member: Member) -> "QuerySet[ProposalTree]":
    """Visible proposals, each with its whole tree in `nodes`."""
    nodes = Prefetch("issues", queryset=issues_visible_to(member), to_attr="nodes")
    return proposals_visible_to(member).prefetch_related(nodes)


def visible_proposal(member: Member, ref: str) -> "ProposalTree | None":
    return board(member).filter(ref=ref).first()


def issue_page(member: Member, ref: str) -> IssuePage | None:
    """One issue and its neighbors, from the tree of its proposal in one query."""
    issue = issues_visible_to(member).select_related("proposal").filter(ref=ref).first()
    if issue is None:
        return None
    tree = list(issues_visible_to(member).filter(proposal=issue.proposal_id))
    by_id = {node.pk: node for node in tree}
    place = next(number for number, node in enumerate(tree) if node.pk == issue.pk)
    return IssuePage(
        issue=issue,
        ancestors=_ancestors(issue, by_id),
        children=[node for node in tree if node.parent_id == issue.pk],
        previous=tree[place - 1] if place else None,
        following=tree[place + 1] if place + 1 < len(tree) else None,
    )


def issues_waiting_on(member: Member) -> "QuerySet[WaitingIssue]":
    """Open issues that the member owns and that wait on the owner, longest first."""
    owned = [seat.pk for seat in member.current_seats]
    mine = issues_visible_to(member).filter(owner__in=owned, waiting_on=WaitingOn.OWNER)
    return mine.filter(state__in=OPEN_STATES).order_by("waiting_since")


def _ancestors(issue: Issue, by_id: Mapping[int, Issue]) -> list[Issue]:
    line: list[Issue] = []
    parent_id = issue.parent_id
    while parent_id is not None:
        line.insert(0, by_id[parent_id])
        parent_id = by_id[parent_id].parent_id
    return line
