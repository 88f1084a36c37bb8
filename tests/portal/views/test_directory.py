"""The list of organizations, and the list to take along (X1, X7)."""

import csv
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localdate

from portal.intake.roster import read_roster
from portal.intake.tables import read_table
from portal.models import AuditEvent, Mandate, Member, Membership, Organization
from portal.operations.rosters import import_roster
from portal.queries.clock import database_now
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Instrument, OrganizationKind
from tests.factories import OrganizationFactory, SeatFactory
from tests.portal.people_pages import sign_in
from tests.trust.page_reading import dangers

pytestmark = pytest.mark.django_db

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]


def export(member: Member, question: str = "") -> list[dict[str, str]]:
    answer = sign_in(member).post(f"/members/export/{question}")
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_every_row_leads_to_the_organizations_page(mayor):
    city = OrganizationFactory(name="City of Fairmont", place="Fairmont", region="HI")
    SeatFactory(organization=city, member__name="Keoni Baptiste", title="Mayor")
    shown = sign_in(mayor).get("/members/").text

    for words in (f'href="/members/{city.pk}/"', "Fairmont, HI", "Keoni Baptiste"):
        assert words in shown


def test_the_address_is_the_state_of_the_page(publisher, mayor):
    for number in range(60):
        OrganizationFactory(name=f"Town {number:02}", region="OH")
    shown = sign_in(publisher).get("/members/?q=town&place=US-OH&page=2").text

    assert 'value="town"' in shown
    assert '<option value="US-OH" selected>OH</option>' in shown
    assert "60 organizations, page 2 of 2" in shown
    assert 'href="?q=town&amp;place=US-OH&amp;page=1">Previous' in shown
    assert 'action="/members/export/?q=town&amp;place=US-OH"' in shown
    assert ("Town 49" in shown, "Town 50" in shown) == (False, True)


@pytest.mark.parametrize(
    "question",
    ["?kind=dragon", "?place=%20", "?page=0", "?page=x", "?association=999", "?q=%20", "?x=1"],
)
def test_an_address_that_asks_nonsense_shows_the_list(question, mayor):
    assert sign_in(mayor).get(f"/members/{question}").status_code == 200


def test_only_staff_are_offered_what_staff_do(publisher, mayor):
    words = ("Add an organization", "Import a roster", "as CSV")

    for member, expected in ((publisher, True), (mayor, False)):
        shown = sign_in(member).get("/members/").text
        assert [found in shown for found in words] == [expected] * 3


def test_nothing_that_a_name_says_runs(mayor):
    OrganizationFactory(name="<script>evil()</script>", place="<img src=x onerror=evil()>")
    shown = sign_in(mayor).get("/members/?q=%3Cscript%3Eevil()").text

    assert dangers(shown) == []


# --- taking it along -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["mayor", "aide", "chief", "observer", "liaison", "nobody_yet"])
def test_x7_a_member_exports_nothing(role, request):
    client = sign_in(request.getfixturevalue(role))

    assert client.post("/members/export/").status_code == 404
    assert AuditEvent.objects.filter(verb=Verb.DIRECTORY_EXPORTED).count() == 0


def test_x7_staff_take_it_along_on_record_with_the_number_of_rows(publisher, mayor, chief):
    rows = export(publisher)
    event = AuditEvent.objects.get(verb=Verb.DIRECTORY_EXPORTED)

    assert len(rows) == Organization.objects.count() == 3
    assert (event.actor, event.after) == (publisher, {"rows": 3, "is_narrowed": False})
    day = localdate(database_now(), ZoneInfo(publisher.time_zone)).isoformat()
    assert {row["As of"] for row in rows} == {f"{day}, {publisher.name}"}


def test_x7_no_mail_address_and_no_number_to_call_back_is_in_it(publisher, mayor):
    Organization.objects.update(registered_contact="Ann, 555-0199")
    answer = sign_in(publisher).post("/members/export/")
    text = answer.content.decode()

    assert [words in text for words in (mayor.name, mayor.email, "555-0199")] == [
        True,
        False,
        False,
    ]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "text/csv; charset=utf-8", "nosniff",
    )  # fmt: skip
    assert answer["Content-Disposition"].startswith('attachment; filename="directory-20')


def test_the_file_holds_what_the_page_was_narrowed_to(publisher, mayor, chief):
    city = mayor.current_seats[0].organization
    rows = export(publisher, f"?q={city.name.replace(' ', '+')}&kind=city")

    assert [row["Name"] for row in rows] == [city.name]
    assert AuditEvent.objects.get(verb=Verb.DIRECTORY_EXPORTED).after["is_narrowed"] is True


def test_a_row_says_who_leads_and_who_may_sign(publisher):
    league = publisher.current_seats[0].organization
    county = OrganizationFactory(name="Ash County", kind=OrganizationKind.COUNTY)
    city = OrganizationFactory(
        name="Ash", region="OH", parent=county, website="https://ash.example"
    )
    seat = SeatFactory(organization=city, member__name="Ann Lee")
    Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE)
    Membership.objects.create(organization=city, association=league, since="2020-01-01")
    row = next(row for row in export(publisher) if row["Name"] == "Ash")

    assert {name: row[name] for name in row if row[name]} == {
        "Name": "Ash", "Short name": city.short_name, "Kind": "City", "State or province": "OH",
        "Country": "US", "Part of": "Ash County", "Association": league.name,
        "Member since": "2020-01-01", "Independent head": "no", "Led by": "Ann Lee, Mayor",
        "May sign now": "Ann Lee", "Website": "https://ash.example", "As of": row["As of"],
    }  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("blanks", ["", "  "])
def test_x1_no_field_of_the_file_is_calculated(start, blanks, publisher):
    text = f"{blanks}{start}cmd|' /C calc'!A0"
    parent = OrganizationFactory(name=f"{text} parent", kind=OrganizationKind.COUNTY)
    league = OrganizationFactory(name=f"{text} league", kind=OrganizationKind.ASSOCIATION)
    body = OrganizationFactory(
        name=text, short_name=text, place=text, region=text, country="=1", parent=parent,
        media_contact=text, website=text, source=text,
    )  # fmt: skip
    Membership.objects.create(organization=body, association=league, since="2020-01-01")
    seat = SeatFactory(organization=body, member__name=text, title=text)
    Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE)
    row = next(row for row in export(publisher) if row["Name"] == f"'{text}")

    written = {name for name, value in row.items() if value.startswith("'")}
    assert written == {
        "Name", "Short name", "City", "State or province", "Country", "Part of", "Association",
        "Led by", "May sign now", "Media contact", "Website", "Source",
    }  # fmt: skip


def test_more_than_a_few_in_a_minute_are_too_many(publisher, settings):
    settings.RATE_LIMITS = {"export": "1/m/user"}
    client = sign_in(publisher)
    answers = [client.post("/members/export/").status_code for _ in range(2)]

    assert answers == [200, 429]


def test_what_was_taken_along_is_imported_again_and_changes_nothing(publisher, mayor, chief):
    league = publisher.current_seats[0].organization
    city = OrganizationFactory(
        name='=HYPERLINK("x"); "Ash", City', short_name="  +Ash", place="Ash", region="OH",
        media_contact="Press\n+1 555 0100", website="https://ash.example", source="'=quoted",
        has_independent_head=True,
    )  # fmt: skip
    OrganizationFactory(
        name="Ash Police", kind=OrganizationKind.POLICE_AGENCY, parent=city, country="CA"
    )
    Membership.objects.create(organization=city, association=league, since="2020-01-01")
    Organization.objects.filter(pk=city.pk).update(short_name="+Ash")
    before = list(Organization.objects.order_by("pk").values())
    data = sign_in(publisher).post("/members/export/").content
    roster = read_roster(read_table(data), today=database_now().date())
    plan = import_roster(roster=roster, skips_bad=False, seen=None, actor=publisher)

    assert plan.counts == {"added": 0, "changed": 0, "same": len(before), "bad": 0}
    assert (roster.passed_over, list(Organization.objects.order_by("pk").values())) == ([], before)


def test_it_is_taken_by_a_button_alone(publisher):
    assert sign_in(publisher).get("/members/export/").status_code == 405
