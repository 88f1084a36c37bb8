"""Wherever a page leads after something went wrong, there is a page."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client

from portal.vocabulary.sessions import IDLE_SECONDS, SEEN_AT, SIGNED_IN_AT
from tests.conftest import BACKEND
from tests.portal.access_table import TABLE
from tests.portal.test_access import addresses, people  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
ONLY_FORMS = sorted(name for name, row in TABLE.items() if 405 in row)
PAGES = {200, 302, 404}  # not there for everybody, but never an address of a button


def too_late(member) -> Client:
    client = Client()
    client.force_login(member, backend=BACKEND)
    session = client.session
    for fact in (SIGNED_IN_AT, SEEN_AT):
        session[fact] -= IDLE_SECONDS + 60
    session.save()
    return client


def next_of(answer) -> str:
    found = re.search(r'href="/accounts/login/\?next=([^"]*)"', answer.text)
    assert found is not None, answer.text
    return unquote(found[1])


def test_g12_after_a_session_has_ended_the_sign_in_leads_to_a_page(people, addresses):  # noqa: F811 - fixtures
    lost = {}
    for name in ONLY_FORMS:
        for came_from in ({}, {"Referer": f"http://testserver{addresses[name]}"}):
            answer = too_late(people["publisher"]).post(
                addresses[name], {"text": "An hour of typing"}, headers=came_from
            )
            if answer.status_code == 401:
                path = next_of(answer)
                there = Client()
                there.force_login(people["publisher"], backend=BACKEND)
                if there.get(path).status_code not in PAGES:
                    lost[name] = path

    assert len(ONLY_FORMS) > 30
    assert lost == {}


def test_the_sign_in_leads_back_to_the_page_of_the_form_with_what_it_asked_for(mayor):
    came_from = {"Referer": "http://testserver/statements/?q=court&state=draft"}
    answer = too_late(mayor).post("/statements/import/", {"text": "x"}, headers=came_from)

    assert next_of(answer) == "/statements/?q=court&state=draft"


@pytest.mark.parametrize("left", ["https://elsewhere.example/statements/", "//[", "javascript:x"])
def test_the_sign_in_never_leads_to_another_site(mayor, left):
    answer = too_late(mayor).post("/statements/import/", {"text": "x"}, headers={"Referer": left})

    assert next_of(answer) == "/statements/import/"


def test_an_address_of_a_button_says_so_when_it_is_opened(people, addresses):  # noqa: F811 - fixtures
    client = Client()
    client.force_login(people["publisher"], backend=BACKEND)
    silent = {}
    for name in ONLY_FORMS:
        answer = client.get(addresses[name])
        if answer.status_code != 405:
            continue
        way_on = re.findall(r'href="([^"]*)">Go to the page</a>', answer.text)
        if len(way_on) != 1 or client.get(way_on[0]).status_code not in PAGES:
            silent[name] = way_on
        assert answer["Allow"] == "POST"

    assert silent == {}


def test_a_refusal_leads_back_to_a_page(people, addresses):  # noqa: F811 - fixtures
    """Also where it was the address of a button that was refused."""
    client = Client()
    client.force_login(people["publisher"], backend=BACKEND)
    lost = {}
    for name in ONLY_FORMS:
        answer = client.post(addresses[name])
        for path in re.findall(r'href="([^"]*)">Go back</a>', answer.text):
            if client.get(path).status_code not in PAGES:
                lost[name] = path

    assert lost == {}
