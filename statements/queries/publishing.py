"""What is released, what stops a release, what it would list: by the database's clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Least, Now

from portal.models import Mandate, Seat
from portal.queries.clock import in_words
from portal.vocabulary.jobs import JobState
from portal.vocabulary.organizations import Capacity
from statements.models import (
    ListedSignature,
    Publication,
    PublicationFile,
    Revision,
    Signature,
    SignOn,
    Statement,
)
from statements.queries.clearing import uncleared_issuers
from statements.queries.receipts import recorded_among
from statements.queries.standing import latest_reconfirmation, signatures_now
from statements.vocabulary.blocks import BlockKind
from statements.vocabulary.signing import Ending, Standing
from statements.vocabulary.states import StatementState

if TYPE_CHECKING:
    from statements.queries.standing import StandingSignature

LEADING = (Capacity.PRINCIPAL, Capacity.ACTING)
OWN_LIST = (
    "Who signs is listed by the portal itself. Take the passage of the kind “Signatories” out of "
    "the text."
)


def published_statements() -> QuerySet[Publication]:
    """Everything that is out, newest first, withdrawn ones with their explanation included."""
    return (
        Publication.objects.visible()
        .select_related("statement")
        .prefetch_related("statement__issuings__organization")
        .order_by("-release_at", "-pk")
    )


def published_statement(ref: str) -> Publication | None:
    """The release under this reference, if it is out at this moment."""
    return published_statements().filter(statement__ref=ref).first()


def released_file(ref: str, suffix: str) -> PublicationFile | None:
    """A file of a release that is out at this moment."""
    return (
        PublicationFile.objects.filter(
            format=suffix,
            publication__in=Publication.objects.visible().filter(statement__ref=ref).values("pk"),
        )
        .select_related("publication")
        .first()
    )


def file_by_bytes(sha256: str) -> PublicationFile | None:
    """The file with these bytes, of a release that is out at this moment."""
    out = Publication.objects.visible().values("pk")
    files = PublicationFile.objects.filter(sha256=sha256, publication__in=out)
    return files.select_related("publication").first()


def standing_publication(statement: Statement) -> Publication | None:
    """The release that counts for a statement, out or still ahead."""
    found = Publication.objects.standing().select_related("job", "withdrawn_by")
    return found.filter(statement=statement).first()


def is_out(publication: Publication) -> bool:
    return Publication.objects.visible().filter(pk=publication.pk).exists()


def signatures_for_release(
    statement: Statement, release_at: datetime
) -> "QuerySet[StandingSignature]":
    """Who signed exactly the newest text, with an authority that lasts until the release.

    As `ListedSignature.objects.without_authority` reads it, so that what is built again goes out.
    """
    agreed_at = Coalesce(
        Subquery(latest_reconfirmation().values("reconfirmed_at")[:1]), F("signed_at")
    )
    lasting = Mandate.objects.holding(since=OuterRef("agreed_at"), until=release_at)
    return (
        signatures_now()
        .alias(agreed_at=agreed_at)
        .filter(Exists(lasting.filter(pk=OuterRef("agreed_mandate"))))
        .filter(statement=statement, standing=Standing.SIGNED)
        .select_related("organization", "seat")
        .order_by("pk")
    )


def leading_signatures(statement: Statement) -> set[int]:
    """Signatures of those who lead an issuing association."""
    leaders = Seat.objects.current().filter(
        organization__in=statement.issuings.values("organization"),
        capacity__in=LEADING,
        member=OuterRef("seat__member"),
    )
    led = Q(Exists(leaders)) | Q(organization__in=statement.issuings.values("organization"))
    return set(Signature.objects.filter(led, statement=statement).values_list("pk", flat=True))


def is_asking(statement: Statement) -> bool:
    """Signatures are asked for, or were."""
    opened = SignOn.objects.filter(statement=statement, opens_at__isnull=False)
    return opened.exists() or Signature.objects.filter(statement=statement).exists()


def has_own_list(revision: Revision) -> bool:
    """The text names signatories itself, as one that was written elsewhere may."""
    return revision.blocks.filter(kind=BlockKind.SIGNATORIES).exists()


def release_obstacles(statement: Statement, revision: Revision) -> list[str]:
    """What stops the release now, each in a sentence that says what to do."""
    if statement.state not in {StatementState.FROZEN, StatementState.SIGN_ON}:
        return ["Freeze the text first: only a frozen text can be published."]
    found = [
        f"{issuer.name} has not cleared this text yet. Ask its publisher to clear it."
        for issuer in uncleared_issuers(statement)
    ]
    if is_asking(statement) and has_own_list(revision):
        found.append(OWN_LIST)
    if SignOn.objects.filter(statement=statement, opens_at__gt=Now()).exists():
        found.append("Sign-on opens in less than a minute. Undo it, or wait until it has opened.")
    return found


def release_holds(publication: Publication) -> list[str]:
    """What keeps a release from going out, each in a sentence that says what to do.

    For one that is not out: afterwards nothing is held.
    """
    found = []
    if publication.held_at is not None:
        found.append(f"{publication.held_reason} Build it again from what stands now, or undo it.")
    found += _authority_holds(publication)
    if publication.built_at is None and publication.job.state == JobState.DEAD:
        found.append(publication.job.error)
    return found


def _authority_holds(publication: Publication) -> list[str]:
    """A sentence for each listed signature whose authority does not last until the release."""
    ends = Mandate.objects.filter(pk=OuterRef("agreed_mandate")).annotate(
        end=Least("valid_until", "revoked_at", "seat__until")  # PostgreSQL passes over empty ones
    )
    listed = (
        ListedSignature.objects.without_authority()
        .filter(publication=publication)
        .annotate(ends_at=Subquery(ends.values("end")[:1]))
        .annotate(has_ended=ExpressionWrapper(Q(ends_at__lte=Now()), output_field=BooleanField()))
    )
    found = []
    for signature in listed.values(
        "signature__printed_name", "signature__printed_organization", "ends_at", "has_ended"
    ):
        ends_at, fact = signature["ends_at"], "does not hold at the release"
        if ends_at is not None and ends_at <= publication.release_at:
            verb = "ended" if signature["has_ended"] else "ends"
            fact = f"{verb} {in_words(ends_at)}, before the release"
        body = signature["signature__printed_organization"]
        found.append(
            f"The authority of {signature['signature__printed_name']} to sign for {body} {fact}. "
            f"{body} can reconfirm until the release and was asked to. Or build the release again "
            "to publish without this signature."
        )
    return found


@dataclass(frozen=True)
class Aftermath:
    """What happened to the list of signatories after the release: additions and departures.

    `recorded` are those of the late ones that rest on a letter.
    """

    late: Sequence[Signature]
    departed: Sequence[Signature]
    recorded: Collection[int]

    @property
    def has_disputes(self) -> bool:
        return any(signature.is_disputed for signature in self.departed)


def aftermath(publication: Publication) -> Aftermath:
    """Late signers and endings, each with its date; what was recalled at once never counted."""
    listed = Q(listings__publication=publication)
    signed = Signature.objects.filter(statement=publication.statement_id).order_by("signed_at")
    # Who signs late is on the page at once, but for an office that nobody has confirmed yet.
    waiting = Mandate.objects.unconfirmed().filter(pk=OuterRef("mandate"))
    late = list(
        signed.exclude(listed).filter(
            ~Exists(waiting),
            Q(ended_at__isnull=True) | ~Q(ended_as=Ending.RECALLED),
            digest=publication.digest,
            signed_at__gte=F("statement__publications__release_at"),
            statement__publications=publication,
        )
    )
    return Aftermath(
        late=late,
        departed=list(signed.filter(listed, ended_at__isnull=False).order_by("ended_at")),
        recorded=recorded_among(late),
    )
