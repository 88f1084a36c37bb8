"""Pages do not ask more of the database when there is more to show."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roundtable.operations.importing import Origin as AgendaOrigin
from roundtable.operations.importing import import_agenda
from statements.operations.importing import Origin, import_statement
from tests.portal.samples import OUTLINE, RELEASE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "/statements/", "/roundtable/", "/members/", "/meetings/"]
)
@pytest.mark.trust("G17")
def test_a_page_asks_the_same_for_one_and_for_three(address, publisher, signed_in):
    client = signed_in(publisher)
    association = publisher.current_seats[0].organization

    def add() -> None:
        import_statement(
            text=RELEASE,
            origin=Origin(
                file_name="a", organization=association, issuers=[association], actor=publisher
            ),
        )
        import_agenda(
            text=OUTLINE,
            origin=AgendaOrigin(
                file_name="a", issuer=association, counterpart=None, actor=publisher
            ),
        )

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    add()
    client.get(address)  # what is read once per process
    first = queries()
    add()
    add()

    assert queries() == first


@pytest.mark.trust("C18")
def test_signed_in_pages_are_not_stored_by_the_browser(publisher, signed_in):
    assert signed_in(publisher).get("/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("address", ["/", "/nowhere/", "/statements/", "/accounts/login/"])
@pytest.mark.trust("E2", "B8")
def test_every_answer_carries_the_policy(client, address):
    policy = client.get(address)["Content-Security-Policy"].split("; ")

    assert sorted(policy) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
    ]


@pytest.mark.parametrize("address", ["/", "/verify/", "/statements/", "/meetings/"])
def test_a_public_page_starts_no_session(client, address):
    client.get(address)

    assert dict(client.cookies) == {}


def test_a_visitor_checks_a_file_without_a_session():
    """The form changes nothing, so it carries no token that a session would have to keep."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing")})

    assert (answer.status_code, dict(client.cookies)) == (200, {})
    assert answer.text.count("This file is not known here") == 1
