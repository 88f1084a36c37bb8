"""Where a member is signed in, and signing out there."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from portal.models import AuditEvent, Member, OutgoingMail
from portal.operations.members import invite_member
from portal.vocabulary.audit import Verb
from portal.vocabulary.sessions import SEEN_AT, SIGNED_IN_AT
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
PATH = "/accounts/sessions/"
PAGE = "/notifications/"
SIGN_IN = f"/accounts/login/?next={PAGE}"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    """The sign-ins of one test are not counted in the next."""
    cache.clear()
    yield
    cache.clear()


def browser(member: Member, user_agent: str) -> Client:
    """A browser of its own that the member has signed in with."""
    EmailAddress.objects.get_or_create(user=member, email=member.email, verified=True, primary=True)
    client = Client(headers={"User-Agent": user_agent})
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    return client


def listed(client: Client) -> list[tuple[str, bool]]:
    return [(each.device, each.is_this_one) for each in client.get(PATH).context["places"]]


def place_of(client: Client, device: str) -> int:
    places = {each.device: each.pk for each in client.get(PATH).context["places"]}
    return places[device]


@pytest.fixture
def desk(mayor) -> Client:
    return browser(mayor, FIREFOX)


@pytest.fixture
def phone(mayor, desk) -> Client:
    return browser(mayor, IPHONE)


def test_each_place_is_named_in_words_and_this_one_comes_first(desk, phone):
    assert listed(desk) == [("Firefox on Windows", True), ("Safari on an iPhone", False)]
    assert listed(phone) == [("Safari on an iPhone", True), ("Firefox on Windows", False)]


def test_nobody_elses_places_are_listed(desk, chief):
    assert listed(browser(chief, IPHONE)) == [("Safari on an iPhone", True)]


def test_a_place_that_was_left_alone_too_long_is_not_listed(desk, phone):
    session = phone.session
    session[SEEN_AT] -= 31 * 60
    session.save()

    assert listed(desk) == [("Firefox on Windows", True)]


def test_a9_a_session_is_ended_from_another_one(mayor, desk, phone):
    answer = desk.post(PATH, {"place": place_of(desk, "Safari on an iPhone")}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["You are signed out there."]
    assert phone.get(PAGE).url == SIGN_IN
    fragment = phone.get(PAGE, headers={"HX-Request": "true", "HX-Current-URL": f"http://t{PAGE}"})
    assert fragment["HX-Redirect"] == SIGN_IN
    assert desk.get(PAGE).status_code == 200
    [entry] = AuditEvent.objects.filter(verb=Verb.SESSION_ENDED)
    assert (entry.actor, entry.after) == (mayor, {"device": "Safari on an iPhone"})


def test_a9_all_others_are_ended_at_once(mayor, desk, phone):
    tablet = browser(mayor, IPHONE.replace("iPhone", "iPad"))
    desk.post(PATH, {"place": "others"})

    assert [each.get(PAGE).status_code for each in (desk, phone, tablet)] == [200, 302, 302]
    assert AuditEvent.objects.filter(verb=Verb.SESSION_ENDED).count() == 2


def test_a9_nobody_ends_a_session_of_somebody_else(desk, phone, chief):
    number = place_of(desk, "Safari on an iPhone")
    other = browser(chief, FIREFOX)
    answer = other.post(PATH, {"place": number}, follow=True)

    assert [str(each) for each in answer.context["messages"]] == [
        "You were no longer signed in there."
    ]
    assert phone.get(PAGE).status_code == 200
    assert AuditEvent.objects.filter(verb=Verb.SESSION_ENDED).count() == 0


@pytest.mark.parametrize("nonsense", ["", "-1", "x", "9" * 40, "²"])
def test_nonsense_ends_nothing(desk, phone, nonsense):
    assert desk.post(PATH, {"place": nonsense}).url == PATH
    assert phone.get(PAGE).status_code == 200


def test_a9_a_new_password_ends_them_all(mayor, desk, phone):
    new = "another phrase for the tests"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    desk.post("/accounts/password/change/", sent)

    assert [each.get(PAGE).url for each in (desk, phone)] == [SIGN_IN, SIGN_IN]
    again = Client()
    again.post("/accounts/login/", {"login": mayor.email, "password": new})
    assert again.get(PAGE).status_code == 200
    assert len(listed(again)) == 1


def test_the_account_menu_leads_here(desk):
    assert f'href="{PATH}"' in desk.get(PAGE).text
    assert SIGNED_IN_AT in desk.session


def test_a9_a_device_that_was_never_used_is_told_by_mail(mayor, desk):
    assert OutgoingMail.objects.count() == 0
    browser(mayor, FIREFOX.replace("140.0", "141.0"))
    assert OutgoingMail.objects.count() == 0

    browser(mayor, IPHONE)
    browser(mayor, IPHONE)

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (mayor.email, "A new device signed in to your account")
    assert "    Safari on an iPhone\n" in mail.text
    assert f"\n{settings.SITE_URL}{PATH}\n" in mail.text


def test_the_session_that_an_invitation_begins_is_listed(mayor):
    link = invite_member(
        email="new@city.example",
        organization=mayor.current_seats[0].organization,
        capacity="staff",
        title="Aide",
        site_url="http://testserver",
        actor=None,
    )
    client = Client(headers={"User-Agent": FIREFOX})
    client.post(link, {"name": "Noor Example", "password": "a long enough phrase"})

    assert listed(client) == [("Firefox on Windows", True)]
