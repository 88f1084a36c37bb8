"""Where the portal answers, and where its mails lead to."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client, override_settings

from portal.models import Job, Member, OutgoingMail
from portal.operations.passwords import RESET_JOB
from portal.tasks import run_job
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://[^\s>]+")
ELSEWHERE = {"Host": "localhost:6666"}


@pytest.fixture
def known(aide: Member) -> Member:
    EmailAddress.objects.create(user=aide, email=aide.email, primary=True, verified=True)
    return aide


def mailed_links() -> list[str]:
    return LINK.findall("\n".join(OutgoingMail.objects.values_list("text", flat=True)))


def test_d14_a_reset_asked_at_another_port_leads_to_our_own_address(known):
    Client().post("/accounts/password/reset/", {"email": known.email}, headers=ELSEWHERE)

    for job in Job.objects.filter(kind=RESET_JOB):
        run_job(job.pk)
    links = mailed_links()
    own = [link for link in links if link.startswith(f"{settings.SITE_URL}/accounts/password/")]
    assert (len(links), links) == (1, own)


def test_d14_so_does_the_confirmation_of_an_address(known):
    client = Client()
    client.post("/accounts/login/", {"login": known.email, "password": PASSWORD})
    sent = {"email": "new@city.example", "action_add": ""}
    client.post("/accounts/email/", sent, headers=ELSEWHERE)

    links = mailed_links()
    assert links != []
    assert {link for link in links if not f"{link}/".startswith(f"{settings.SITE_URL}/")} == set()
    assert [link for link in links if "/accounts/confirm-email/" in link] != []


@override_settings(
    PRODUCTION=True, SITE_URL="https://portal.example.org", ALLOWED_HOSTS=["portal.example.org"]
)
@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("portal.example.org", 200),
        ("Portal.Example.org:443", 200),
        ("portal.example.org:6666", 400),
        ("portal.example.org:99999", 400),
        ("portal.example.org:80", 400),
        ("other.example.org", 400),
    ],
)
def test_d14_in_production_only_our_own_host_and_port_are_answered(host, status):
    assert Client().get("/statements/", headers={"Host": host}).status_code == status


@override_settings(
    PRODUCTION=True,
    SITE_URL="https://portal.example.org:8443",
    ALLOWED_HOSTS=["portal.example.org"],
)
def test_d14_a_port_in_our_address_belongs_to_it():
    hosts = ("portal.example.org:8443", "portal.example.org")
    answers = [Client().get("/statements/", headers={"Host": host}) for host in hosts]

    assert [answer.status_code for answer in answers] == [200, 400]


@override_settings(
    PRODUCTION=True, SITE_URL="https://portal.example.org", ALLOWED_HOSTS=["portal.example.org"]
)
def test_what_watches_the_container_asks_at_its_own_port():
    answer = Client().get("/healthz", headers={"Host": "portal.example.org:8000"})

    assert answer.status_code == 200
