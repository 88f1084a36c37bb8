"""One issue as its page shows it, or what a member may know of a closed one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, prefetch_related_objects

from portal.models import Attachment, Member, Seat
from roundtable.models import Issue, Proposal
from roundtable.queries.issues import (
    TEXTS_OF_PROPOSAL,
    issues_visible_to,
    proposals_visible_to,
)
from roundtable.queries.places import Around, Place, around, places

if TYPE_CHECKING:
    from roundtable.queries.issues import WaitingIssue

LONG_TEXTS = [f"proposal__{name}" for name in TEXTS_OF_PROPOSAL]


@dataclass(frozen=True)
class Child:
    """An issue below; `issue` is None where the member may only know that it is there."""

    place: Place
    issue: "WaitingIssue | None"


@dataclass(frozen=True)
class Forwards:
    """Where the issue came from and where it went."""

    merged_into: Place | None
    merged_from: Sequence[Place]
    split_from: Place | None
    split_into: Sequence[Place]


@dataclass(frozen=True)
class IssuePage:
    """An issue with its place in the tree."""

    issue: "WaitingIssue"
    around: Around
    children: Sequence[Child]
    forwards: Forwards
    files: Sequence[Attachment]


@dataclass(frozen=True)
class ClosedPage:
    """The place of an issue that the member may not read."""

    proposal: Proposal
    around: Around


def visible_issue(member: Member, ref: str) -> "WaitingIssue | None":
    """The issue with everybody who answers for it, if the member may read it."""
    found = issues_visible_to(member).select_related("proposal__counterpart")
    issue = found.defer(*LONG_TEXTS).filter(ref=ref).first()
    if issue is not None:
        prefetch_related_objects([issue], *_seats_of(issue))
    return issue


def _seats_of(issue: Issue) -> "list[Prefetch[Any]]":
    """Apart from the issue: PostgreSQL takes longer to plan more joins than to answer them."""
    seats = Seat.objects.select_related("member", "organization")
    named = {"staff_lead": issue.staff_lead_id, "waiting_seat": issue.waiting_seat_id}
    return [
        Prefetch("helpers", queryset=seats.order_by("member__name")),
        *(Prefetch(name, queryset=seats) for name, seat_id in named.items() if seat_id),
    ]


def issue_page(member: Member, ref: str) -> IssuePage | None:
    """Everything on the issue's page but its threads and history."""
    issue = visible_issue(member, ref)
    if issue is None:
        return None
    found = around(member, issue.pk, issue.proposal_id)
    readable = _children(member, issue.pk) if found.children else {}
    return IssuePage(
        issue=issue,
        around=found,
        children=[Child(place, readable.get(place.pk)) for place in found.children],
        forwards=_forwards(member, issue),
        files=list(issue.attachments.select_related("uploaded_by").order_by("uploaded_at")),
    )


def closed_page(member: Member, ref: str) -> ClosedPage | None:
    """What a member of the working group may know of an issue closed to them."""
    proposal = proposals_visible_to(member).filter(issues__ref=ref).first()
    if proposal is None:
        return None
    issue_id = Issue.objects.values_list("pk", flat=True).get(ref=ref)
    return ClosedPage(proposal, around(member, issue_id, proposal.pk))


def _children(member: Member, issue_id: int) -> "dict[int, WaitingIssue]":
    return {node.pk: node for node in issues_visible_to(member).filter(parent=issue_id)}


def _forwards(member: Member, issue: Issue) -> Forwards:
    came = Issue.objects.filter(Q(merged_into=issue) | Q(split_from=issue)).order_by("pk")
    rows = list(came.values_list("pk", "merged_into", "split_from"))
    back = [pk for pk, merged, _ in rows if merged == issue.pk]
    split = [pk for pk, _, split in rows if split == issue.pk]
    ids = {*back, *split, issue.merged_into_id, issue.split_from_id} - {None}
    by_id = {place.pk: place for place in places(member, Q(pk__in=ids))} if ids else {}
    return Forwards(
        merged_into=by_id.get(issue.merged_into_id or 0),
        merged_from=[by_id[pk] for pk in back],
        split_from=by_id.get(issue.split_from_id or 0),
        split_into=[by_id[pk] for pk in split],
    )
