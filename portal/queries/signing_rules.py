"""The rule of a city for its agency, read as the database's guard reads it: the newest counts."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from portal.models import Organization, Seat, SigningRule
from portal.queries.organizations import HEADS
from portal.vocabulary.organizations import CITY_KINDS, OrganizationKind

UNDER_A_CITY = Q(
    kind=OrganizationKind.POLICE_AGENCY, parent__kind__in=CITY_KINDS, has_independent_head=False
)
"""Of organizations: those for which a city can make a rule."""


def city_of(organization: Organization) -> Organization | None:
    """The city or county whose rule can hold for it; None for all that are exempt."""
    found = Organization.objects.filter(UNDER_A_CITY, pk=organization.pk).select_related("parent")
    agency = found.first()
    return agency.parent if agency else None


def exemption(organization: Organization) -> str:
    """Why no rule of a city can hold for it; empty where one can."""
    name = organization.short_name
    if organization.kind == OrganizationKind.SHERIFFS_OFFICE:
        return f"{name} has a sheriff, who answers to the voters. No city's rule holds for it."
    if organization.kind != OrganizationKind.POLICE_AGENCY:
        return f"{name} is no police agency. Rules are for agencies towards their city."
    if organization.has_independent_head:
        return f"The head of {name} answers to nobody in the city. No city's rule holds for it."
    if city_of(organization) is None:
        return (
            f"No city is recorded above {name}, so nobody could be asked. If there is one, ask the "
            "staff of your association to record it."
        )
    return ""


def rules_so_far(organization: Organization) -> QuerySet[SigningRule]:
    """Newest first; the first one counts."""
    return SigningRule.objects.filter(organization=organization).select_related("set_by")


def rules_towards_cities(agencies: Collection[int]) -> dict[int, SigningRule]:
    """The rule that counts by agency, of those that have one and a city; in one query."""
    return _newest(Q(organization__in=agencies))


def rules_of_agencies_of(cities: Collection[int]) -> dict[int, SigningRule]:
    """The same for all agencies of these cities."""
    return _newest(Q(organization__parent__in=cities))


def _newest(wanted: Q) -> dict[int, SigningRule]:
    under = Organization.objects.filter(UNDER_A_CITY)
    found = (
        SigningRule.objects.filter(wanted, organization__in=under)
        .select_related("organization__parent")
        .order_by("organization_id", "-pk")
        .distinct("organization_id")
    )
    return {rule.organization_id: rule for rule in found}


def heads_of(organizations: Collection[int]) -> QuerySet[Seat]:
    """Who leads these organizations at this moment."""
    seats = Seat.objects.current().filter(organization__in=organizations, capacity__in=HEADS)
    return seats.select_related("member", "organization").order_by("pk")
