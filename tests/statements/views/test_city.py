"""The checklist of an agency on the sign page, and the page where its city answers."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Announcement
from portal.vocabulary.organizations import Capacity, OrganizationKind
from statements.models import CityAnswer, SignOn
from tests.factories import OrganizationFactory, SeatFactory
from tests.statements.city_data import ASK, HOLD, opened, pair, rule, said
from tests.statements.signing_data import (
    ago,
    ahead,
    buttons,
    editor_of,
    open_sign_on,
    organization_of,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


def page_for(statement, chief) -> str:
    return reverse("city_answer", args=[statement.ref, organization_of(chief).pk])


def conditions(page) -> list[tuple[str, str]]:
    """The lines of the checklist, each with whether it is done; times are left out."""
    found = re.findall(
        r'<span class="visually-hidden">(Done|Open): </span>([^<]+)</span>', page.text
    )
    when = r"(?:on|until) [A-Z][a-z]{2} .*? [AP]M [A-Z]+"
    return [(state, re.sub(when, "WHEN", sentence)) for state, sentence in found]


# --- the sign page of the agency ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "answer", "hours", "lines"),
    [
        ({"kind": "notify"}, "", 1, []),
        (HOLD, "", 1, [("Open", "Alder has WHEN to object; none so far.")]),
        (HOLD, "", 49, [("Done", "Alder had WHEN to object; nobody did.")]),
        (HOLD, "objection", 1, [("Open", "Mara Mayor objected for Alder WHEN.")]),
        (ASK, "", 1, [("Open", "Waiting for the mayor&#x27;s answer.")]),
        (ASK, "no_objection", 1, [("Done", "Mara Mayor said WHEN for Alder: no objection.")]),
    ],
)
def test_the_checklist_says_what_is_and_what_is_not_yet(
    statement, address, signed_in, terms, answer, hours, lines
):
    mayor, chief = pair()
    rule(organization_of(chief), **terms)
    opened(statement, hours_ago=hours)
    if answer:
        said(statement, chief, mayor, answer)
    found = conditions(signed_in(chief).get(address))

    assert found == [("Open", "Alder has not been told of this statement yet."), *lines]


def test_without_a_rule_there_is_no_checklist(statement, address, signed_in):
    _, chief = pair()
    rule(organization_of(chief), kind="nothing")

    assert conditions(signed_in(chief).get(address)) == []
    assert conditions(signed_in(signer()).get(address)) == []


def test_while_it_waits_the_agency_cannot_sign_but_answer_otherwise(statement, address, signed_in):
    _, chief = pair()
    rule(organization_of(chief), **HOLD)
    opened(statement, hours_ago=30)
    page = signed_in(chief).get(address)

    assert "Alder PD can sign after that" in page.text
    assert buttons(page)[:3] == ["Not signing", "No objection", "Recused"]
    assert "Co-sign" not in buttons(page)


def test_a_hold_that_outlasts_the_deadline_offers_two_ways(statement, address, signed_in):
    _, chief = pair()
    rule(organization_of(chief), **HOLD)
    open_sign_on(statement, deadline_at=ahead(hours=47))
    client = signed_in(chief)
    page = client.get(address)

    assert "That is after the deadline" in page.text
    assert ("Ask the mayor now" in buttons(page), "Sign late" in page.text) == (True, True)

    open_sign_on(statement, deadline_at=ahead(hours=49))
    in_time = client.get(address)
    assert ("Ask the mayor now" in buttons(in_time), "Sign late" in in_time.text) == (False, False)


def test_asking_the_mayor_is_one_press_and_happens_once(statement, address, signed_in):
    _, chief = pair()
    rule(organization_of(chief), **ASK)
    client = signed_in(chief)
    assert "Ask the mayor now" in buttons(client.get(address))

    asked = client.post(f"{page_for(statement, chief)}ask/", follow=True)
    assert "The mayor gets a mail now." in asked.text
    assert "Ask the mayor now" not in buttons(asked)
    assert "The mayor was asked on" in asked.text
    again = client.post(f"{page_for(statement, chief)}ask/", follow=True)
    assert Announcement.objects.filter(kind="mayor_asked").count() == 1
    assert "Call the office if it is urgent." in again.text


def test_who_may_not_sign_reads_the_checklist_and_asks_nobody(statement, address, signed_in):
    _, chief = pair()
    rule(organization_of(chief), **ASK)
    aide = SeatFactory(organization=organization_of(chief), capacity=Capacity.STAFF).member
    client = signed_in(aide)
    page = client.get(address)

    assert "Waiting for the mayor" in page.text
    assert "Ask the mayor now" not in buttons(page)
    client.post(f"{page_for(statement, chief)}ask/")
    assert Announcement.objects.filter(kind="mayor_asked").count() == 0


def test_people_of_elsewhere_ask_nothing(statement, signed_in):
    _, chief = pair()
    rule(organization_of(chief), **ASK)

    other = signed_in(signer())
    assert other.post(f"{page_for(statement, chief)}ask/").status_code == 404


def test_a_post_past_the_page_is_refused_with_the_reason(statement, address, signed_in):
    _, chief = pair()
    client = signed_in(chief)
    shown = client.get(address)
    form = dict(re.findall(r'name="(digest|key|organization)" value="([^"]*)"', shown.text))
    rule(organization_of(chief), **ASK)
    typed = {"signing_as": "officeholder", "printed_name": "Cal Chief", "printed_title": "Chief"}
    sent = {"act": "sign", "attested": "on", "password": "a phrase for the tests", **typed, **form}
    page = client.post(address, sent)

    assert page.status_code == 409
    assert "Alder PD can sign once the mayor says that there is no objection." in page.text
    assert statement.signatures.count() == 0


# --- the page of the city -------------------------------------------------------------------------


def test_the_mayor_reads_the_text_and_answers_with_one_press(statement, address, signed_in):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    client = signed_in(mayor)
    page = client.get(page_for(statement, chief))
    assert statement.title in page.text
    assert buttons(page) == ["No objection", "Object"]

    answered = client.post(page_for(statement, chief), {"kind": "no_objection"}, follow=True)
    assert "Your answer is on record: No objection." in answered.text
    assert buttons(answered) == ["Object"]
    assert "Co-sign" in buttons(signed_in(chief).get(address))


def test_an_objection_keeps_its_reason_private(statement, address, signed_in):
    mayor, chief = pair()
    rule(organization_of(chief), **HOLD)
    sent = {"kind": "objection", "reason": "The council votes on Monday."}
    answered = signed_in(mayor).post(page_for(statement, chief), sent, follow=True)
    assert buttons(answered) == ["No objection"]

    assert CityAnswer.objects.get().reason == "The council votes on Monday."
    assert "The council votes on Monday." in signed_in(chief).get(address).text
    other = signed_in(signer()).get(address)
    assert "The council votes" not in other.text


def test_staff_of_the_city_read_it_and_learn_who_answers(statement, signed_in):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    aide = SeatFactory(organization=organization_of(mayor), capacity=Capacity.STAFF).member
    client = signed_in(aide)
    page = client.get(page_for(statement, chief))

    assert (page.status_code, buttons(page), "Mara Mayor can." in page.text) == (200, [], True)
    refused = client.post(page_for(statement, chief), {"kind": "no_objection"})
    assert (refused.status_code, CityAnswer.objects.count()) == (409, 0)


def test_after_the_agency_signed_only_an_objection_is_left(statement, signed_in):
    mayor, chief = pair()
    rule(organization_of(chief), kind="notify")
    sign(statement, chief)
    page = signed_in(mayor).get(page_for(statement, chief))

    assert "An objection now takes nothing back" in page.text
    assert buttons(page) == ["Object"]


def test_when_the_time_is_over_there_is_nothing_to_answer(statement, signed_in):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    open_sign_on(statement, deadline_at=ago(seconds=1))
    client = signed_in(mayor)
    page = client.get(page_for(statement, chief))

    assert (buttons(page), "there is nothing to answer" in page.text) == ([], True)
    late = client.post(page_for(statement, chief), {"kind": "no_objection"})
    assert (late.status_code, CityAnswer.objects.count()) == (409, 0)


def test_a_city_that_is_not_asked_itself_reads_the_text_of_its_agency(statement, signed_in):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    open_sign_on(statement, kinds=[OrganizationKind.POLICE_AGENCY])
    client = signed_in(mayor)

    assert client.get(f"/statements/{statement.ref}/").status_code == 404
    assert client.get(page_for(statement, chief)).status_code == 200


def test_for_everybody_else_the_page_is_not_there(statement, signed_in, client):
    mayor, chief = pair()
    address = page_for(statement, chief)
    assert signed_in(mayor).get(address).status_code == 404  # no rule asks the city
    rule(organization_of(chief), **ASK)

    for member in (chief, signer(), editor_of(statement)):
        assert signed_in(member).get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    "terms",
    [{"opens_at": ahead(hours=1)}, {"opens_at": None}, {"kinds": [OrganizationKind.CITY]}],
    ids=["not yet open", "undone", "the agency is not asked"],
)
def test_before_the_agency_is_asked_its_city_reads_nothing(statement, signed_in, terms):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    SignOn.objects.filter(statement=statement).update(**terms)

    assert signed_in(mayor).get(page_for(statement, chief)).status_code == 404


def test_the_pages_ask_the_same_for_3_agencies_and_for_300(statement, signed_in, address):
    mayor, chief = pair()
    staff = editor_of(statement)
    statement.__class__.objects.update(handed_over_at=ago(hours=1))

    def add(count: int) -> None:
        seat = mayor.current_seats[0]
        for _ in range(count):
            other = OrganizationFactory(
                kind=OrganizationKind.POLICE_AGENCY, parent=seat.organization
            )
            rule(other, **ASK)
            CityAnswer.objects.create(
                statement=statement, agency=other, seat=seat, kind="objection"
            )

    def asked() -> list[int]:
        pages = [(chief, address), (mayor, page_for(statement, chief))]
        pages += [(mayor, address), (staff, f"/statements/{statement.ref}/staff/")]
        counts = []
        for member, page in pages:
            client = signed_in(member)
            client.get(page)  # what is read once per process
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            counts.append(len(captured))
        return counts

    rule(organization_of(chief), **ASK)
    add(3)
    few = asked()
    add(297)
    assert asked() == few
