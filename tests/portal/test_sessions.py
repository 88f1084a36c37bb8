"""How long somebody stays signed in, and what is left when it is over."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.models import ComposerDraft, Member
from portal.vocabulary.sessions import SEEN_AT, SIGNED_IN_AT, Limit
from tests.conftest import BACKEND
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/notifications/"
SIGN_IN = f"/accounts/login/?next={PAGE}"
STAY = "/accounts/stay/"
MINUTE, HOUR = 60, 3600
FRAGMENT = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}?show=all"}


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    """The sign-ins of one test are not counted in the next."""
    cache.clear()
    yield
    cache.clear()


def let_pass(client: Client, seconds: int) -> None:
    """As if this long had gone by: what the session knows moves into the past."""
    session = client.session
    for fact in (SIGNED_IN_AT, SEEN_AT):
        session[fact] -= seconds
    session.save()


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def enter(client: Client, member: Member) -> None:
    """By the sign-in page, with the password."""
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    answer = client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert answer.status_code == 302


def with_key(key: str) -> Client:
    """Somebody who has got hold of a session key."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def test_a7_signing_in_changes_the_key_and_the_old_one_opens_nothing(mayor, client: Client):
    client.get("/accounts/login/")
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    enter(client, mayor)

    assert client.session.session_key != planted
    assert with_key(planted).get(PAGE).url == SIGN_IN


def test_a7_so_does_proving_again_who_one_is(mayor, client: Client):
    enter(client, mayor)
    before = client.session.session_key
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.session.session_key != before
    assert with_key(before).get(PAGE).url == SIGN_IN
    assert client.get(PAGE).status_code == 200
    [this] = client.get("/accounts/sessions/").context["places"]
    assert this.is_this_one is True


def test_a8_half_an_hour_without_use_signs_out(mayor, signed_in):
    client = signed_in(mayor)
    let_pass(client, 29 * MINUTE)
    assert client.get(PAGE).status_code == 200
    let_pass(client, 31 * MINUTE)

    answer = client.get(PAGE, follow=True)

    assert answer.redirect_chain == [(SIGN_IN, 302)]
    assert [str(message) for message in answer.context["messages"]] == [Limit.IDLE.label]
    assert is_signed_in(client) is False


def test_a8_twelve_hours_sign_out_whoever_is_busy(mayor, signed_in):
    client = signed_in(mayor)
    for _ in range(35):
        let_pass(client, 20 * MINUTE)
        assert client.get(PAGE).status_code == 200
    let_pass(client, 20 * MINUTE + 1)

    answer = client.get(PAGE, follow=True)

    assert answer.redirect_chain == [(SIGN_IN, 302)]
    assert [str(message) for message in answer.context["messages"]] == [Limit.ABSOLUTE.label]


def test_a8_a_session_that_does_not_say_when_it_began_is_over(mayor, signed_in):
    client = signed_in(mayor)
    session = client.session
    del session[SIGNED_IN_AT]
    session.save()

    assert client.get(PAGE).url == SIGN_IN


def test_a8_a_public_page_stays_open(mayor, signed_in):
    client = signed_in(mayor)
    let_pass(client, 31 * MINUTE)
    answer = client.get("/meetings/")

    assert answer.status_code == 200
    assert answer.context["user"].is_authenticated is False
    assert Limit.IDLE.label in answer.text


def test_a8_what_is_sent_too_late_comes_back_and_is_not_done(mayor, signed_in):
    client = signed_in(mayor)
    let_pass(client, 31 * MINUTE)
    path = reverse("draft", args=["new-issue-1"])
    answer = client.post(path, {"text": "An hour of typing"})

    assert answer.status_code == 401
    assert "An hour of typing</textarea>" in answer.text
    assert "/accounts/login/" in answer.text
    assert ComposerDraft.objects.count() == 0
    assert is_signed_in(client) is False


def test_a8_a_fragment_sends_the_whole_page_to_the_sign_in(mayor, signed_in):
    client = signed_in(mayor)
    let_pass(client, 31 * MINUTE)
    answer = client.get(PAGE, headers=FRAGMENT)

    assert answer["HX-Redirect"] == "/accounts/login/?next=/notifications/%3Fshow%3Dall"
    assert answer.text == ""


@pytest.mark.parametrize("method", ["get", "post"])
def test_a8_what_a_page_does_by_itself_is_no_use(mayor, signed_in, method):
    client = signed_in(mayor)
    let_pass(client, 20 * MINUTE)
    if method == "get":
        assert client.get(PAGE, headers=FRAGMENT).status_code == 200
    else:
        assert client.post(STAY).status_code == 200
        client.post(reverse("thread_read", args=[1]), {"seen": ""})
    let_pass(client, 11 * MINUTE)

    assert client.get(PAGE).url == SIGN_IN


def test_a8_the_page_learns_how_long_is_left_and_a_button_prolongs_it(mayor, signed_in):
    client = signed_in(mayor)
    let_pass(client, 28 * MINUTE)

    left, prolonged = client.post(STAY).json(), client.post(STAY, {"use": "1"}).json()

    assert 100 <= left["seconds"] <= 120
    assert 1780 <= prolonged["seconds"] <= 1800
    assert (left["may_be_prolonged"], prolonged["may_be_prolonged"]) == (True, True)


def test_a8_where_the_page_asks_first_the_sign_in_still_says_why(mayor, signed_in):
    client = signed_in(mayor)
    let_pass(client, 31 * MINUTE)

    assert client.post(STAY).status_code == 401
    answer = client.get(PAGE, follow=True)
    assert answer.redirect_chain == [(SIGN_IN, 302)]
    assert [str(message) for message in answer.context["messages"]] == [Limit.IDLE.label]


def test_a8_no_button_prolongs_twelve_hours(mayor, signed_in):
    client = signed_in(mayor)
    session = client.session
    session[SIGNED_IN_AT] -= 12 * HOUR - 2 * MINUTE
    session.save()

    left = client.post(STAY, {"use": "1"}).json()

    assert 100 <= left["seconds"] <= 120
    assert left["may_be_prolonged"] is False


def test_a8_use_is_written_down_once_a_minute(mayor, signed_in):
    client = signed_in(mayor)
    client.get(PAGE)
    let_pass(client, 50)
    before = client.session[SEEN_AT]
    client.get(PAGE)
    assert client.session[SEEN_AT] == before
    let_pass(client, 11)
    client.get(PAGE)

    assert abs(client.session[SEEN_AT] - time.time()) < 5


def test_a8_pages_of_somebody_signed_in_bring_the_warning(mayor, signed_in):
    assert signed_in(mayor).get(PAGE).text.count(f'data-stay="{STAY}"') == 1
    assert "data-stay" not in Client().get("/meetings/").text


def test_c18_signing_out_empties_the_browser(mayor, signed_in):
    answer = signed_in(mayor).post("/accounts/logout/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in Client().get("/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", [PAGE, "/meetings/"])
def test_c18_a_limit_that_signs_out_empties_the_browser_too(mayor, signed_in, method, path):
    client = signed_in(mayor)
    let_pass(client, 31 * MINUTE)

    assert getattr(client, method)(path)["Clear-Site-Data"] == '"cache", "storage"'


def test_c18_a_new_password_empties_the_browser_too(mayor, signed_in):
    new = "another long phrase"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = signed_in(mayor).post("/accounts/password/change/", sent)

    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_c18_htmx_keeps_no_page():
    folder = Path(settings.BASE_DIR) / "templates"
    loading = [
        str(file.relative_to(folder))
        for file in folder.rglob("*.html")
        if "django_htmx/htmx" in file.read_text()
    ]

    assert loading == ["components/htmx.html"]
    assert re.findall('"historyCacheSize":0', (folder / loading[0]).read_text()) != []


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https:evil.example", r"\evil.example", "https://evil.example"]
)
def test_e15_signing_in_leads_to_a_page_of_the_portal(mayor, client: Client, elsewhere):
    EmailAddress.objects.create(user=mayor, email=mayor.email, verified=True, primary=True)
    sent = {"login": mayor.email, "password": PASSWORD, "next": elsewhere}
    answer = client.post("/accounts/login/", sent)

    there = urlsplit(urljoin("http://testserver/accounts/login/", answer.url))
    assert (answer.status_code, there.scheme, there.netloc) == (302, "http", "testserver")


def test_e15_so_does_being_signed_out(mayor, signed_in):
    client = signed_in(mayor)
    let_pass(client, 31 * MINUTE)
    asked = {"HX-Request": "true", "HX-Current-URL": "https://evil.example//evil.example/a"}
    answer = client.get(PAGE, headers=asked)

    assert answer["HX-Redirect"] == "/accounts/login/?next=//evil.example/a"
    client.force_login(mayor, backend=BACKEND)
    assert client.get(answer["HX-Redirect"]).url == "/"
