"""Trying to sign in is limited by account and by address, and leaves another way in."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, override_settings

from portal.models import Member, OutgoingMail
from portal.vocabulary.limits import CODE_SPENT, CODES, REQUESTS, SIGN_INS, in_words
from tests.conftest import BACKEND
from tests.factories import PASSWORD
from tests.passkeys import SoftPasskey, enroll
from tests.portal.factor_pages import PASSKEY_PROOF, app_of, by_passkey, by_password, send_passkey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """The counts lie in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def known(mayor: Member) -> Member:
    EmailAddress.objects.create(user=mayor, email=mayor.email, primary=True, verified=True)
    return mayor


def attempt(login: str, phrase: str = "a guess of somebody", via: str = "") -> HttpResponse:
    headers = {"X-Forwarded-For": via} if via else {}
    typed = {"login": login, "password": phrase}
    return Client().post("/accounts/login/", typed, headers=headers)


def says_too_many(answer: HttpResponse, sentence: str = SIGN_INS) -> bool:
    """Whether it is a 429 with the form, and says once how long to wait, as the header does."""
    if answer.status_code != 429:
        return False
    told = sentence.format(wait=in_words(int(answer["Retry-After"])))
    page = answer.content.decode()
    return (page.count(told), page.count("<h1>Sign in")) == (1, 1)


def wait_of(answer: HttpResponse) -> int:
    return int(answer["Retry-After"])


def test_a14_the_rates_are_those_that_were_promised():
    assert settings.ACCOUNT_RATE_LIMITS == {"login_failed": "10/m/ip,5/15m/key"}


def test_a14_the_sixth_guess_is_not_looked_at_whatever_address_it_names(known):
    wrong = [attempt(known.email, via=f"203.0.113.{number}") for number in range(6)]
    right = attempt(known.email, PASSWORD, via="203.0.113.99")

    assert [says_too_many(answer) for answer in [*wrong, right]] == [False] * 5 + [True] * 2
    assert 880 < wait_of(right) <= 900
    assert right.content.decode().count(f'value="{known.email}"') == 1
    assert PASSWORD not in right.content.decode()


def test_a14_a_stranger_who_guesses_locks_nobody_out_of_the_code_by_mail(known):
    for number in range(6):
        attempt(known.email, via=f"203.0.113.{number}")
    answer = Client().post("/accounts/login/code/", {"email": known.email})

    assert answer["Location"] == "/accounts/login/code/confirm/"
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [known.email]


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_a14_only_what_our_own_proxy_added_counts_as_the_address(db):
    guesses = [
        attempt(f"member{number}@city.example", via=f"10.0.0.{number}, 203.0.113.9")
        for number in range(11)
    ]
    neighbor = attempt("member@city.example", via="203.0.113.10")

    assert [says_too_many(answer) for answer in guesses] == [False] * 10 + [True]
    assert 0 < wait_of(guesses[-1]) <= 60
    assert says_too_many(neighbor) is False


def test_a14_codes_are_mailed_three_times_a_minute(known):
    answers = [Client().post("/accounts/login/code/", {"email": known.email}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert says_too_many(answers[-1], CODES)
    assert 0 < wait_of(answers[-1]) <= 60
    assert answers[-1].content.decode().count(f'value="{known.email}"') == 1
    assert OutgoingMail.objects.count() == 3


def test_a14_a_code_that_was_wrong_too_often_is_to_be_asked_for_anew(known):
    client = Client()
    client.post("/accounts/login/code/", {"email": known.email})
    for _ in range(3):
        answer = client.post("/accounts/login/code/confirm/", {"code": "WRONG1"}, follow=True)

    assert answer.redirect_chain == [("/accounts/login/code/", 302)]
    assert [str(message) for message in answer.context["messages"]][-1] == CODE_SPENT


@pytest.mark.parametrize("path", ["/accounts/factors/reauthenticate/", "/accounts/reauthenticate/"])
def test_a14_proving_who_one_is_is_limited_and_says_how_long(known, path):
    app_of(known)
    client = by_password(known) if "factors" not in path else Client()
    client.force_login(known, backend=BACKEND)
    for _ in range(6):
        answer = client.post(path, {"password": "a guess of somebody", "code": "123456"})

    told = SIGN_INS.format(wait=in_words(wait_of(answer)))
    assert (answer.status_code, told in answer.content.decode()) == (429, True)
    assert 880 < wait_of(answer) <= 900


@override_settings(PASSWORD_FOR_PASSKEY=False)
def test_a14_a_passkey_tried_too_often_is_a_page_that_says_how_long(known):
    passkey = enroll(known)
    client = by_passkey(passkey)
    stranger = SoftPasskey()
    for _ in range(6):
        answer = send_passkey(client, PASSKEY_PROOF, stranger, next="/statements/")

    assert answer.status_code == 429
    assert 880 < wait_of(answer) <= 900
    assert "next=%2Fstatements%2F" in answer.content.decode()


@override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"})
def test_a14_a_form_sent_too_often_is_a_page_that_says_when_to_try_again(known):
    attempt(known.email)
    answer = attempt(known.email, "secret words of hers")
    page = answer.content.decode()

    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert page.count(f'<p class="lead">{REQUESTS}</p>') == 1
    assert page.count('href="/accounts/login/">Go back</a>') == 1
    assert page.count(f"{known.email}</textarea>") == 1
    assert "secret words" not in page
