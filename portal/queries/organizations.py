"""Organizations that others ask for."""

from django.db.models import Q, QuerySet

from portal.models import Organization, Seat
from portal.vocabulary.organizations import ASSOCIATION_CAPACITIES, Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal

HEADS = (Capacity.PRINCIPAL, Capacity.ACTING)


def associations() -> QuerySet[Organization]:
    """The associations that publish here: those with an editor or publisher, oldest first."""
    staffed = Seat.objects.current().filter(capacity__in=ASSOCIATION_CAPACITIES)
    return Organization.objects.filter(
        kind=OrganizationKind.ASSOCIATION, pk__in=staffed.values("organization")
    ).order_by("pk")


def federal_bodies() -> QuerySet[Organization]:
    """The counterparts."""
    return Organization.objects.filter(kind=OrganizationKind.FEDERAL_BODY)


def named_organization(name: str) -> Organization:
    """The one organization of that name or short name; raises Refusal when there is not one."""
    found = list(Organization.objects.filter(Q(name__iexact=name) | Q(short_name__iexact=name)))
    if not found:
        raise Refusal(f"No organization is called {name}. Look the name up under /members/.")
    if len(found) > 1:
        raise Refusal(f"Several organizations are called {name}. Use the full name.")
    return found[0]
