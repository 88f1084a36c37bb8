"""The demo's invented associations, cities, agencies and people, and the real federal tree."""

from dataclasses import dataclass

from portal.vocabulary.organizations import Capacity, OrganizationKind


@dataclass(frozen=True)
class Body:
    """An organization of the demo; `parent` and `associations` are keys of earlier ones."""

    key: str
    kind: OrganizationKind
    name: str
    short_name: str
    place: str = ""
    region: str = ""
    country: str = "US"
    parent: str = ""
    associations: tuple[str, ...] = ()
    media_contact: str = ""
    is_sample: bool = True


@dataclass(frozen=True)
class Person:
    """A sign-in of the demo and the seat that goes with it."""

    email: str
    name: str
    title: str
    body: str
    capacity: Capacity
    time_zone: str = "America/New_York"


MAYORS = Body(
    "mayors",
    OrganizationKind.ASSOCIATION,
    "National League of Harbor and Prairie Mayors",
    "League of Mayors",
    "Washington",
    "DC",
    media_contact="Nora Whitlock\n202-555-0143\npress@mayors.example",
)
CHIEFS = Body(
    "chiefs",
    OrganizationKind.ASSOCIATION,
    "Council of Metropolitan Police Chiefs",
    "Council of Chiefs",
    "Washington",
    "DC",
    media_contact="Samir Okafor\n202-555-0178\npress@chiefs.example",
)
BODIES = (
    MAYORS,
    CHIEFS,
    Body("alderbrook", OrganizationKind.CITY, "City of Alderbrook", "Alderbrook", "Alderbrook",
         "OH", associations=("mayors",)),
    Body("alderbrook-pd", OrganizationKind.POLICE_AGENCY, "Alderbrook Police Department",
         "Alderbrook PD", "Alderbrook", "OH", parent="alderbrook", associations=("chiefs",)),
    Body("fairmont", OrganizationKind.CITY, "City of Fairmont Bay", "Fairmont Bay", "Fairmont Bay",
         "HI", associations=("mayors",)),
    Body("fairmont-pd", OrganizationKind.POLICE_AGENCY, "Fairmont Bay Police Department",
         "Fairmont Bay PD", "Fairmont Bay", "HI", parent="fairmont", associations=("chiefs",)),
    Body("cass", OrganizationKind.SHERIFFS_OFFICE, "Cass River County Sheriff's Office",
         "Cass River Sheriff", "Cass River", "MO", associations=("chiefs",)),
    Body("northgate", OrganizationKind.POLICE_AGENCY, "Northgate Regional Police Service",
         "Northgate Police", "Northgate", "NS", "CA", associations=("chiefs",)),
    Body("review", OrganizationKind.ASSOCIATION, "Civic Review Institute", "Civic Review",
         "Chicago", "IL"),
    Body("dhs", OrganizationKind.FEDERAL_BODY, "Department of Homeland Security", "DHS",
         "Washington", "DC", is_sample=False),
    Body("cbp", OrganizationKind.FEDERAL_BODY, "U.S. Customs and Border Protection", "CBP",
         "Washington", "DC", parent="dhs", is_sample=False),
    Body("ice", OrganizationKind.FEDERAL_BODY, "U.S. Immigration and Customs Enforcement", "ICE",
         "Washington", "DC", parent="dhs", is_sample=False),
    Body("ero", OrganizationKind.FEDERAL_BODY, "Enforcement and Removal Operations", "ERO",
         "Washington", "DC", parent="ice", is_sample=False),
    Body("fema", OrganizationKind.FEDERAL_BODY, "Federal Emergency Management Agency", "FEMA",
         "Washington", "DC", parent="dhs", is_sample=False),
    Body("uscis", OrganizationKind.FEDERAL_BODY, "U.S. Citizenship and Immigration Services",
         "USCIS", "Washington", "DC", parent="dhs", is_sample=False),
    Body("hhs", OrganizationKind.FEDERAL_BODY, "Department of Health and Human Services", "HHS",
         "Washington", "DC", is_sample=False),
    Body("orr", OrganizationKind.FEDERAL_BODY, "Office of Refugee Resettlement", "ORR",
         "Washington", "DC", parent="hhs", is_sample=False),
    Body("doj", OrganizationKind.FEDERAL_BODY, "Department of Justice", "DOJ", "Washington", "DC",
         is_sample=False),
)  # fmt: skip

ABOUT = {
    "publisher@mayors.example": """\
The League speaks for the mayors of cities on the coasts and the plains. Its members meet twice a \
year, answer to their voters, and tell each other what worked at home before they ask for it \
elsewhere.""",
    "publisher@chiefs.example": """\
The Council brings together the heads of large police agencies and sheriff's offices, to share \
what works and to say what does not.

It takes no money from those who sell to its members.""",
}
"""What the associations say about themselves, by who wrote it."""

PEOPLE = (
    Person("mayor@alderbrook.example", "Elena Marsh", "Mayor", "alderbrook", Capacity.PRINCIPAL),
    Person("chief@alderbrook.example", "Darnell Reyes", "Chief of Police", "alderbrook-pd",
           Capacity.PRINCIPAL),
    Person("aide@alderbrook.example", "Priya Lindqvist", "Policy aide", "alderbrook",
           Capacity.STAFF),
    Person("mayor@fairmont.example", "Keoni Baptiste", "Mayor", "fairmont", Capacity.PRINCIPAL,
           "Pacific/Honolulu"),
    Person("chief@fairmont.example", "Grace Tanaka", "Chief of Police", "fairmont-pd",
           Capacity.PRINCIPAL, "Pacific/Honolulu"),
    Person("publisher@mayors.example", "Ruth Abelson", "Director of communications", "mayors",
           Capacity.PUBLISHER),
    Person("publisher@chiefs.example", "Marcus Thorne", "Deputy director", "chiefs",
           Capacity.PUBLISHER),
    Person("editor@chiefs.example", "Inés Cardenas", "Policy editor", "chiefs", Capacity.EDITOR),
    Person("observer@review.example", "Tom Brandvold", "Observer", "review", Capacity.OBSERVER),
    Person("liaison@dhs.example", "Alex Winter", "Liaison", "dhs", Capacity.LIAISON),
)  # fmt: skip
