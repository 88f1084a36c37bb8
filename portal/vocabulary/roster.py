"""How rosters spell what they hold: headings of columns, kinds, countries."""

from portal.vocabulary.organizations import OrganizationKind

LARGEST = 2_000_000
"""Bytes. 1,500 lines have about a quarter of a million."""
MOST_LINES = 10_000

COLUMNS = {
    "name": ("name", "organization", "organisation", "agency", "agency name", "full name"),
    "short_name": ("short name", "short", "abbreviation"),
    "kind": ("kind", "type"),
    "place": ("place", "city", "town", "location"),
    "region": ("region", "state", "province", "state or province", "state/province"),
    "country": ("country", "country code"),
    "parent": ("part of", "parent", "reports to"),
    "association": ("association", "associations", "member of"),
    "since": ("member since", "since", "joined"),
    "has_independent_head": ("independent head",),
    "media_contact": ("media contact", "press contact"),
    "website": ("website", "web site", "url"),
    "source": ("source",),
}
"""The heading that the directory itself writes stands first."""

LED_BY, MAY_SIGN, AS_OF = "Led by", "May sign now", "As of"
WRITTEN_ONLY = (LED_BY, MAY_SIGN, AS_OF)
"""Columns that the directory writes and nobody imports: people come by invitation."""

KIND_WORDS = {
    OrganizationKind.ASSOCIATION: ("association",),
    OrganizationKind.CITY: ("city", "town", "municipality"),
    OrganizationKind.COUNTY: ("county",),
    OrganizationKind.POLICE_AGENCY: (
        "police", "police agency", "police department", "police service", "pd",
    ),
    OrganizationKind.SHERIFFS_OFFICE: (
        "sheriff", "sheriff's office", "sheriffs office", "sheriff's department",
    ),
    OrganizationKind.FEDERAL_BODY: ("federal body", "federal", "federal agency"),
}  # fmt: skip

COUNTRY_WORDS = {
    "US": ("us", "usa", "u.s.", "united states", "united states of america"),
    "CA": ("ca", "can", "canada"),
}
PROVINCES = frozenset(
    {"AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"}
)
YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"no", "n", "false", "0"})
