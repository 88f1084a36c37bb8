"""For which organizations somebody may sign now, and if not, why: in plain words."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Now

from portal.models import Mandate, Member, Organization
from portal.queries.authority import why_not
from portal.queries.clock import in_words
from portal.vocabulary.organizations import WORKING_CAPACITIES, Instrument
from statements.models import Answer, Publication, Revision, SignOn, Statement
from statements.queries.authority import mandates_of
from statements.queries.city import CityRule, city_rules
from statements.queries.standing import (
    Stand,
    eligible_organizations,
    open_sign_ons_for,
    signatures_now,
    stand_of,
)
from statements.vocabulary.signing import Standing
from statements.vocabulary.states import StatementState

if TYPE_CHECKING:
    from statements.queries.standing import StandingSignature


class Window(StrEnum):
    """Whether a statement takes signatures at this moment, by the database's clock."""

    NONE = "none"
    NOT_YET = "not yet"
    OPEN = "open"
    PAST = "past"
    CLOSED = "closed"
    LATE = "late"


TAKES_SIGNATURES = frozenset({Window.OPEN, Window.LATE})
AGAIN = frozenset({Standing.STALE, Standing.LAPSED})
"""A living signature that counts again once its organization reconfirms."""


@dataclass(frozen=True)
class SignOnNow:
    """A statement's sign-on at this moment."""

    sign_on: SignOn | None
    window: Window

    @property
    def obstacle(self) -> str:
        """Why nobody can sign now; empty where signing is possible."""
        if self.window in TAKES_SIGNATURES:
            return ""
        if self.sign_on is None or self.sign_on.opens_at is None:
            return "This statement is not open for signing."
        if self.window == Window.NOT_YET:
            return f"Signing opens {in_words(self.sign_on.opens_at)}. Come back then."
        if self.window == Window.PAST:
            ended = in_words(self.sign_on.deadline_at)
            return (
                f"The time to sign ended {ended}. Ask the staff for more time; "
                "once the statement is out, you can sign late."
            )
        return "Signing is closed for now. Once the statement is out, you can sign late."


@dataclass(frozen=True)
class SigningSeat:
    """One of my organizations that is asked to sign: where it stands and what I may do now."""

    organization: Organization
    stand: Stand
    mandate: Mandate | None
    window: Window
    obstacle: str
    city: CityRule | None = None

    @property
    def signature(self) -> "StandingSignature | None":
        """The living one."""
        found = self.stand.signature
        return found if found is not None and found.ended_at is None else None

    @property
    def is_free(self) -> bool:
        """Its city lets it sign what it has not agreed to yet."""
        return self.city is None or self.city.is_met

    @property
    def replaces(self) -> "StandingSignature | None":
        """An earlier text's, of somebody else: mine of the newest takes its place."""
        found = self.signature
        if found is None or self.mandate is None or self.stand.standing != Standing.STALE:
            return None
        return found if found.seat.member_id != self.mandate.seat.member_id else None

    @property
    def may_sign(self) -> bool:
        is_open = self.signature is None or self.replaces is not None
        return not self.obstacle and is_open and self.is_free

    @property
    def may_reconfirm(self) -> bool:
        if self.obstacle or self.signature is None or self.stand.standing not in AGAIN:
            return False
        if self.stand.standing == Standing.STALE:
            return self.is_free and self.replaces is None
        return True

    @property
    def may_answer(self) -> bool:
        return not self.obstacle and self.signature is None and self.window == Window.OPEN

    @property
    def may_withdraw(self) -> bool:
        return self.mandate is not None and self.signature is not None


def sign_on_now(statement: Statement) -> SignOnNow:
    """After the release whoever was asked may still sign, late, and is listed with the date."""
    out = Publication.objects.visible().filter(
        statement=OuterRef("statement"), withdrawn_at__isnull=True
    )
    found = (
        SignOn.objects.filter(statement=statement, opens_at__isnull=False)
        .annotate(
            is_open=ExpressionWrapper(Q(opens_at__lte=Now()), output_field=BooleanField()),
            is_past=ExpressionWrapper(Q(deadline_at__lte=Now()), output_field=BooleanField()),
            is_out=Exists(out),
        )
        .first()
    )
    if found is None:
        return SignOnNow(None, Window.NONE)
    if found.is_open and found.is_out:
        return SignOnNow(found, Window.LATE)
    if statement.state != StatementState.SIGN_ON:
        return SignOnNow(found, Window.CLOSED)
    if not found.is_open:
        return SignOnNow(found, Window.NOT_YET)
    return SignOnNow(found, Window.PAST if found.is_past else Window.OPEN)


def signing_seats(member: Member, statement: Statement) -> list[SigningSeat]:
    """The member's organizations that are asked to sign or have signed, those first where the
    member can do something now; empty when none of them is asked."""
    now = sign_on_now(statement)
    if now.sign_on is None:
        return []
    mine = {s.organization_id for s in member.current_seats if s.capacity in WORKING_CAPACITIES}
    asked = Q(pk__in=eligible_organizations(now.sign_on).values("pk"))
    signed = Q(pk__in=statement.signatures.values("organization"))
    bodies = Organization.objects.filter(asked | signed, pk__in=mine).order_by("name")
    held = mandates_of(member)
    seats = [
        _seat(statement, body, now, held.get(body.pk) or why_not(member, body)) for body in bodies
    ]
    rules = city_rules(now.sign_on, [body.pk for body in bodies])
    ruled = [replace(seat, city=rules.get(seat.organization.pk)) for seat in seats]
    return sorted(ruled, key=lambda seat: bool(seat.obstacle))


def _seat(
    statement: Statement, body: Organization, now: SignOnNow, authority: Mandate | str
) -> SigningSeat:
    """`authority` is what lets the member sign, or the sentence why nothing does."""
    stand = stand_of(statement, body)
    if isinstance(authority, str):
        return SigningSeat(body, stand, None, now.window, authority)
    is_awaited = stand.signature is not None and holds_release(stand.signature)
    return SigningSeat(body, stand, authority, now.window, "" if is_awaited else now.obstacle)


def holds_release(signature: "StandingSignature") -> bool:
    """A release that lists it waits: the authority it was given under has ended since.

    Whoever has authority there now may agree once more, also when signing is closed.
    """
    coming = Publication.objects.standing().filter(listed__signature=signature.pk)
    return (
        signature.ended_at is None
        and signature.standing == Standing.LAPSED
        and coming.exclude(pk__in=Publication.objects.visible().values("pk")).exists()
    )


def earlier_text(seat: SigningSeat, newest: Revision) -> Revision | None:
    """The text that the organization last signed or answered, if it is no longer the newest."""
    if seat.signature is not None:
        digest = seat.signature.agreed_digest
    elif seat.stand.answer is not None:
        digest = seat.stand.answer.revision.digest
    else:
        return None
    return text_shown(newest, digest) if digest != newest.digest else None


def text_shown(newest: Revision, digest: str) -> Revision | None:
    """The version of this statement with that digest, if there is one."""
    return Revision.objects.filter(statement=newest.statement_id, digest=digest).last()


@dataclass(frozen=True)
class WaitingSignOn:
    """A text that waits until `deadline_at` for the answer of an organization I may sign for.

    `stands_in_for` names the principal who has lent their authority meanwhile; `is_anew` where
    somebody else signed an earlier text.
    """

    statement: Statement
    organization: Organization
    standing: Standing
    deadline_at: datetime
    stands_in_for: str = ""
    is_anew: bool = False


def waiting_sign_ons(member: Member) -> list[WaitingSignOn]:
    """Where one of my organizations is silent or must reconfirm, by deadline: open sign-ons, and
    releases that its signature holds."""
    found: list[WaitingSignOn] = []
    for mandate in mandates_of(member).values():
        found += [*_waiting_for(mandate), *_held_for(mandate)]
    return sorted(found, key=lambda waiting: waiting.deadline_at)


def _waiting_for(mandate: Mandate) -> list[WaitingSignOn]:
    body = mandate.seat.organization
    open_now = (
        open_sign_ons_for([body])
        .filter(statement__state=StatementState.SIGN_ON, deadline_at__gt=Now())
        .select_related("statement")
    )
    statements = [sign_on.statement_id for sign_on in open_now]
    signed = signatures_now().filter(statement__in=statements, organization=body)
    newest = {s.statement_id: s for s in signed.select_related("seat").order_by("signed_at")}
    standings = {pk: Standing(signature.standing) for pk, signature in newest.items()}
    anew = {pk for pk, s in newest.items() if s.seat.member_id != mandate.seat.member_id}
    answered = Answer.objects.filter(statement__in=statements, organization=body)
    for statement_id in answered.values_list("statement", flat=True):
        standings.setdefault(statement_id, Standing.DECLINED)
    waits = {Standing.SILENT, *AGAIN}
    return [
        WaitingSignOn(
            statement=sign_on.statement,
            organization=body,
            standing=standing,
            deadline_at=sign_on.deadline_at,
            stands_in_for=_away(mandate),
            is_anew=standing == Standing.STALE and sign_on.statement_id in anew,
        )
        for sign_on in open_now
        if (standing := standings.get(sign_on.statement_id, Standing.SILENT)) in waits
    ]


def _held_for(mandate: Mandate) -> list[WaitingSignOn]:
    """Releases still to come that list a signature whose authority has ended."""
    body = mandate.seat.organization
    lapsed = signatures_now().filter(
        organization=body, standing=Standing.LAPSED, statement__state=StatementState.SCHEDULED
    )
    coming = Publication.objects.standing().filter(
        release_at__gt=Now(), listed__signature__in=lapsed
    )
    return [
        WaitingSignOn(release.statement, body, Standing.LAPSED, release.release_at, _away(mandate))
        for release in coming.select_related("statement")
    ]


def _away(mandate: Mandate) -> str:
    if mandate.instrument != Instrument.DELEGATION or mandate.granted_by is None:
        return ""
    return mandate.granted_by.name
