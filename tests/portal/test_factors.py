"""Nobody gets further than enrolling without the factor that their seat needs."""

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import ComposerDraft, Member
from portal.operations.members import invite_member
from portal.vocabulary.factors import Factor, Missing
from statements.models import Signature
from tests.conftest import BACKEND
from tests.factories import SeatFactory
from tests.passkeys import SoftPasskey, enroll, prove
from tests.portal.access_table import TABLE
from tests.portal.factor_pages import (
    ADD,
    APP,
    CODE_PROOF,
    HOME,
    PAGE,
    PASSKEY_PROOF,
    SIGN_IN,
    app_of,
    by_mailed_code,
    by_password,
    code_of,
    options_on,
    send_passkey,
)
from tests.portal.test_access import addresses, people  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
REACHED = {
    "mfa_index": 200,
    "mfa_add_webauthn": 200,
    "sign_in_again": 200,
    "account_reauthenticate": 200,
    "account_logout": 200,
    "session_stay": 405,
}
"""Enrolling, help and signing out."""
GOES_ON = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp"}
"""Lead to another page of these: there is nothing yet that could be shown."""
FOR_VISITORS = {"home", "invitation", "account_login"}


@pytest.fixture(autouse=True)
def required():
    """As in production mode: the password of the demo does not do."""
    with override_settings(PASSWORD_FOR_PASSKEY=False):
        yield


def enrollment(path: str) -> str:
    """The page of the passkey, which comes back to this path."""
    return f"{ADD}?next={path.replace('/', '%2F').replace('?', '%3F').replace('=', '%3D')}"


def test_a2_without_a_factor_every_address_leads_to_enrolling(people, addresses, client):  # noqa: F811
    client.force_login(people["mayor"], backend=BACKEND)
    answers = {name: client.get(path) for name, path in addresses.items()}
    got = {name: (each.status_code, each.get("Location", "")) for name, each in answers.items()}
    for each in answers.values():
        each.close()
    visitor = {name: row[0] for name, row in TABLE.items() if name in got}

    members_only = {
        name
        for name, status in visitor.items()
        if got[name][1].startswith(ADD) and (status == 302 or name in FOR_VISITORS)
    }
    assert {name: got[name][0] for name in REACHED} == REACHED
    assert {name for name in GOES_ON if got[name][0] != 302} == set()
    rest = set(visitor) - members_only - set(REACHED) - GOES_ON
    assert {name: got[name][0] for name in rest} == {name: visitor[name] for name in rest}
    assert {got[name][1] for name in members_only - {"account_login"}} == {
        enrollment(addresses[name]) for name in members_only - {"account_login"}
    }
    assert {"home", "sign", "issue", "notifications", "export_file"} <= members_only


def test_a2_a_public_page_is_what_visitors_see(mayor, signed_in):
    answer = signed_in(mayor).get("/meetings/")

    assert (answer.status_code, answer.context["user"].is_authenticated) == (200, False)


def test_a2_signing_is_refused_and_nothing_is_stored(people, addresses, client):  # noqa: F811
    client.force_login(people["mayor"], backend=BACKEND)
    answer = client.post(addresses["sign"], {"act": "sign", "note": "What I typed"})

    assert (answer.status_code, Signature.objects.count()) == (403, 0)
    assert Missing.PASSKEY.label in answer.text
    assert "What I typed</textarea>" in answer.text


def test_a2_the_way_on_from_a_refused_form_leads_back_to_its_page(mayor, signed_in):
    client = signed_in(mayor)
    path = reverse("draft", args=["new-issue-1"])
    came_from = {"Referer": "http://testserver/roundtable/"}
    answer = client.post(path, {"text": "An hour of typing"}, headers=came_from)

    assert (answer.status_code, ComposerDraft.objects.count()) == (403, 0)
    assert f'href="{ADD}?next=%2Froundtable%2F"' in answer.text


def test_a2_a_fragment_sends_the_whole_page_there(mayor, signed_in):
    asked = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}?show=all"}
    answer = signed_in(mayor).get(PAGE, headers=asked)

    assert answer["HX-Redirect"] == enrollment(f"{PAGE}?show=all")


def test_a2_only_the_demo_leaves_it_out(mayor, signed_in):
    with override_settings(PASSWORD_FOR_PASSKEY=True):
        assert signed_in(mayor).get(PAGE).status_code == 200
    assert signed_in(mayor).get(PAGE).status_code == 302


@pytest.mark.parametrize(
    ("capacity", "needed"),
    [
        ("principal", Missing.PASSKEY),
        ("acting", Missing.PASSKEY),
        ("designee", Missing.PASSKEY),
        ("staff", Missing.FACTOR),
        ("observer", Missing.FACTOR),
    ],
)
def test_a2_each_seat_is_told_what_it_needs(client, capacity, needed):
    client.force_login(SeatFactory(capacity=capacity).member, backend=BACKEND)
    page = client.get(client.get(PAGE).url)

    assert page.context["missing"] == needed
    assert ("Use an authenticator app instead" in page.text) is (needed == Missing.FACTOR)


@pytest.mark.parametrize("factor", Factor)
def test_whoever_signs_for_nobody_gets_in_with_either(aide, signed_in, factor):
    assert prove(signed_in(aide), factor).get(PAGE).status_code == 200


def test_enrolling_on_the_way_to_signing_comes_back_to_the_sign_page(people, addresses):  # noqa: F811
    path = addresses["sign"]
    client = by_password(people["mayor"], then=path)
    asked = client.get(path)
    assert asked.url == enrollment(path)

    answer = send_passkey(client, asked.url, SoftPasskey(), next=path)

    assert (answer.status_code, answer.url) == (302, path)
    assert client.get(path).status_code == 200


def test_an_invited_member_enrolls_and_is_in(mayor, client):
    link = invite_member(
        email="new@city.example",
        organization=mayor.current_seats[0].organization,
        capacity="designee",
        title="Deputy",
        site_url="",
        actor=None,
    )
    client.post(link, {"name": "Noor Example"})
    asked = client.get("/")
    assert asked.url == enrollment("/")

    answer = send_passkey(client, asked.url, SoftPasskey(), next="/")

    assert (answer.url, client.get("/").status_code) == ("/", 200)
    assert Member.objects.get(email="new@city.example").has_usable_password() is False


def test_a_mailed_code_and_no_factor_lead_to_enrolling(aide):
    client, answer = by_mailed_code(aide, then=PAGE)

    assert answer.url == PAGE
    assert client.get(PAGE).url == enrollment(PAGE)


def test_a4_a_code_from_an_app_is_not_enough_for_whoever_signs(people, addresses):  # noqa: F811
    mayor = people["mayor"]
    secret = app_of(mayor)
    client = by_password(mayor, then=PAGE)
    client.post(f"{HOME}authenticate/", {"code": code_of(secret)})
    asked = client.get(addresses["sign"])

    assert asked.url == enrollment(addresses["sign"])
    page = client.get(asked.url)
    assert (page.status_code, page.context["missing"]) == (200, Missing.PASSKEY)
    assert "Whoever signs or publishes for others uses a passkey" in page.text
    assert client.get(APP).url == HOME


def test_a4_a_passkey_that_one_has_is_asked_for_where_a_code_was_given(mayor, signed_in):
    passkey = enroll(mayor)
    client = prove(signed_in(mayor), Factor.APP_CODE)
    asked = client.get(PAGE)
    assert asked.url == f"{PASSKEY_PROOF}?next=%2Fnotifications%2F"
    assert client.get(ADD).url.startswith(PASSKEY_PROOF)

    answer = send_passkey(client, asked.url, passkey, next=PAGE)

    assert (answer.url, client.get(PAGE).status_code) == (PAGE, 200)


def test_whoever_has_an_app_proves_with_it(aide, signed_in):
    secret = app_of(aide)
    client = signed_in(aide)
    asked = client.get(PAGE)
    assert asked.url == f"{CODE_PROOF}?next=%2Fnotifications%2F"

    client.post(CODE_PROOF, {"code": code_of(secret), "next": PAGE})

    assert client.get(PAGE).status_code == 200


def test_a_seat_that_is_given_later_asks_at_once(aide, signed_in):
    client = prove(signed_in(aide), Factor.APP_CODE)
    assert client.get(PAGE).status_code == 200
    SeatFactory(member=aide, capacity="acting")

    assert client.get(PAGE).url == enrollment(PAGE)


def test_a_page_costs_no_query_more_for_it(mayor, signed_in, django_assert_num_queries):
    client = prove(signed_in(mayor))
    client.get("/accounts/sessions/")
    with override_settings(PASSWORD_FOR_PASSKEY=True), CaptureQueriesContext(connection) as before:
        client.get("/accounts/sessions/")
    with django_assert_num_queries(len(before)):
        client.get("/accounts/sessions/")


def test_where_passkeys_do_not_work_the_page_says_so_and_names_the_phone(mayor, signed_in):
    page = signed_in(mayor).get(ADD).text

    assert page.count("data-passkey-help") == 1
    assert "Open it in Safari, Chrome, Edge or Firefox" in page
    assert page.count('href="tel:202-555-0100"') == 1


def test_the_passkey_is_to_be_discoverable_and_its_owner_verified(mayor, signed_in):
    asked = options_on(signed_in(mayor).get(ADD))["publicKey"]

    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["rp"]["id"] == "localhost"


def test_signing_in_while_signed_in_leads_to_enrolling(mayor, signed_in):
    assert signed_in(mayor).get(f"{SIGN_IN}?next={PAGE}").url == enrollment(PAGE)


def test_nobody_else_is_asked(client: Client):
    assert client.get("/").status_code == 200
