"""Words for who takes part."""

from django.db.models import TextChoices


class OrganizationKind(TextChoices):
    """What an organization is; it decides its place in the directory and its rules."""

    ASSOCIATION = "association", "Association"
    CITY = "city", "City"
    COUNTY = "county", "County"
    POLICE_AGENCY = "police_agency", "Police agency"
    SHERIFFS_OFFICE = "sheriffs_office", "Sheriff's office"
    FEDERAL_BODY = "federal_body", "Federal body"


CITY_KINDS = frozenset({OrganizationKind.CITY, OrganizationKind.COUNTY})
AGENCY_KINDS = frozenset({OrganizationKind.POLICE_AGENCY, OrganizationKind.SHERIFFS_OFFICE})


class Capacity(TextChoices):
    """In what capacity a member holds a seat."""

    PRINCIPAL = "principal", "Principal"
    ACTING = "acting", "Acting principal"
    DESIGNEE = "designee", "Designee"
    STAFF = "staff", "Staff"
    OBSERVER = "observer", "Observer"
    EDITOR = "editor", "Editor"
    PUBLISHER = "publisher", "Publisher"
    LIAISON = "liaison", "Liaison"


ASSOCIATION_CAPACITIES = frozenset({Capacity.EDITOR, Capacity.PUBLISHER})
"""Held only in associations: their staff."""

WORKING_CAPACITIES = frozenset(
    {
        Capacity.PRINCIPAL,
        Capacity.ACTING,
        Capacity.DESIGNEE,
        Capacity.STAFF,
        Capacity.EDITOR,
        Capacity.PUBLISHER,
    }
)
"""The working group. Observers and a counterpart's liaison are not part of it."""


_PEOPLE = (
    Capacity.PRINCIPAL,
    Capacity.ACTING,
    Capacity.DESIGNEE,
    Capacity.STAFF,
    Capacity.OBSERVER,
)
CAPACITIES_OF = {
    OrganizationKind.ASSOCIATION: (*_PEOPLE, Capacity.EDITOR, Capacity.PUBLISHER),
    OrganizationKind.CITY: _PEOPLE,
    OrganizationKind.COUNTY: _PEOPLE,
    OrganizationKind.POLICE_AGENCY: _PEOPLE,
    OrganizationKind.SHERIFFS_OFFICE: _PEOPLE,
    OrganizationKind.FEDERAL_BODY: (Capacity.LIAISON, Capacity.OBSERVER),
}
"""What each kind of organization has seats for. Nobody of a counterpart is in the working group."""


class Instrument(TextChoices):
    """What lets a seat sign for its organization."""

    OFFICE = "office", "The office itself"
    DELEGATION = "delegation", "Delegation by the principal"
    LETTER = "letter", "Letter of authority"
