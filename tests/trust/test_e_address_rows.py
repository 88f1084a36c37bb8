"""Attempts through addresses, forms that are sent twice, and forged hosts."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from portal.models import Announcement, Member, OutgoingMail
from portal.tasks import run_job
from statements.models import Publication
from tests.conftest import BACKEND
from tests.discussions import an_issue
from tests.factories import MemberFactory
from tests.proofs import PROOF
from tests.statements.editor import imported
from tests.statements.publishing_data import clear, frozen_statement, publishers

pytestmark = pytest.mark.django_db
QUERIES = [
    "sort=owner__password",
    "sort=-password",
    "_connector=OR",
    "q[__class__]=x",
    "owner__password__startswith=a",
    "state__in=published",
    "group=1);DROP TABLE portal_member;--",
    "status=open' OR '1'='1",
    "kind=member",
    "page=-1",
    "before=1 OR 1=1",
]
ELSEWHERE = [
    "//evil.example",
    "https:evil.example",
    "https://evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "http:///evil.example",
    "javascript:evil()",
    " //evil.example",
]


@pytest.mark.parametrize("query", QUERIES)
def test_e14_the_board_asks_only_what_it_offers(query, publisher, signed_in):
    an_issue()
    answer = signed_in(publisher).get(f"/roundtable/?{query}")

    assert answer.status_code == 400
    assert answer.templates[0].name == "roundtable/board_unknown.html"


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("page", ["/statements/", "/meetings/", "/members/", "/notifications/"])
def test_e14_lists_pass_over_what_they_do_not_offer(page, query, publisher, mayor, signed_in):
    imported(mayor.current_seats[0].organization, publisher.current_seats[0].organization)
    client = signed_in(publisher)
    plain, asked = (client.get(address) for address in (page, f"{page}?{query}"))

    assert asked.status_code == 200
    assert main_of(asked.text) == main_of(plain.text)


def main_of(page: str) -> str:
    """The page's own part, without tokens and its own address."""
    main = page.partition('<main id="main"')[2].partition("</main>")[0]
    main = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", main)
    return re.sub(r'name="q" value="[^"]*"', "", main)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_e15_other_ways_back_lead_into_the_portal_only(address, mayor, signed_in):
    client = signed_in(mayor)
    discarded = client.post("/threads/drafts/thread-1/discard/", {"back": address})
    signed_out = client.post("/accounts/logout/", {"next": address})

    assert (discarded["Location"], signed_out["Location"]) == ("/", "/")


# --- releasing: from our own page, each field once -----------------------------------------------


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


def asked_to_publish(staff: list[Member], **more: object):
    statement = frozen_statement(staff)
    clear(statement, staff)
    client = Client()
    client.force_login(staff[0], backend=BACKEND)
    headers = {"Sec-Fetch-Site": str(more.pop("site", "same-origin"))}
    typed = {"when": "soon", "order": "leaders", "zone": "America/New_York", **PROOF} | more
    return client.post(f"/statements/{statement.ref}/publish/", typed, headers=headers)


def test_e13_b7_a_release_is_asked_for_on_our_own_page(staff):
    assert (asked_to_publish(staff).status_code, Publication.objects.count()) == (302, 1)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_b7_another_site_publishes_nothing(staff, site):
    assert asked_to_publish(staff, site=site).status_code == 403
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("field", ["order", "text", "when"])
def test_e13_a_field_sent_twice_publishes_nothing(staff, field):
    sent = {"order": ["leaders", "name"], "text": ["1", "2"], "when": ["at", "soon"]}

    assert asked_to_publish(staff, **{field: sent[field]}).status_code == 400
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    "step",
    ["staff/clear/", "staff/freeze/", "publish/undo/", "publish/again/", "publish/withdraw/"],
)
def test_b7_another_site_takes_no_step(staff, site, step):
    statement = frozen_statement(staff)
    client = Client()
    client.force_login(staff[0], backend=BACKEND)
    text = statement.revisions.latest("number").pk
    answer = client.post(
        f"/statements/{statement.ref}/{step}",
        {"text": text, "explanation": "x"},
        headers={"Sec-Fetch-Site": site},
    )

    assert answer.status_code == 403
    assert statement.clearances.count() == 0


# --- hosts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "testserver@evil"])
def test_d14_an_unknown_host_is_refused(client, name):
    assert client.get("/", headers={"Host": name}).status_code == 400


def test_d14_a_forwarded_host_names_no_link_in_mail(client):
    cache.clear()  # limits of resetting are counted there
    member = MemberFactory()
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)
    client.post(
        "/accounts/password/reset/",
        {"email": member.email},
        headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    )
    run_job(Announcement.objects.get().job_id)  # a worker mails the link

    assert OutgoingMail.objects.get().text.count("evil.example") == 0
