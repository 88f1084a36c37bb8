"""Each line of a roster is read, or said to be wrong: where, what, what to do."""

from datetime import date

import pytest

from portal.intake.roster import Roster, RosterLine, read_roster
from portal.intake.tables import table_in
from portal.vocabulary.organizations import OrganizationKind
from portal.vocabulary.refusals import Refusal

TODAY = date(2026, 11, 22)


def read(text: str) -> Roster:
    return read_roster(table_in(text), today=TODAY)


def line(text: str) -> RosterLine:
    roster = read(text)
    assert (roster.problems, len(roster.lines)) == ([], 1)
    return roster.lines[0]


def told(text: str) -> list[str]:
    return [str(problem) for problem in read(text).problems]


def test_an_agency_as_the_starting_roster_writes_it():
    found = line(
        "agency,city,region,country,kind,source\n"
        'Alderbrook Police Department,Alderbrook,oh,US,police,"A list, 2016"\n'
    )

    assert (found.line, found.kind, found.name, found.region) == (
        2, OrganizationKind.POLICE_AGENCY, "Alderbrook Police Department", "OH",
    )  # fmt: skip
    assert found.given == {
        "name": "Alderbrook Police Department", "place": "Alderbrook", "region": "OH",
        "country": "US", "kind": "police_agency", "source": "A list, 2016",
    }  # fmt: skip


def test_a_city_with_its_membership():
    found = line(
        "Name;Short name;State;Type;Association;Member since;Independent head\n"
        "City of Alderbrook;Alderbrook;OH;City;League of Mayors;7/1/2016;no\n"
    )

    assert found.joined == [("League of Mayors", date(2016, 7, 1))]
    assert (found.given["short_name"], found.given["has_independent_head"]) == ("Alderbrook", False)


def test_several_associations_and_their_days():
    found = line("name,kind,association,member since\nA,police,B; C,2016-01-02; 2017-03-04\n")

    assert found.joined == [("B", date(2016, 1, 2)), ("C", date(2017, 3, 4))]


def test_a_list_of_cities_needs_no_other_name():
    found = line("City,State,Kind\nAlderbrook,OH,city\n")

    assert (found.name, found.region) == ("Alderbrook", "OH")


def test_an_empty_cell_says_nothing():
    assert line("name,kind,city,website\nA,city,,\n").given == {"name": "A", "kind": "city"}


def test_a_province_tells_the_country():
    assert line("name,kind,region\nA,city,NS\n").given["country"] == "CA"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Police agency", OrganizationKind.POLICE_AGENCY),
        ("POLICE DEPARTMENT", OrganizationKind.POLICE_AGENCY),
        ("Sheriff\u2019s office", OrganizationKind.SHERIFFS_OFFICE),
        ("county", OrganizationKind.COUNTY),
        ("Federal body", OrganizationKind.FEDERAL_BODY),
        ("Association", OrganizationKind.ASSOCIATION),
    ],
)
def test_kinds_as_people_write_them(kind, expected):
    assert line(f"name,kind\nA,{kind}\n").kind == expected


def test_a_formula_is_a_name_like_any_other():
    assert line('name,kind\n"\'=HYPERLINK(""x"")",city\n').name == '=HYPERLINK("x")'


def test_columns_that_mean_nothing_are_named():
    assert read("name,Population,kind,Led by\nA,7,city,Ann\n").passed_over == ["Population"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("name,kind\n,city\n", ["Line 2, name: It is empty. Write the name."]),
        ("name,kind\nA,\n", ["Line 2, kind: It is empty. Write the kind."]),
        (
            "Name,Type\nA,village\n",
            [("Line 2, Type: \u201cvillage\u201d is not known. Write one of: city, county, police, "
             "sheriff, association, federal body.")],
        ),
        (
            "name,kind,country\nA,city,Mexico\n",
            ["Line 2, country: \u201cMexico\u201d is not known. Write one of: US, CA."],
        ),
        (
            "name,kind,website\nA,city,not an address\n",
            [("Line 2, website: \u201cnot an address\u201d is no address of a website. "
             "Write it like https://city.example.")],
        ),
        (
            "name,kind,website\nA,city,javascript:alert(1)\n",
            [("Line 2, website: \u201cjavascript:alert(1)\u201d is no address of a website. "
             "Write it like https://city.example.")],
        ),
        (
            "name,kind,association,since\nA,city,B,2016\n",
            ["Line 2, since: \u201c2016\u201d is no day. Write it like 2016-07-01 or 7/1/2016."],
        ),
        (
            "name,kind,association,since\nA,city,B,2026-11-23\n",
            ["Line 2, since: 2026-11-23 lies ahead. Write the day of joining."],
        ),
        (
            "name,kind,association,since\nA,city,,2016-01-01\n",
            ["Line 2, since: It tells a day and no association. Write of which association."],
        ),
        (
            "name,kind,independent head\nA,city,maybe\n",
            [("Line 2, independent head: \u201cmaybe\u201d is neither yes nor no. "
             "Write yes or no.")],
        ),
        (
            f"name,kind\n{'A' * 201},city\n",
            ["Line 2, name: It has more than 200 characters. Shorten it."],
        ),
        (
            "name,kind\nSpringfield, city, more\n",
            [("Line 2, columns: There are more cells than the 2 columns. "
             "Put a text that holds a comma into quotation marks.")],
        ),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_what_is_wrong_and_what_to_do(text, sentences):
    assert told(text) == sentences


def test_every_thing_that_is_wrong_with_a_line_is_named_at_once():
    assert [one[:14] for one in told("name,kind,country\n,x,y\nA,city,US\n")] == [
        "Line 2, kind: ", "Line 2, countr", "Line 2, name: ",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["kind,region\ncity,OH\n", "name,region\nA,OH\n"])
def test_a_file_without_the_needed_columns_is_refused(text):
    with pytest.raises(Refusal, match="The first line names no column"):
        read(text)
