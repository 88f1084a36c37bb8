"""Everything that the page of one organization shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.models import AboutText, Attachment, Mandate, Member, Membership, Organization, Seat
from portal.queries.about import about_texts_of
from portal.queries.directory import signing_now
from portal.queries.people import current_seats_of
from portal.registry import Panel, registry
from portal.vocabulary.organizations import AGENCY_KINDS, CITY_KINDS, Capacity

_OFFICE_FIRST = {kind.value: at for at, kind in enumerate(Capacity)}


@dataclass(frozen=True, kw_only=True)
class OrganizationPage:
    """As one member sees it; `member_count` is of an association."""

    organization: Organization
    children: Sequence[Organization]
    memberships: Sequence[Membership]
    member_count: int
    seats: Sequence[Seat]
    signing: Sequence[Mandate]
    about: AboutText | None
    about_count: int
    panels: Sequence[Panel]
    """What other parts of the portal tell of it."""

    @property
    def signs(self) -> bool:
        """Associations and federal bodies co-sign nothing, but where somebody may all the same."""
        return bool(self.signing) or self.organization.kind in CITY_KINDS | AGENCY_KINDS

    @property
    def current_memberships(self) -> Sequence[Membership]:
        return [one for one in self.memberships if one.until is None]

    @property
    def past_memberships(self) -> Sequence[Membership]:
        return [one for one in self.memberships if one.until is not None]


def organization_page(organization: Organization, member: Member) -> OrganizationPage:
    """As many queries for many people and statements as for one."""
    versions = about_texts_of(organization)
    return OrganizationPage(
        organization=organization,
        children=list(organization.children.order_by("kind", "name")),
        memberships=list(memberships_of(organization)),
        member_count=organization.admissions.filter(until__isnull=True).count(),
        seats=sorted(current_seats_of(organization), key=lambda seat: _OFFICE_FIRST[seat.capacity]),
        signing=list(_signing(organization)),
        about=versions.first(),
        about_count=versions.count(),
        panels=[panel(member, organization) for panel in registry.organization_panels],
    )


def _signing(organization: Organization) -> QuerySet[Mandate]:
    """What lets somebody sign for it at this moment; the office stands first."""
    found = signing_now().filter(seat__organization=organization)
    return found.select_related("seat__member").order_by("-instrument", "seat__member__name", "pk")


def organizations() -> QuerySet[Organization]:
    return Organization.objects.select_related("parent", "logo")


def memberships_of(organization: Organization) -> QuerySet[Membership]:
    """Those that go on first, then the ended ones, newest first."""
    found = organization.memberships.select_related("association", "organization")
    return found.order_by("until", "-since")


def holds_logo(member: Member, attachment: Attachment) -> bool:
    """Whether the file is the logo of an organization, which all who see the directory see."""
    if not member.has_perm("portal.see_directory"):
        return False
    return Organization.objects.filter(logo=attachment).exists()
