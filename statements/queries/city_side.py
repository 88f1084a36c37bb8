"""What a city is asked about its agencies' signatures, and who answers for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse

from portal.models import Mandate, Member, Notification, Organization, Seat
from portal.queries.signing_rules import heads_of, rules_of_agencies_of
from portal.vocabulary.organizations import CITY_KINDS, WORKING_CAPACITIES, Capacity
from statements.models import Signature, SignOn, Statement
from statements.queries.authority import mandates_of
from statements.queries.city import CityRule, city_rules, city_rules_of
from statements.queries.signing import TAKES_SIGNATURES, Window, sign_on_now
from statements.queries.standing import ASKED, eligible_organizations, open_sign_ons_for
from statements.queries.statements import CurrentText, with_release
from statements.vocabulary.states import StatementState


@dataclass(frozen=True)
class CityQuestion:
    """An agency's signature as a member of its city sees it."""

    text: CurrentText
    rule: CityRule
    window: Window
    mandate: Mandate | None
    signature: Signature | None

    @property
    def is_open(self) -> bool:
        return self.mandate is not None and self.window in TAKES_SIGNATURES

    @property
    def may_agree(self) -> bool:
        return self.is_open and (self.signature is None or self.rule.has_objected)

    @property
    def may_object(self) -> bool:
        """Also after the agency has signed, for whom it concerns."""
        return self.is_open and not self.rule.has_objected


def city_question(member: Member, *, ref: str, agency_id: int) -> CityQuestion | None:
    """For people of the agency's own city, while a rule asks it about a statement that was opened.

    They read this text here whether or not their city itself is asked to sign it.
    """
    rule = rules_of_agencies_of(_cities_of(member)).get(agency_id)
    if rule is None:
        return None
    agency = rule.organization
    signed = Q(pk__in=Signature.objects.filter(organization=agency).values("statement"))
    asked = Q(pk__in=open_sign_ons_for([agency]).values("statement"))
    found = with_release(Statement.objects.filter(asked | signed, ref=ref))
    statement = found.select_related("organization").prefetch_related("issuings__organization")
    return _question(member, statement.first(), agency)


def _question(
    member: Member, statement: Statement | None, agency: Organization
) -> CityQuestion | None:
    now = sign_on_now(statement) if statement else None
    if statement is None or now is None or now.sign_on is None:
        return None
    rule = city_rules(now.sign_on, [agency.pk]).get(agency.pk)
    if rule is None:
        return None
    revision = statement.revisions.latest("number")
    living = Signature.objects.filter(
        statement=statement, organization=agency, ended_at__isnull=True
    )
    return CityQuestion(
        text=CurrentText(statement, revision, list(revision.blocks.all())),
        rule=rule,
        window=now.window,
        mandate=mandates_of(member).get(rule.city.pk),
        signature=living.select_related("seat__member").first(),
    )


def answering_for(organization: Organization) -> list[Seat]:
    """Who is told for an organization: its heads, and whoever else may sign for it now."""
    held = Mandate.objects.valid().filter(seat__organization=organization).values("seat")
    signers = Seat.objects.filter(pk__in=held).select_related("member", "organization")
    found = {seat.pk: seat for seat in [*heads_of([organization.pk]), *signers.order_by("pk")]}
    return [seat for seat in found.values() if seat.member.is_active]


def titles_for_cities(member: Member, statement_ids: Sequence[int]) -> Mapping[int, str]:
    """Titles of those of the statements about which one of the member's cities is asked."""
    found = {}
    for rule in rules_of_agencies_of(_cities_of(member)).values():
        asked = open_sign_ons_for([rule.organization]).filter(statement__in=statement_ids)
        for sign_on, _ in _ruled(rule.organization, asked.select_related("statement")):
            found[sign_on.statement_id] = sign_on.statement.title
    return found


def _ruled(agency: Organization, sign_ons: Iterable[SignOn]) -> list[tuple[SignOn, CityRule]]:
    """Those about which the agency's city is asked, with what holds there."""
    asked = list(sign_ons)
    rules = city_rules_of(asked, [agency.pk])
    keyed = [(sign_on, rules.get((sign_on.statement_id, agency.pk))) for sign_on in asked]
    return [(sign_on, rule) for sign_on, rule in keyed if rule is not None]


def members_of_asked_cities(members: QuerySet[Member], statement_id: int) -> QuerySet[Member]:
    """Those of the members in whose titles for cities the statement is: the same rule read the
    other way round."""
    seats = Seat.objects.current().filter(
        capacity__in=WORKING_CAPACITIES, organization__kind__in=CITY_KINDS
    )
    cities = seats.filter(member__in=members).values_list("organization", flat=True)
    agencies = rules_of_agencies_of(set(cities))
    asking: set[int] = set()
    for sign_on in SignOn.objects.filter(
        statement=statement_id, opens_at__lte=Now(), statement__state__in=ASKED
    ):
        asked = eligible_organizations(sign_on).filter(pk__in=agencies)
        ruled = city_rules(sign_on, list(asked.values_list("pk", flat=True)))
        asking |= {rule.city.pk for rule in ruled.values()}
    return members.filter(pk__in=seats.filter(organization__in=asking).values("member"))


def told_at(statement: Statement, agency: Organization) -> datetime | None:
    """When somebody of the agency's city was first told that it is asked to sign."""
    page = reverse("city_answer", args=[statement.ref, agency.pk])
    first = Notification.objects.filter(url=page).order_by("created_at").first()
    return first.created_at if first else None


@dataclass(frozen=True)
class CityWait:
    """An agency that depends on its city, until `until`; `head` is whose answer it waits for,
    None where it is the member's own."""

    statement: Statement
    rule: CityRule
    head: Seat | None

    @property
    def until(self) -> datetime:
        ends = [self.rule.sign_on.deadline_at, self.rule.free_at]
        return min(moment for moment in ends if moment is not None)


def city_waits(member: Member) -> list[CityWait]:
    """What the member answers for a city, and what the heads do whose staff the member is."""
    cities = _cities_of(member)
    if not cities:
        return []
    asking = [rule.organization for rule in rules_of_agencies_of(cities).values()]
    if not asking:
        return []
    own = mandates_of(member)
    served = {s.organization_id for s in member.current_seats if s.capacity == Capacity.STAFF}
    heads = {seat.organization_id: seat for seat in reversed(heads_of(served))}
    return [
        CityWait(sign_on.statement, rule, None if rule.city.pk in own else heads[rule.city.pk])
        for agency in asking
        for sign_on, rule in _ruled(agency, _unsigned(agency))
        if rule.is_waiting and (rule.city.pk in own or rule.city.pk in heads)
    ]


def _unsigned(agency: Organization) -> QuerySet[SignOn]:
    """Open sign-ons that ask the agency, before their deadline, without its signature."""
    living = Signature.objects.filter(
        statement=OuterRef("statement"), organization=agency, ended_at__isnull=True
    )
    return (
        open_sign_ons_for([agency])
        .filter(~Exists(living), statement__state=StatementState.SIGN_ON, deadline_at__gt=Now())
        .select_related("statement")
    )


def _cities_of(member: Member) -> Collection[int]:
    return {
        seat.organization_id
        for seat in member.current_seats
        if seat.capacity in WORKING_CAPACITIES and seat.organization.kind in CITY_KINDS
    }
