"""The rules of cities for their agencies, read as the database's guard reads them."""

from collections.abc import Collection
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.models import Organization, Seat, SigningRule
from portal.queries.organizations import HEADS
from portal.vocabulary.organizations import (
    ASSOCIATION_CAPACITIES,
    CITY_KINDS,
    OrganizationKind,
)
from portal.vocabulary.signing_rules import strictness

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class SetterFacts(TypedDict):
        """Who set a rule: somebody of the city or of an association, not of the agency."""

        is_from_above: bool

    SetRule = WithAnnotations[SigningRule, SetterFacts]

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
    """Newest first; the first one counts for every sign-on that opens now."""
    return SigningRule.objects.filter(organization=organization).select_related("set_by")


def rules_towards_cities(agencies: Collection[int]) -> dict[int, SigningRule]:
    """The rule that counts by agency, of those that have one and a city; in one query."""
    return _newest(Q(organization__in=agencies))


def rules_set_towards_cities(agencies: Collection[int]) -> "dict[int, list[SetRule]]":
    """All rules by agency, oldest first, each with who set it; in one query.

    `is_from_above`: whoever set it led the city, or was an association's staff, when they did.
    """
    held = Seat.objects.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef("set_at")),
        Q(organization=OuterRef("organization__parent"), capacity__in=HEADS)
        | Q(capacity__in=ASSOCIATION_CAPACITIES),
        member=OuterRef("set_by"),
        since__lte=OuterRef("set_at"),
    )
    under = Organization.objects.filter(UNDER_A_CITY)
    rules = (
        SigningRule.objects.filter(organization__in=agencies)
        .filter(organization__in=under)
        .annotate(is_from_above=Exists(held))
        .select_related("organization__parent")
        .order_by("pk")
    )
    found: dict[int, list[SetRule]] = {}
    for rule in rules:
        found.setdefault(rule.organization_id, []).append(rule)
    return found


def is_for_later(rule: SigningRule) -> bool:
    """The newest rule of an agency is looser than the one before, by its own head's will."""
    *before, newest = rules_set_towards_cities([rule.organization_id])[rule.organization_id]
    if not before or newest.is_from_above:
        return False
    last = before[-1]
    return strictness(newest.kind, newest.hours) < strictness(last.kind, last.hours)


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
