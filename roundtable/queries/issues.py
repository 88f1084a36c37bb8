"""Proposals and issues that somebody may see: the one place where that is decided."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.functions import Extract, Now

from portal.models import Member, Organization, Seat
from portal.models.questions import Question, among, question
from portal.rules import is_in_working_group
from portal.vocabulary.audiences import Audience
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

TEXTS_OF_PROPOSAL = ("source_text", "background_before", "background_after", "leftovers")
"""Left in the database where only the issues of a proposal are shown."""


def proposals_visible_to(member: Member) -> QuerySet[Proposal]:
    """The working group sees every proposal; nobody else sees any."""
    if not is_in_working_group(member):
        return Proposal.objects.none()
    return Proposal.objects.select_related("issuer", "counterpart")


def may_see_proposal(member: Member, proposal_id: int) -> bool:
    return proposals_visible_to(member).filter(pk=proposal_id).exists()


def issues_visible_to(member: Member) -> "QuerySet[WaitingIssue]":
    """Issues whose content the member may see, in tree order: the one place that decides.

    Nobody outside the working group sees any; inside it, the issue's audience decides. Each comes
    with `waiting_days` by the database.
    """
    if not is_in_working_group(member):
        return _with_days().none()
    return _with_days().filter(in_audience(member))


@cache
def _with_days() -> "QuerySet[WaitingIssue]":
    """Kept as a question: whoever asks it asks a copy."""
    waited = ExpressionWrapper(
        Now(output_field=DateTimeField()) - F("waiting_since"), output_field=DurationField()
    )
    return (
        Issue.objects.select_related("owner__member", "owner__organization")
        .annotate(waiting_days=Extract(waited, "day"))
        .order_by("proposal_id", "position")
    )


def issues_seen_by(member: Member) -> QuerySet[Issue]:
    """The same issues, bare: without order, owners and days."""
    if not is_in_working_group(member):
        return Issue.objects.none()
    return Issue.objects.filter(in_audience(member))


def in_audience(member: Member) -> Q:
    """Issues whose audience the member is part of, by seat or by name."""
    return among(_in_audience(member.pk, member.audiences))


@lru_cache(maxsize=1000)
def _in_audience(member_id: int, audiences: frozenset[str]) -> Question:
    named = Issue.readers.through.objects.filter(issue=OuterRef("pk"), member=member_id)
    seen = Q(audience__in=audiences) | (Q(audience=Audience.NAMED) & Q(Exists(named)))
    return question(Issue.objects.filter(seen))


def board(member: Member) -> "QuerySet[ProposalTree]":
    """Visible proposals, each with its whole tree in `nodes`."""
    nodes = Prefetch("issues", queryset=issues_visible_to(member), to_attr="nodes")
    return proposals_visible_to(member).prefetch_related(nodes)


def visible_proposal(member: Member, ref: str) -> "ProposalTree | None":
    return board(member).filter(ref=ref).first()


def branch_of(issue: Issue) -> QuerySet[Issue]:
    """The issue and everything below it, in tree order.

    The outline stands depth first: a branch ends where the next issue is no deeper.
    """
    after = Issue.objects.filter(
        proposal=issue.proposal_id, position__gt=issue.position, depth__lte=issue.depth
    )
    end = after.order_by("position").values_list("position", flat=True).first()
    branch = Issue.objects.filter(proposal=issue.proposal_id, position__gte=issue.position)
    return (branch if end is None else branch.filter(position__lt=end)).order_by("position")


def issues_asked_about(member: Member) -> "QuerySet[WaitingIssue]":
    """Issues that the member owns and of which somebody asked for an update, longest first."""
    owned = [seat.pk for seat in member.current_seats]
    asked = issues_visible_to(member).filter(owner__in=owned, update_asked_at__isnull=False)
    return asked.select_related("update_asked_by").order_by("update_asked_at")


def issues_waiting_on(member: Member) -> "QuerySet[WaitingIssue]":
    """Open issues that the member owns and that wait on the owner, longest first."""
    owned = [seat.pk for seat in member.current_seats]
    mine = issues_visible_to(member).filter(owner__in=owned, waiting_on=WaitingOn.OWNER)
    return mine.filter(state__in=OPEN_STATES).order_by("waiting_since")


def issues_in_hands_of(seat: Seat, member: Member) -> "QuerySet[WaitingIssue]":
    """Of the open issues that the member may see, those which a seat owns, leads or helps with,
    or which wait on it."""
    helped = Issue.helpers.through.objects.filter(seat=seat.pk)
    held = Q(owner=seat) | Q(staff_lead=seat) | Q(waiting_seat=seat)
    held |= Q(pk__in=helped.values("issue"))
    return issues_visible_to(member).filter(held, state__in=OPEN_STATES, is_heading=False)


def issues_owned_by(organization: Organization, member: Member) -> "QuerySet[WaitingIssue]":
    """Of the open issues that the member may see, those that a seat of the organization owns."""
    owned = issues_visible_to(member).filter(
        owner__organization=organization, state__in=OPEN_STATES, is_heading=False
    )
    return owned.select_related("owner__member")


def issues_without_current_owner(member: Member) -> "QuerySet[WaitingIssue]":
    """Of the open issues that the member may see, those whose owner's seat has ended."""
    return issues_visible_to(member).filter(
        owner__until__lte=Now(), state__in=OPEN_STATES, is_heading=False
    )
