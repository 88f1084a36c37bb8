"""Signatures as those see them who gave them, and as everybody sees them who is asked to sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Now

from portal.models import Member
from portal.vocabulary.organizations import WORKING_CAPACITIES
from portal.vocabulary.step_up import StepUpLevel
from statements.models import Publication, Reconfirmation, Revision, Signature, Statement
from statements.queries.authority import authority_line, mandate_snapshot, mandates_of
from statements.queries.standing import signatures_now
from statements.queries.statements import may_work_on
from statements.vocabulary.digest import text_code
from statements.vocabulary.signing import RECALL_MINUTES, SIGNED_AS, SigningAs, Standing

if TYPE_CHECKING:
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    from statements.queries.standing import StandingSignature

    class ReceiptFacts(TypedDict):
        """What is derived of a signature at this instant."""

        agreed_digest: str
        agreed_mandate: int
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


def signatures_open_to(member: Member) -> "QuerySet[StandingSignature]":
    """Signatures for people of the organization that gave it, for the issuers' staff, and for who
    is named as the signer, also after they have left: they can always say that it was not they.
    """
    seats = member.current_seats
    bodies = [seat.organization_id for seat in seats if seat.capacity in WORKING_CAPACITIES]
    staff = [seat.organization_id for seat in seats if seat.is_association_staff]
    issued = Statement.objects.filter(
        issuings__organization__in=staff, handed_over_at__isnull=False
    ).values("pk")
    seen = Q(organization__in=bodies) | Q(statement__in=issued)
    if member.pk is not None:  # not a stand-in in a preview
        seen |= Q(seat__member=member.pk)
    return signatures_now().filter(seen)


def receipt_of(member: Member, *, ref: str, signature_id: int) -> "Receipt | None":
    """One of them, with all that its page says."""
    return (
        signatures_open_to(member)
        .filter(statement__ref=ref, pk=signature_id)
        .annotate(may_recall=ExpressionWrapper(is_recallable(), output_field=BooleanField()))
        .select_related(
            *("statement", "organization", "seat__member", "revision", "recorded_by", "letter")
        )
        .first()
    )


def may_read_text(member: Member, revision: Revision) -> bool:
    """Not a signer who no longer works there, unless exactly this text is out."""
    return may_work_on(member, revision.statement_id) or is_released(revision)


def is_released(revision: Revision) -> bool:
    """Whether exactly this text is out at this moment."""
    out = Publication.objects.visible().filter(statement=revision.statement_id)
    return out.filter(digest=revision.digest).exists()


def may_dispute(member: Member, signature: Signature) -> bool:
    """Who is named as the signer; of a letter, while nobody of the organization has reconfirmed
    it, whoever may sign there now. A signature ends only once.
    """
    if signature.ended_at is not None:
        return False
    if is_named(member, signature):
        return True
    return bool(recorded_among([signature])) and signature.organization_id in mandates_of(member)


def is_named(member: Member, signature: Signature) -> bool:
    """Whether it was given from a seat of theirs."""
    return signature.seat.member_id == member.pk


def recorded_among(signatures: Iterable[Signature]) -> set[int]:
    """Those that rest on a letter alone: nobody of the organization has reconfirmed them since."""
    recorded = {found.pk for found in signatures if found.recorded_by_id is not None}
    if not recorded:
        return recorded
    again = Reconfirmation.objects.filter(signature__in=recorded)
    return recorded.difference(again.values_list("signature", flat=True))


@dataclass(frozen=True)
class SignerLine:
    """Who has signed, as the working group reads it."""

    signature: "StandingSignature"
    is_recorded: bool

    @property
    def signed_as(self) -> str:
        return SIGNED_AS[SigningAs(self.signature.signing_as)]

    @property
    def text_code(self) -> str:
        """Of the text that the organization last agreed to."""
        return text_code(self.signature.agreed_digest)

    @property
    def doubt(self) -> Standing | None:
        """Why the signature does not count now; None where it does."""
        standing = Standing(self.signature.standing)
        return None if standing == Standing.SIGNED else standing


def signer_lines(statement: Statement) -> list[SignerLine]:
    """Every signature that has not ended, in the order of signing."""
    living = signatures_now().filter(statement=statement, ended_at__isnull=True)
    found = list(living.order_by("signed_at"))
    recorded = recorded_among(found)
    return [SignerLine(signature, signature.pk in recorded) for signature in found]


@dataclass(frozen=True)
class Again:
    """A reconfirmation, with the authority under which it was given."""

    reconfirmation: Reconfirmation
    authority: str

    @property
    def confirmed_with(self) -> str:
        return str(StepUpLevel(self.reconfirmation.step_up).label)


def reconfirmations_of(receipt: Signature) -> list[Again]:
    """Every reconfirmation of a signature, oldest first."""
    found = receipt.reconfirmations.select_related(
        "seat__member",
        "revision",
        "mandate__seat__member",
        "mandate__granted_by",
        "mandate__confirmed_by",
    )
    return [Again(one, authority_line(mandate_snapshot(one.mandate))) for one in found]


def agreed_revision(receipt: "Receipt") -> Revision:
    """The version that the organization last agreed to: the one signed or reconfirmed."""
    reconfirmed = receipt.reconfirmations.order_by("-reconfirmed_at").first()
    agreed = receipt if reconfirmed is None else reconfirmed
    return Revision.objects.prefetch_related("blocks").get(pk=agreed.revision_id)
