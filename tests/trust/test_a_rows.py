"""Attempts to get in, by the rows of docs/trust.md."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from portal.models import Announcement, Invitation, Job, Member, OutgoingMail, Seat
from portal.operations.mail import MAIL_JOB
from portal.operations.members import invite_member
from portal.tasks import run_job
from portal.vocabulary.factors import SENT_SECONDS
from portal.vocabulary.jobs import JobState
from portal.vocabulary.organizations import Capacity
from tests.conftest import BACKEND
from tests.factories import PASSWORD, MemberFactory, OrganizationFactory
from tests.portal.factor_pages import let_pass
from tests.portal.test_access import named_patterns

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another long phrase"
FOR_EVERYBODY = {
    "home",
    "healthz",
    "readyz",
    "verify",
    "meetings",
    "agenda_file",
    "agenda_version_file",
    "statement_list",
    "statement",
    "statement_feed",
    "publication_file",
    "invitation",
    "sample_mail",
    "sample_mail_message",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "lost_passkey",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


@pytest.fixture(autouse=True)
def no_attempts_before() -> Iterator[None]:
    """Limits are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def member() -> Member:
    made = MemberFactory(email="known@city.example")
    EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
    return made


@pytest.fixture
def invited() -> str:
    """The path that was mailed."""
    return invite_member(
        email="new@city.example",
        organization=OrganizationFactory(),
        capacity=Capacity.STAFF,
        title="Aide",
        site_url="",
        actor=None,
    )


def log_in(client: Client, password: str = PASSWORD, email: str = "known@city.example", **more):
    return client.post("/accounts/login/", {"login": email, "password": password}, **more)


def add_address(client: Client, email: str) -> None:
    """Asks for another address, right after giving the password once more."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": email})


def work() -> None:
    """A worker does what waits."""
    for job in Job.objects.exclude(kind=MAIL_JOB).filter(state=JobState.QUEUED):
        run_job(job.pk)


def is_signed_in(client: Client) -> bool:
    return client.get("/notifications/").status_code == 200


def mailed_link(to: str) -> str:
    """The path of the newest link mailed to somebody."""
    text = OutgoingMail.objects.filter(to=to).latest("pk").text
    return re.findall(r"https?://[^/\s]+(/\S+)", text)[0]


def told(answer: HttpResponse) -> tuple[int, str, str]:
    """What an answer says, without what was typed and without its form's token."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    page = re.sub(r"(known|stranger)@city\.example", "", page)
    return answer.status_code, answer.get("Location", ""), page


def test_a1_the_addresses_for_everybody_are_these():
    patterns = named_patterns(get_resolver())
    told_so = {p.name for p in patterns if not getattr(p.callback, "login_required", True)}

    assert told_so == FOR_EVERYBODY


@pytest.mark.parametrize("method", ["get", "post"])
def test_a11_nobody_signs_up(client, method):
    typed = {"email": "stranger@city.example", "password1": NEW_PASSWORD}
    answer = getattr(client, method)("/accounts/signup/", typed)

    assert answer.templates[0].name == "account/signup_closed.html"
    assert Member.objects.count() == 0


def test_a11_an_invitation_is_for_its_address_and_its_seat(client, invited):
    typed = {
        "name": "Ana",
        "password": NEW_PASSWORD,
        "email": "stranger@city.example",
        "capacity": Capacity.PUBLISHER,
    }
    client.post(invited, typed)
    made = Member.objects.get()

    assert made.email == "new@city.example"
    assert Seat.objects.get().capacity == Capacity.STAFF


def test_a12_looking_at_an_invitation_takes_nothing(client, invited):
    looks = [getattr(Client(), method)(invited) for method in ("get", "head") * 3]

    assert {answer.status_code for answer in looks} == {200}
    assert (Member.objects.count(), Invitation.objects.get().accepted_at) == (0, None)
    assert client.post(invited, {"name": "Ana"}).status_code == 302
    assert Member.objects.count() == 1


def test_a12_looking_at_a_confirmation_confirms_nothing(client, member):
    log_in(client)
    add_address(client, "other@city.example")
    path = mailed_link("other@city.example")
    for method in ("get", "head") * 3:
        getattr(Client(), method)(path)

    assert not EmailAddress.objects.filter(email="other@city.example", verified=True).exists()
    client.post(path)
    assert EmailAddress.objects.filter(email="other@city.example", verified=True).exists()


def test_a12_looking_at_a_reset_link_uses_nothing_up(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    work()
    path = mailed_link(member.email)
    for method in ("get", "head") * 3:
        getattr(Client(), method)(path, follow=True)
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert log_in(Client(), NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/accounts/login/", "login"),
        ("/accounts/login/code/", "email"),
        ("/accounts/password/reset/", "email"),
    ],
)
def test_a13_known_and_unknown_addresses_are_answered_alike(member, path, field):
    answers = []
    for email in (member.email, "stranger@city.example"):
        visitor = Client()
        answer = visitor.post(path, {field: email, "password": "not the password"})
        pages = [told(answer)]
        if answer.status_code == 302:
            pages.append(told(visitor.get(answer["Location"])))
        answers.append(pages)

    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_a13_strangers_get_no_mail(client, path):
    client.post(path, {"email": "stranger@city.example"})

    work()
    assert OutgoingMail.objects.count() == 0


def questions(path: str, typed: dict[str, str]) -> list[str]:
    """What is asked of the database, without what was typed and drawn by lot."""
    with CaptureQueriesContext(connection) as asked:
        Client().post(path, typed)
    return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked.captured_queries]


def test_a13_asking_for_a_new_password_looks_nobody_up(member):
    """The same work is the same time: a worker finds out whose the address is."""
    path = "/accounts/password/reset/"
    known, unknown = (
        questions(path, {"email": email}) for email in (member.email, "stranger@city.example")
    )

    assert known == unknown
    assert [query for query in known if "portal_member" in query or "emailaddress" in query] == []


def test_a13_an_address_that_was_asked_for_is_forgotten_when_it_was_looked_up(member):
    for email in (member.email, "stranger@city.example"):
        Client().post("/accounts/password/reset/", {"email": email})
    work()

    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [member.email]
    assert list(Announcement.objects.values_list("detail", flat=True)) == [{}, {}]


def test_a15_a_new_password_signs_nobody_in(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    work()
    form = client.get(mailed_link(member.email), follow=True)
    answer = client.post(
        form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )

    assert (answer.status_code, is_signed_in(client)) == (302, False)
    member.refresh_from_db()
    assert member.check_password(NEW_PASSWORD) is True


def test_a16_an_address_is_changed_only_with_the_password_and_by_its_new_owner(member, client):
    signed_in_long_ago = Client()
    signed_in_long_ago.force_login(member, backend=BACKEND)
    let_pass(signed_in_long_ago, SENT_SECONDS + 1)
    asked = signed_in_long_ago.post("/accounts/email/", {"action_add": "", "email": "x@y.example"})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert EmailAddress.objects.count() == 1

    log_in(client)
    add_address(client, "new@city.example")
    member.refresh_from_db()
    assert member.email == "known@city.example"
    assert EmailAddress.objects.get(primary=True).email == "known@city.example"

    client.post(mailed_link("new@city.example"))
    member.refresh_from_db()
    assert member.email == "new@city.example"
    told_there = OutgoingMail.objects.filter(to="known@city.example")
    assert "Your e-mail address was changed" in told_there.values_list("subject", flat=True)


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/django-admin/"])
def test_a18_there_is_no_administration_page(client, path):
    assert client.get(path).status_code == 404
    assert [app for app in settings.INSTALLED_APPS if "admin" in app] == []
