"""Whom an event of a statement concerns; whether they may see it is asked once more when sent."""

from collections.abc import Collection
from itertools import chain

from django.db.models import QuerySet

from portal.models import Mandate, Member, Organization, Seat
from portal.vocabulary.organizations import (
    ASSOCIATION_CAPACITIES,
    WORKING_CAPACITIES,
    Capacity,
)
from statements.models import Clearance, Signature, Statement
from statements.queries.clearing import uncleared_issuers
from statements.queries.standing import signatures_now, stands
from statements.vocabulary.signing import Standing


def silent_organizations(statement: Statement) -> list[Organization]:
    """Those that are asked to sign and have not answered."""
    found = stands(statement)
    return [stand.organization for stand in found if stand.standing == Standing.SILENT]


def silent_signers(statement: Statement) -> list[Seat]:
    """Those who may sign for an organization that has not answered."""
    return _signers([body.pk for body in silent_organizations(statement)])


def stale_signers(statement: Statement) -> list[Seat]:
    """Whose signature is for an earlier text: who gave it, and who may sign there now."""
    stale = signatures_now().filter(statement=statement, standing=Standing.STALE)
    signed = Seat.objects.current().filter(pk__in=stale.values("seat"))
    bodies = stale.values_list("organization", flat=True)
    return [*_with_people(signed), *_signers(list(bodies))]


def named_signers(statement: Statement) -> set[tuple[int, int]]:
    """Organization and member of each signature that has not ended: only they carry it on."""
    living = signatures_standing(statement)
    return set(living.values_list("organization", "seat__member"))


def signatures_of(statement: Statement) -> QuerySet[Signature]:
    """All signatures, with their signers."""
    people = ("seat__member", "seat__organization", "organization", "recorded_by")
    found = Signature.objects.filter(statement=statement).select_related(
        *people, "revision", "statement__organization"
    )
    return found.prefetch_related("statement__issuings__organization")


def signatures_standing(statement: Statement) -> QuerySet[Signature]:
    """Signatures that were not recalled, withdrawn or disputed, with their signers."""
    return signatures_of(statement).filter(ended_at__isnull=True)


def signers_of(signature: Signature) -> list[Seat]:
    """Whose name stands there, and who may sign for the organization now; each person once."""
    signed = _with_people(Seat.objects.current().filter(pk=signature.seat_id))
    others = _signers([signature.organization_id])
    return [*{seat.member_id: seat for seat in [*others, *signed]}.values()]


def signers_for(organization_id: int) -> list[Seat]:
    """Who may sign for the organization now and can sign in."""
    return [seat for seat in _signers([organization_id]) if seat.member.is_active]


def people_of(organization_id: int) -> list[Seat]:
    """Who works for the organization."""
    seats = Seat.objects.current().filter(
        organization=organization_id, capacity__in=WORKING_CAPACITIES
    )
    return _with_people(seats)


def issuing_staff(statement: Statement) -> list[Seat]:
    """Editors and publishers of the issuing associations."""
    return _staff(statement, ASSOCIATION_CAPACITIES)


def publishers_yet_to_clear(statement: Statement) -> list[Seat]:
    """Publishers of the issuing associations that have not cleared the newest text."""
    waiting = {issuer.pk for issuer in uncleared_issuers(statement)}
    publishers = _staff(statement, {Capacity.PUBLISHER})
    return [seat for seat in publishers if seat.organization_id in waiting]


def cleared_before(statement: Statement) -> set[int]:
    """Associations that cleared an earlier text, and have to read the newest."""
    waiting = uncleared_issuers(statement)
    earlier = Clearance.objects.filter(statement=statement, organization__in=waiting)
    return set(earlier.values_list("organization", flat=True))


def staff_elsewhere(statement: Statement, author: Member | None) -> list[Seat]:
    """Staff of the issuing associations for which the author of a text does not work."""
    own = {seat.organization_id for seat in author.current_seats} if author else set()
    return [seat for seat in issuing_staff(statement) if seat.organization_id not in own]


def publishers(statement: Statement) -> list[Seat]:
    """Publishers of the issuing associations."""
    return _staff(statement, {Capacity.PUBLISHER})


def drafters(statement: Statement) -> list[Member]:
    """Who began the statement or wrote a version of it."""
    authors = statement.revisions.exclude(author=None).values_list("author", flat=True)
    people = chain([statement.created_by_id], authors)
    return list(Member.objects.filter(pk__in=[pk for pk in people if pk is not None]))


def _signers(organizations: Collection[int]) -> list[Seat]:
    mandates = Mandate.objects.valid().filter(seat__organization__in=organizations)
    return _with_people(Seat.objects.filter(pk__in=mandates.values("seat")))


def _staff(statement: Statement, capacities: Collection[str]) -> list[Seat]:
    issuers = [issuing.organization_id for issuing in statement.issuings.all()]
    seats = Seat.objects.current().filter(organization__in=issuers, capacity__in=capacities)
    return _with_people(seats)


def _with_people(seats: QuerySet[Seat]) -> list[Seat]:
    return list(seats.select_related("member", "organization").order_by("pk"))
