"""What organizations say about themselves."""

from collections.abc import Iterable

from django.db.models import QuerySet

from portal.models import AboutText, Organization


def about_texts_of(organization: Organization) -> QuerySet[AboutText]:
    """Every version, the newest first."""
    return (
        AboutText.objects.filter(organization=organization)
        .select_related("created_by")
        .order_by("-number")
    )


def newest_about_texts(organizations: Iterable[Organization]) -> dict[int, AboutText]:
    """The newest version of each that has one, by the organization's number: one query."""
    found = (
        AboutText.objects.filter(organization__in=[body.pk for body in organizations])
        .select_related("organization")
        .order_by("organization_id", "-number")
        .distinct("organization_id")
    )
    return {about.organization_id: about for about in found}
