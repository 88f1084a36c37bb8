"""Signatures as those see them who gave them, and as everybody sees them who is asked to sign."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Now

from portal.models import Member
from portal.vocabulary.organizations import WORKING_CAPACITIES
from statements.models import Revision, Signature, Statement
from statements.queries.standing import signatures_now
from statements.vocabulary.signing import RECALL_MINUTES, Standing

if TYPE_CHECKING:
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    class ReceiptFacts(TypedDict):
        """What is derived of a signature at this instant."""

        agreed_digest: str
        standing: str
        may_recall: bool

    Receipt = WithAnnotations[Signature, ReceiptFacts]


def signed_by(statement: Statement) -> QuerySet[Signature]:
    """Signatures that stand under the newest text at this moment, in the order of signing."""
    found = signatures_now().filter(statement=statement, standing=Standing.SIGNED)
    return found.order_by("signed_at")


def is_recallable() -> Q:
    """Signed a few minutes ago, by the database's clock, and still living."""
    return Q(ended_at__isnull=True, signed_at__gt=Now() - timedelta(minutes=RECALL_MINUTES))


def recall_ends(signature: Signature) -> datetime:
    return signature.signed_at + timedelta(minutes=RECALL_MINUTES)


def receipt_of(member: Member, *, ref: str, signature_id: int) -> "Receipt | None":
    """A signature for people of the organization that gave it, and for the issuers' staff."""
    seats = member.current_seats
    bodies = [seat.organization_id for seat in seats if seat.capacity in WORKING_CAPACITIES]
    staff = [seat.organization_id for seat in seats if seat.is_association_staff]
    issued = Statement.objects.filter(
        issuings__organization__in=staff, handed_over_at__isnull=False
    ).values("pk")
    return (
        signatures_now()
        .filter(Q(organization__in=bodies) | Q(statement__in=issued))
        .filter(statement__ref=ref, pk=signature_id)
        .annotate(may_recall=ExpressionWrapper(is_recallable(), output_field=BooleanField()))
        .select_related("statement", "organization", "seat__member")
        .first()
    )


def agreed_revision(receipt: "Receipt") -> Revision:
    """The version that the organization last agreed to: the one signed or reconfirmed."""
    reconfirmed = receipt.reconfirmations.order_by("-reconfirmed_at").first()
    agreed = receipt if reconfirmed is None else reconfirmed
    return Revision.objects.prefetch_related("blocks").get(pk=agreed.revision_id)
