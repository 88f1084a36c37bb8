"""`Member.audiences` read the other way round: the members that an audience consists of."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.models import Member, Membership, Seat
from portal.vocabulary.audiences import SIDES, Audience
from portal.vocabulary.organizations import ASSOCIATION_CAPACITIES, WORKING_CAPACITIES


def members_in(audience: str) -> QuerySet[Member]:
    """Active members who are part of an audience now; "named" has none but those named."""
    active = Member.objects.filter(is_active=True)
    if audience == Audience.PUBLIC:
        return active
    if audience == Audience.NAMED:
        return active.none()
    seats = Seat.objects.current().filter(_counts(Audience(audience)))
    return active.filter(pk__in=seats.values("member"))


def _counts(audience: Audience) -> Q:
    """Which seats make their holder part of an audience."""
    working = Q(capacity__in=WORKING_CAPACITIES)
    if audience == Audience.STAFF:
        return Q(capacity__in=ASSOCIATION_CAPACITIES)
    if audience not in SIDES:
        return working
    kinds = SIDES[audience]
    served = Membership.objects.filter(
        association=OuterRef("organization"), until__isnull=True, organization__kind__in=kinds
    )
    serves = Q(Exists(served), capacity__in=ASSOCIATION_CAPACITIES)
    return (working & Q(organization__kind__in=kinds)) | serves
