"""Where every organization stands with a statement, derived at this instant in SQL.

Stored are only signing, reconfirming, ending, answering. From them and from the newest text, the
mandates and the database's clock follow: signed this text, signed an earlier text, lapsed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Now

from portal.models import Mandate, Membership, Organization
from portal.vocabulary.organizations import OrganizationKind
from statements.models import Answer, Reconfirmation, Revision, Signature, SignOn, Statement
from statements.vocabulary.signing import DISPUTES, STANDING_TONES, Ending, Standing
from statements.vocabulary.states import StatementState

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class StandingFacts(TypedDict):
        """What is derived of a signature at this instant."""

        agreed_digest: str
        agreed_mandate: int
        standing: str

    StandingSignature = WithAnnotations[Signature, StandingFacts]

SIGNING_KINDS = (
    OrganizationKind.CITY,
    OrganizationKind.COUNTY,
    OrganizationKind.POLICE_AGENCY,
    OrganizationKind.SHERIFFS_OFFICE,
)

ASKED = frozenset(
    {
        StatementState.SIGN_ON,
        StatementState.SCHEDULED,
        StatementState.PUBLISHED,
        StatementState.WITHDRAWN,
    }
)
"""States in which those who are asked to sign see the text."""


def latest_reconfirmation() -> QuerySet[Reconfirmation]:
    """Of the signature that it is asked for, newest first."""
    return Reconfirmation.objects.filter(signature=OuterRef("pk")).order_by("-reconfirmed_at")


def signatures_now() -> "QuerySet[StandingSignature]":
    """All signatures with `agreed_digest` (last agreed to) and `standing` at this moment.

    A release reads the same expression at its instant: silence drops, an ended mandate lapses.
    """
    latest = latest_reconfirmation()
    newest = Revision.objects.filter(statement=OuterRef("statement")).order_by("-number")
    return Signature.objects.annotate(
        agreed_digest=Coalesce(Subquery(latest.values("digest")[:1]), F("digest")),
        agreed_mandate=Coalesce(
            Subquery(latest.values("mandate")[:1]), F("mandate"), output_field=BigIntegerField()
        ),
        newest_digest=Subquery(newest.values("digest")[:1]),
    ).annotate(
        standing=Case(
            When(ended_at__isnull=False, then=Value(Standing.WITHDRAWN)),
            When(~Q(agreed_digest=F("newest_digest")), then=Value(Standing.STALE)),
            When(
                ~Exists(Mandate.objects.valid().filter(pk=OuterRef("agreed_mandate"))),
                then=Value(Standing.LAPSED),
            ),
            default=Value(Standing.SIGNED),
        )
    )


def eligible_organizations(sign_on: SignOn) -> QuerySet[Organization]:
    """Who may co-sign: named ones, and those of a listed kind, country and association."""
    asked = Q(kind__in=sign_on.kinds or SIGNING_KINDS)
    if sign_on.countries:
        asked &= Q(country__in=sign_on.countries)
    within = sign_on.associations.all()
    if within.exists():
        current = Q(until__isnull=True) | Q(until__gt=Now())
        joined = Membership.objects.filter(current, association__in=within)
        asked &= Q(pk__in=joined.values("organization"))
    return Organization.objects.filter(asked | Q(pk__in=sign_on.named.values("pk")))


def open_sign_ons_for(organizations: Sequence[Organization]) -> QuerySet[SignOn]:
    """Sign-ons that have opened and ask one of the organizations: `eligible_organizations` read
    the other way round, in one query. A text that was taken back is nobody's to answer."""
    asking = Q(pk__in=[])
    for body in organizations:
        asking |= _asks(body)
    return SignOn.objects.filter(asking, opens_at__lte=Now(), statement__state__in=ASKED)


def _asks(body: Organization) -> Q:
    kinds = Q(kinds__contains=[body.kind])
    if body.kind in SIGNING_KINDS:
        kinds |= Q(kinds=[])
    countries = Q(countries=[]) | Q(countries__contains=[body.country])
    current = Q(until__isnull=True) | Q(until__gt=Now())
    joined = Membership.objects.filter(current, organization=body).values("association")
    links = SignOn.associations.through.objects.filter(signon=OuterRef("pk"))
    within = Q(~Exists(links)) | Q(Exists(links.filter(organization__in=joined)))
    named = SignOn.named.through.objects.filter(signon=OuterRef("pk"), organization=body)
    return (kinds & countries & within) | Q(Exists(named))


@dataclass(frozen=True)
class Stand:
    """One asked organization and where it stands; `signature` and `answer` are the newest.

    `note` is for its staff page: what it waits for, or who of the same city differs.
    """

    organization: Organization
    standing: Standing
    signature: "StandingSignature | None"
    answer: Answer | None
    note: str = ""

    @property
    def tone(self) -> str:
        return STANDING_TONES[self.standing]

    @property
    def label(self) -> str:
        """In words; what was recalled within minutes or disputed is not called withdrawn."""
        ending = self.signature.ended_as if self.signature else None
        if self.standing == Standing.WITHDRAWN and ending in {Ending.RECALLED, *DISPUTES}:
            return str(Ending(ending).label)
        return str(self.standing.label)


def stands(statement: Statement) -> list[Stand]:
    """Every organization that may sign or has signed, by name; empty without a sign-on."""
    sign_on = SignOn.objects.filter(statement=statement).first()
    if sign_on is None:
        return []
    signatures = {s.organization_id: s for s in _newest_signatures(statement)}
    answers = {a.organization_id: a for a in Answer.objects.filter(statement=statement)}
    asked = Organization.objects.filter(
        Q(pk__in=eligible_organizations(sign_on).values("pk")) | Q(pk__in=list(signatures))
    ).order_by("name")
    return [_stand(body, signatures.get(body.pk), answers.get(body.pk)) for body in asked]


def stand_of(statement: Statement, organization: Organization) -> Stand:
    """Where one organization stands."""
    signature = _newest_signatures(statement).filter(organization=organization).last()
    answer = Answer.objects.filter(statement=statement, organization=organization).last()
    return _stand(organization, signature, answer)


def counted(found: Sequence[Stand]) -> Counter[Standing]:
    """How many stand where."""
    return Counter(stand.standing for stand in found)


def _newest_signatures(statement: Statement) -> "QuerySet[StandingSignature]":
    return (
        signatures_now()
        .filter(statement=statement)
        .select_related("organization", "seat__member")
        .order_by("signed_at")
    )


def _stand(
    organization: Organization, signature: "StandingSignature | None", answer: Answer | None
) -> Stand:
    """A living signature counts before any answer; of an ended one and an answer, the later."""
    if signature is not None and signature.ended_at is None:
        standing = Standing(signature.standing)
    elif answer is not None and (signature is None or _is_later(answer, signature)):
        standing = Standing(answer.kind)
    else:
        standing = Standing.SILENT if signature is None else Standing.WITHDRAWN
    return Stand(organization, standing, signature, answer)


def _is_later(answer: Answer, signature: Signature) -> bool:
    return signature.ended_at is None or answer.answered_at > signature.ended_at
