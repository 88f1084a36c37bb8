"""The page of an organization: what it tells whom, and changing it."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Mandate, Member, Membership, Organization, Seat
from portal.operations.about import save_about_text
from portal.operations.organizations import set_logo
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from tests.discussions import an_issue
from tests.factories import OrganizationFactory, SeatFactory
from tests.portal.operations.test_organizations import NEW, picture
from tests.portal.people_pages import sign_in

pytestmark = pytest.mark.django_db


def body_of(member: Member) -> Organization:
    return Organization.objects.get(pk=member.current_seats[0].organization_id)


def page_of(member: Member) -> str:
    return f"/members/{body_of(member).pk}/"


def shown(member: Member, path: str) -> str:
    answer = sign_in(member).get(path)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
def city(mayor: Member, aide: Member, league: Organization) -> Organization:
    """With everything that a page can tell."""
    found = body_of(mayor)
    county = OrganizationFactory(name="Ash County", kind=OrganizationKind.COUNTY)
    OrganizationFactory(name="Ash Police", kind=OrganizationKind.POLICE_AGENCY, parent=found)
    Organization.objects.filter(pk=found.pk).update(
        place="Ash", region="OH", parent=county, website="https://ash.example",
        media_contact="Press desk\n555-0100", registered_contact="Ann, 555-0199", source="A list",
    )  # fmt: skip
    Membership.objects.create(organization=found, association=league, since="2020-01-01")
    Mandate.objects.create(seat=mayor.current_seats[0], instrument=Instrument.OFFICE)
    save_about_text(
        organization_id=found.pk, text="We are a city.", review_by=None, seen=0, actor=aide
    )
    return found


ALL = (
    "Ash, OH", "Ash County", "Ash Police", "League of Mayors", "Jan 1, 2020",
    "https://ash.example", "Press desk", "555-0100", "We are a city.", "Version 1",
    "By: the office itself", "Policy", "Who may sign now", "Statements signed", "Issues owned",
)  # fmt: skip
STAFF_ONLY = ("Ann, 555-0199", "A list", "Registered contact")


@pytest.mark.parametrize("role", ["publisher", "mayor", "aide", "chief"])
def test_the_working_group_reads_everything_but_what_is_for_staff(role, request, city):
    SeatFactory(organization=city, capacity=Capacity.STAFF, title="Policy")
    page = shown(request.getfixturevalue(role), f"/members/{city.pk}/")

    assert [words for words in ALL if words not in page] == []
    assert [words in page for words in STAFF_ONLY] == [role == "publisher"] * 3


@pytest.mark.parametrize("role", ["observer", "liaison", "nobody_yet"])
def test_others_do_not_read_it(role, request, city):
    assert sign_in(request.getfixturevalue(role)).get(f"/members/{city.pk}/").status_code == 403


def test_nobody_reads_what_is_not_there(mayor):
    assert sign_in(mayor).get("/members/999999/").status_code == 404


LINKS = {
    "edit/": ("publisher", "mayor", "aide"),
    "people/": ("publisher", "mayor"),
    "memberships/": ("publisher",),
    "authority/": ("publisher", "mayor", "aide"),
}


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("role", ["publisher", "mayor", "aide", "chief"])
def test_a_link_leads_only_where_the_reader_may_go(role, link, request, city):
    client, path = sign_in(request.getfixturevalue(role)), f"/members/{city.pk}/{link}"
    is_linked = f'href="{path}"' in client.get(f"/members/{city.pk}/").text

    assert is_linked is (role in LINKS[link])
    assert (client.get(path).status_code == 200) is is_linked


def test_an_issue_is_told_to_those_who_see_it(mayor, chief, city):
    seat = Seat.objects.get(member=mayor)
    an_issue(title="Open matter", owner=seat)
    an_issue(title="Mayors alone", owner=seat, audience="mayors")

    told = {
        member.pk: [words in shown(member, f"/members/{city.pk}/") for words in titles]
        for member in (mayor, chief)
        if (titles := ("Open matter", "Mayors alone"))
    }
    assert told == {mayor.pk: [True, True], chief.pk: [True, False]}


def test_as_many_queries_for_many_people_as_for_few(mayor, city):
    counts = []
    for _ in range(2):
        client = sign_in(Member.objects.get(pk=mayor.pk))
        client.get(f"/members/{city.pk}/")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/members/{city.pk}/")
        counts.append(len(captured))
        for number in range(9):
            seat = SeatFactory(organization=city, capacity=Capacity.PRINCIPAL)
            Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE)
            an_issue(title=f"Matter {number}", owner=seat)
            OrganizationFactory(parent=city, kind=OrganizationKind.POLICE_AGENCY)

    assert counts[0] == counts[1]


# --- editing -------------------------------------------------------------------------------------


def fields_of(page: str) -> list[str]:
    found = re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', page.partition("<main")[2])
    return [name for name in found if name not in {"csrfmiddlewaretoken", "release_reason", "file"}]


def sent(page: str, **values: str) -> dict[str, str]:
    """What a form of the own people sends, with what it had when it was opened."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return {"seen": unescape(found.group(1)), "media_contact": "", "website": "", **values}


def test_own_people_are_asked_for_their_part_alone(mayor, publisher):
    path = f"{page_of(mayor)}edit/"

    assert fields_of(sign_in(mayor).get(path).text) == ["seen", "media_contact", "website"]
    assert len(fields_of(sign_in(publisher).get(path).text)) == 13


def test_what_is_saved_stands_on_the_page(mayor):
    client, path = sign_in(mayor), page_of(mayor)
    data = sent(client.get(f"{path}edit/").text, media_contact="Desk\r\n555-0100")
    answer = client.post(f"{path}edit/", data)

    assert (answer.status_code, answer["Location"]) == (302, path)
    assert body_of(mayor).media_contact == "Desk\n555-0100"


def test_fields_that_are_not_asked_for_are_passed_over(mayor):
    client, path = sign_in(mayor), page_of(mayor)
    before = body_of(mayor).name
    data = sent(client.get(f"{path}edit/").text, name="City of Evil", kind="association")
    client.post(f"{path}edit/", data | {"registered_contact": "Me", "is_sample": "1"})

    assert (body_of(mayor).name, body_of(mayor).registered_contact) == (before, "")


def test_who_comes_second_reads_what_came_first_and_keeps_what_was_typed(mayor, aide):
    path = f"{page_of(mayor)}edit/"
    first, second = sign_in(mayor), sign_in(aide)
    opened = second.get(path).text
    first.post(path, sent(opened, media_contact="The mayor's desk", website="https://a.example"))
    answer = second.post(path, sent(opened, media_contact="The press desk"))

    assert answer.status_code == 422
    said = unescape(answer.text)
    for words in ("to \u201cThe mayor's desk\u201d.", ">\nThe press desk</textarea>", mayor.name):
        assert words in said
    second.post(path, sent(answer.text, media_contact="The press desk"))
    found = body_of(mayor)
    assert (found.media_contact, found.website) == ("The press desk", "https://a.example")


@pytest.mark.parametrize("seen", ["", "nonsense", "[]", '{"media_contact": 7}'])
def test_a_page_that_does_not_tell_what_it_had_writes_over_nothing(seen, mayor):
    Organization.objects.filter(pk=body_of(mayor).pk).update(media_contact="Kept")
    data = {"seen": seen, "media_contact": "Other", "website": ""}

    assert sign_in(mayor).post(f"{page_of(mayor)}edit/", data).status_code == 422
    assert body_of(mayor).media_contact == "Kept"


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://x.example", "nothing at all"])
def test_a_website_is_an_address_of_the_web(website, mayor):
    client, path = sign_in(mayor), f"{page_of(mayor)}edit/"
    data = sent(client.get(path).text, website=website)

    assert client.post(path, data).status_code == 422
    assert body_of(mayor).website == ""


def test_staff_name_the_body_above(publisher, mayor):
    OrganizationFactory(name="Ash County", kind=OrganizationKind.COUNTY)
    client, path = sign_in(publisher), f"{page_of(mayor)}edit/"
    page = client.get(path).text
    seen = json.loads(sent(page)["seen"])
    data = {**sent(page), **{k: v for k, v in seen.items() if v}, "kind": "city"}
    data.pop("has_independent_head")

    assert client.post(path, data | {"parent": "No such county"}).status_code == 422
    assert client.post(path, data | {"parent": "ash county"}).status_code == 302
    assert body_of(mayor).parent.name == "Ash County"


def test_an_organization_is_added(publisher):
    values = {name: value for name, value in NEW.items() if value}
    answer = sign_in(publisher).post("/members/new/", values)

    assert answer.status_code == 302
    assert Organization.objects.get(name=NEW["name"]).registered_contact == "Ann, 555-0100"
    assert sign_in(publisher).post("/members/new/", values).status_code == 422


# --- logo ----------------------------------------------------------------------------------------


def upload(member: Member, data: bytes) -> int:
    file = SimpleUploadedFile("logo.png", data, content_type="image/png")
    return sign_in(member).post(f"{page_of(member)}logo/", {"file": file}).status_code


def test_a_logo_is_shown_to_members_and_to_nobody_else(mayor, chief, observer, liaison, client):
    upload(mayor, picture())
    path = f"/attachments/{body_of(mayor).logo_id}/"
    picked = {member: sign_in(member).get(path) for member in (mayor, chief, observer, liaison)}

    assert f'src="{path}"' in sign_in(chief).get(page_of(mayor)).text
    assert [answer.status_code for answer in picked.values()] == [200, 200, 404, 404]
    assert picked[chief]["Content-Type"] == "image/png"
    assert client.get(path).status_code == 302
    for member in (mayor, chief):
        picked[member].getvalue()


def test_a_logo_that_is_none_is_explained(mayor):
    client = sign_in(mayor)
    file = SimpleUploadedFile("logo.png", b"<svg onload='x()'/>", content_type="image/png")
    answer = client.post(f"{page_of(mayor)}logo/", {"file": file}, follow=True)

    assert "This is not a PNG or JPEG picture." in answer.text
    assert body_of(mayor).logo is None
    assert "Choose a picture first." in client.post(f"{page_of(mayor)}logo/", follow=True).text


def test_a_logo_that_was_exchanged_is_gone(mayor):
    first = set_logo(organization_id=body_of(mayor).pk, data=picture(), name="a.png", actor=mayor)
    sign_in(mayor).post(f"{page_of(mayor)}logo/", {"remove": "1"})

    assert body_of(mayor).logo is None
    assert sign_in(mayor).get(f"/attachments/{first.pk}/").status_code == 404
