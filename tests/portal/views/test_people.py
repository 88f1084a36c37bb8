"""The people of an organization: who reaches the page, and what it does for them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import AuditEvent, Invitation, Member, Seat
from portal.vocabulary.organizations import Capacity
from tests.factories import SeatFactory
from tests.portal.people_pages import GOOD, changing, held_for_days, mailed_link, page_of, sign_in
from tests.seats import moved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seats(mayor: Member, aide: Member) -> None:
    held_for_days()


def test_the_page_lists_seats_past_and_present_and_invitations(publisher, mayor, aide):
    client, page = sign_in(publisher), page_of(mayor)
    client.post(page, GOOD | {"title": "Chief of staff"})
    Invitation.objects.update(expires_at=Now() - timedelta(days=1))
    old = SeatFactory(organization=aide.current_seats[0].organization, title="Former aide")
    moved(
        Seat.objects.filter(pk=old.pk),
        since=Now() - timedelta(days=99),
        until=Now() - timedelta(days=9),
    )
    shown = client.get(page).text
    past = shown.partition("Past seats")[2].partition("</details>")[0]

    assert [name in past for name in (old.member.name, "Former aide", aide.name)] == [
        True, True, False,
    ]  # fmt: skip
    for words in (mayor.name, aide.name, "new@city.example", "Chief of staff", "Expired</span>",
                  f"Invited by {publisher.name}", "Send again", "Take back"):  # fmt: skip
        assert words in shown


def test_a_principal_sees_what_a_principal_may_do(mayor, aide):
    shown = sign_in(mayor).get(page_of(mayor)).text

    assert shown.count("Invite a successor<") == shown.count("End this seat<") == 1
    assert "Suspend this member" not in shown
    assert re.findall(r'<option value="(\w+)"', shown) == ["designee", "staff"]


def test_a_successor_is_invited_in_one_step(publisher, mayor):
    seat = mayor.current_seats[0]
    client, page = sign_in(publisher), page_of(mayor)
    found = client.get(f"{page}?successor={seat.pk}")

    assert found.context["form"].initial == {"capacity": "principal", "title": "Mayor"}
    client.post(f"{page}?successor={seat.pk}", found.context["form"].initial | {
        "email": "next@city.example"
    })  # fmt: skip
    invitation = Invitation.objects.get()
    assert (invitation.capacity, invitation.title) == ("principal", "Mayor")


@pytest.mark.parametrize("successor", ["0", "-1", "x", "²", "9" * 30])
def test_a_successor_of_nobody_is_an_empty_form(successor, publisher, mayor):
    found = sign_in(publisher).get(page_of(mayor), {"successor": successor})

    assert (found.status_code, found.context["form"].initial) == (200, {})


def test_a_seat_is_ended_after_a_look_at_what_it_leaves(publisher, mayor, aide):
    sign_in(aide)
    client, paths = sign_in(publisher), changing(mayor, aide)
    Invitation.objects.update(invited_by=aide)
    asked = client.get(paths["end"]).text
    answer = client.post(paths["end"], {"reason": "Moved on."})

    assert ("Invitation of new@city.example" in asked, answer.url) == (True, page_of(mayor))
    assert Seat.objects.get(member=aide).until is not None
    again = client.get(paths["end"], follow=True)
    assert f"The seat of {aide.name} has ended already." in again.text


@pytest.mark.parametrize("press", ["again", "back"])
def test_what_was_taken_back_meanwhile_is_said_in_a_sentence(publisher, mayor, aide, press):
    client, paths = sign_in(publisher), changing(mayor, aide)
    client.post(paths["back"])
    answer = client.post(paths[press], follow=True)

    assert answer.redirect_chain == [(page_of(mayor), 302)]
    assert "This invitation was accepted or taken back meanwhile." in answer.text


def test_the_last_publisher_reads_what_to_do(publisher):
    held_for_days()
    seat = publisher.current_seats[0]
    answer = sign_in(publisher).post(f"{page_of(publisher)}seats/{seat.pk}/end/")

    assert (answer.status_code, "Invite another publisher first." in answer.text) == (422, True)


def test_the_page_of_an_organization_leads_there(publisher, mayor, aide, chief):
    def leads(member: Member) -> list[bool]:
        client, pages = sign_in(member), [page_of(other) for other in (mayor, chief)]
        return [f'"{page}"' in client.get(page.removesuffix("people/")).text for page in pages]

    assert [leads(member) for member in (publisher, mayor, aide)] == [
        [True, True], [True, False], [False, False],
    ]  # fmt: skip


def test_the_page_asks_the_same_for_few_and_for_many(publisher, mayor):
    client, page = sign_in(publisher), page_of(mayor)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    client.post(page, GOOD)
    queries()  # the first request of a session asks for more
    few = queries()
    for number in range(5):
        SeatFactory(organization=mayor.current_seats[0].organization, capacity=Capacity.STAFF)
        client.post(page, GOOD | {"email": f"{number}@city.example"})
    client.get(page)  # takes the messages away

    assert queries() == few


# --- wrong people --------------------------------------------------------------------------------


@pytest.mark.trust("A11")
@pytest.mark.parametrize("role", ["aide", "chief", "observer", "liaison", "nobody_yet"])
def test_a11_to_others_nothing_of_it_is_there(role, mayor, aide, request):
    paths = changing(mayor, aide)
    client = sign_in(request.getfixturevalue(role))
    before = AuditEvent.objects.count()

    assert {client.post(path, GOOD | {"reason": "-"}).status_code for path in paths.values()} == {
        404
    }
    assert client.get("/members/999999/people/").status_code == 404
    assert AuditEvent.objects.count() == before


@pytest.mark.trust("A11")
def test_a11_a_principal_gives_no_other_seat_however_the_form_is_sent(mayor, aide, chief):
    client, own = sign_in(mayor), page_of(mayor)

    for capacity in ("principal", "acting", "publisher", "editor", "liaison", "", "king"):
        assert client.post(own, GOOD | {"capacity": capacity}).status_code == 422
    assert client.post(page_of(chief), GOOD).status_code == 404
    assert client.post(f"{own}{aide.pk}/suspend/", {"reason": "-"}).status_code == 404
    assert Invitation.objects.count() == 0


@pytest.mark.trust("A11")
def test_a11_fields_that_are_not_in_the_form_are_passed_over(mayor, chief):
    forged = {
        "organization": str(chief.current_seats[0].organization_id),
        "organization_id": str(chief.current_seats[0].organization_id),
        "invited_by": str(chief.pk),
        "expires_at": "2099-01-01",
        "accepted_at": "2020-01-01",
        "token_hash": "0" * 64,
    }
    sign_in(mayor).post(page_of(mayor), GOOD | forged)
    made = Invitation.objects.get()

    assert (made.organization, made.invited_by, made.accepted_at) == (
        mayor.current_seats[0].organization, mayor, None,
    )  # fmt: skip
    assert (made.expires_at.year, made.token_hash) != (2099, "0" * 64)
    Client().post(mailed_link(), {"name": "Ana", "capacity": "publisher"})
    seat = Seat.objects.get(member__email="new@city.example")
    assert seat.capacity == GOOD["capacity"]


@pytest.mark.trust("A11")
def test_a11_an_objects_number_counts_only_within_its_organization(publisher, mayor, aide, chief):
    paths = changing(mayor, aide)
    elsewhere = {path.replace(page_of(mayor), page_of(chief)) for path in paths.values()}
    client = sign_in(publisher)

    answers = {client.post(path, {"reason": "-"}).status_code for path in elsewhere}
    assert answers == {404, 422}  # 422: an empty form of that organization
