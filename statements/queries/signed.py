"""What an organization has signed, for those who look at its page."""

from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from portal.models import Member, Organization
from statements.models import Issuer, Publication, Signature
from statements.queries.statements import statements_worked_on_by
from statements.vocabulary.signing import Ending

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class ReleaseFacts(TypedDict):
        """Whether the statement is out, and whether it was withdrawn then."""

        is_out: bool
        is_withdrawn: bool

    SignedStatement = WithAnnotations[Signature, ReleaseFacts]


def signatures_of(organization: Organization, member: Member) -> "QuerySet[SignedStatement]":
    """Of released statements everybody sees who signed; before, the organization and the issuers.

    Late signers and those who withdrew afterwards are among them, as on the public page.
    """
    out = Publication.objects.visible().filter(statement=OuterRef("statement"))
    listed = Q(listings__publication__in=Publication.objects.visible())
    late = Exists(out.filter(digest=OuterRef("digest"), release_at__lte=OuterRef("signed_at"))) & (
        Q(ended_at__isnull=True) | ~Q(ended_as=Ending.RECALLED)
    )
    seen = Q(is_out=True) & (listed | late)
    seen |= Q(is_out=False, ended_at__isnull=True) & _before_release(organization, member)
    return (
        Signature.objects.filter(organization=organization)
        .annotate(is_out=Exists(out), is_withdrawn=Exists(out.filter(withdrawn_at__isnull=False)))
        .filter(seen)
        .select_related("statement")
        .order_by(F("signed_at").desc())
        .distinct()
    )


def _before_release(organization: Organization, member: Member) -> Q:
    """Who signs is not told before the release but to those who know it anyway."""
    works_on = Q(statement__in=statements_worked_on_by(member).values("pk"))
    seats = member.current_seats
    if any(seat.organization_id == organization.pk for seat in seats):
        return works_on
    staffed = [seat.organization_id for seat in seats if seat.is_association_staff]
    issued = Issuer.objects.filter(organization__in=staffed).values("statement")
    return works_on & Q(statement__in=issued)
