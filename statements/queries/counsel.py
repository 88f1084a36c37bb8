"""Counsel of an organization: who may be asked, what was asked, what was answered.

All of it is seen by people of that organization and by nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.models import Mandate, Member, Organization, Seat
from portal.queries.organizations import HEADS
from portal.vocabulary.organizations import WORKING_CAPACITIES
from statements.models import Answer, CounselRequest, Revision, Statement
from statements.queries.authority import authority_line, mandate_snapshot
from statements.queries.standing import signatures_now


@dataclass(frozen=True)
class Counsel:
    """Somebody who may be asked."""

    member: Member
    title: str


def possible_counsel(organization: Organization, asker: Member) -> list[Counsel]:
    """Whoever else works there and does not lead it, each person once; staff come first."""
    seats = Seat.objects.current().filter(
        organization=organization,
        capacity__in=WORKING_CAPACITIES - set(HEADS),
        member__is_active=True,
    )
    others = seats.exclude(member=asker).select_related("member").order_by("-capacity", "title")
    found = {seat.member_id: Counsel(seat.member, seat.title) for seat in reversed(others)}
    return list(reversed(found.values()))


def counsel_requests(statement: Statement, organization: Organization) -> QuerySet[CounselRequest]:
    """Newest first, of all versions."""
    return CounselRequest.objects.filter(
        statement=statement, organization=organization
    ).select_related("counsel", "asked_by__member", "revision")


def counsel_request(member: Member, *, ref: str, request_id: int) -> CounselRequest | None:
    """For people with a working seat in the organization that asked, counsel among them."""
    bodies = [s.organization_id for s in member.current_seats if s.capacity in WORKING_CAPACITIES]
    found = CounselRequest.objects.filter(
        pk=request_id, statement__ref=ref, organization__in=bodies
    )
    return found.select_related(
        "statement", "organization", "revision", "counsel", "asked_by__member"
    ).first()


def text_agreed_before(request: CounselRequest) -> Revision | None:
    """What the organization last signed or answered, if it is not the version asked about."""
    signed = signatures_now().filter(
        statement=request.statement_id, organization=request.organization_id
    )
    answered = Answer.objects.filter(
        statement=request.statement_id, organization=request.organization_id
    )
    digests = [one.agreed_digest for one in signed.order_by("signed_at")]
    digests = digests or [one.revision.digest for one in answered.select_related("revision")]
    if not digests or digests[-1] == request.revision.digest:
        return None
    return Revision.objects.filter(statement=request.statement_id, digest=digests[-1]).last()


@dataclass(frozen=True)
class Authority:
    """Somebody who may sign for the organization now, and by what."""

    name: str
    line: str


def authorities(organization: Organization) -> Sequence[Authority]:
    held = Mandate.objects.valid().filter(seat__organization=organization)
    found = held.select_related(
        "seat__member", "seat__organization", "granted_by", "confirmed_by"
    ).order_by("seat__member__name")
    return [Authority(m.seat.member.name, authority_line(mandate_snapshot(m))) for m in found]


def questions_to(member: Member) -> QuerySet[CounselRequest]:
    """What waits for the member as counsel, of organizations where they still have a seat."""
    bodies = [s.organization_id for s in member.current_seats if s.capacity in WORKING_CAPACITIES]
    return CounselRequest.objects.filter(
        counsel=member, answer="", organization__in=bodies
    ).select_related("statement", "organization")
