"""Words and measures of the directory of organizations."""

from portal.vocabulary.organizations import AGENCY_KINDS, CITY_KINDS, OrganizationKind

PER_PAGE = 50
SIMILAR_AT_MOST = 20
COUNTRIES = {"US": "United States", "CA": "Canada"}

_CITIES = frozenset({OrganizationKind.CITY, OrganizationKind.COUNTY})
PARENT_KINDS: dict[OrganizationKind, frozenset[OrganizationKind]] = {
    OrganizationKind.ASSOCIATION: frozenset(),
    OrganizationKind.CITY: frozenset({OrganizationKind.COUNTY}),
    OrganizationKind.COUNTY: frozenset(),
    OrganizationKind.POLICE_AGENCY: _CITIES,
    OrganizationKind.SHERIFFS_OFFICE: _CITIES,
    OrganizationKind.FEDERAL_BODY: frozenset({OrganizationKind.FEDERAL_BODY}),
}
"""Under what each kind of organization can stand."""

OWN_FIELDS = ("media_contact", "website")
"""What an organization's own people write about it, besides the logo."""

STAFF_FIELDS = (
    "kind",
    "name",
    "short_name",
    "place",
    "region",
    "country",
    "parent",
    "has_independent_head",
    *OWN_FIELDS,
    "registered_contact",
    "source",
)
"""What association staff write about an organization."""

FIELD_LABELS = {
    "kind": "Kind",
    "name": "Name",
    "short_name": "Short name",
    "place": "Place",
    "region": "State or province",
    "country": "Country",
    "parent": "Part of",
    "has_independent_head": "Independent head",
    "media_contact": "Media contact",
    "website": "Website",
    "registered_contact": "Registered contact",
    "source": "Source",
    "logo": "Logo",
}


def side_of(kind: str) -> str:
    """What decides whose closed matters its people see; two kinds of one side are alike in that."""
    if kind in CITY_KINDS:
        return "city"
    return "agency" if kind in AGENCY_KINDS else kind
