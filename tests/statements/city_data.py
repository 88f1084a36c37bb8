"""A city and its police agency, with people who may sign for either, and the rule between them."""

from datetime import timedelta

from django.db.models.functions import Now

from portal.models import Member, Organization, SigningRule
from portal.vocabulary.organizations import Capacity, OrganizationKind
from statements.models import CityAnswer, SignOn, Statement
from statements.operations.city import answer_for_city
from statements.vocabulary.signing import CityAnswerKind
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory
from tests.statements.signing_data import ago, mandate_for, organization_of, signer

HOLD = {"kind": "hold", "hours": 48}
ASK = {"kind": "no_objection"}


def chief_of(mayor: Member, name: str = "Cal Chief", /, **agency: object) -> Member:
    """Somebody who may sign for a police agency of the mayor's city."""
    city = organization_of(mayor)
    given = {
        "kind": OrganizationKind.POLICE_AGENCY,
        "name": f"{city.name} Police",
        "short_name": f"{city.short_name} PD",
        "parent": city,
        **agency,
    }
    seat = SeatFactory(
        member=MemberFactory(name=name),
        organization=OrganizationFactory(**given),
        capacity=Capacity.PRINCIPAL,
        title="Chief of Police",
        since=ago(days=30),
    )
    mandate_for(seat.member)
    return seat.member


def pair(**agency: object) -> tuple[Member, Member]:
    """A mayor, and the chief of the city's police agency."""
    mayor = signer("Mara Mayor", "Mayor", name="City of Alder", short_name="Alder")
    return mayor, chief_of(mayor, **agency)


def rule(agency: Organization, *, by: Member | None = None, **terms: object) -> SigningRule:
    """As somebody set it, an association's staff if nobody else is named."""
    staff = {"capacity": Capacity.EDITOR, "organization__kind": OrganizationKind.ASSOCIATION}
    setter = by or SeatFactory(since=ago(days=30), **staff).member
    return SigningRule.objects.create(organization=agency, set_by=setter, **terms)


def opened(statement: Statement, *, hours_ago: float) -> None:
    """Moves the stored instant, as the database's clock cannot be moved."""
    SignOn.objects.filter(statement=statement).update(opens_at=Now() - timedelta(hours=hours_ago))


def said(
    statement: Statement, chief: Member, mayor: Member, kind: str = CityAnswerKind.NO_OBJECTION
) -> CityAnswer:
    """The mayor answers for the city about the chief's agency."""
    return answer_for_city(
        statement_id=statement.pk,
        agency_id=organization_of(chief).pk,
        kind=kind,
        reason="",
        actor=mayor,
    )
