"""What happened to an organization and whoever sits there."""

from django.db.models import Model, QuerySet

from portal.models import (
    AboutText,
    Invitation,
    Mandate,
    Member,
    Membership,
    Organization,
    Seat,
    SigningRule,
)
from portal.queries.history import Entry, history_of_keys


def organization_history_of(organization: Organization) -> list[Entry]:
    """Its facts, memberships, texts and rules; its seats, who holds them, and their authority."""
    seats = Seat.objects.filter(organization=organization)
    parts: list[QuerySet[Model]] = [
        Organization.objects.filter(pk=organization.pk),
        seats,
        Member.objects.filter(pk__in=seats.values("member")),
        Mandate.objects.filter(seat__in=seats.values("pk")),
        Invitation.objects.filter(organization=organization),
        Membership.objects.filter(organization=organization),
        SigningRule.objects.filter(organization=organization),
        AboutText.objects.filter(organization=organization),
    ]
    return history_of_keys({part.model._meta.label_lower: _keys(part) for part in parts})


def _keys(rows: QuerySet[Model]) -> list[str]:
    return [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]
