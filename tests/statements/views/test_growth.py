"""Pages ask the database the same for 3 signers and for 300."""

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from portal.vocabulary.organizations import Capacity
from statements.models import Statement
from tests.factories import SeatFactory
from tests.statements.signing_data import joint_statement, open_sign_on, publish, sign, signer

pytestmark = pytest.mark.django_db
MANY = 300


@pytest.fixture
def statement() -> Statement:
    made = joint_statement()
    Statement.objects.update(handed_over_at=Now())
    open_sign_on(made)
    return made


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_working_pages_stay_as_quick_with_300_signers(statement, signed_in):
    seat = SeatFactory(organization=statement.issuers.get(), capacity=Capacity.PUBLISHER)
    client = signed_in(seat.member)
    pages = [f"/statements/{statement.ref}/{below}" for below in ("", "staff/", "sign/")]
    pages.append("/statements/")
    for _ in range(3):
        sign(statement, signer())
    for page in pages:
        client.get(page)  # what is read once per process
    few = [asked(client, page) for page in pages]
    for _ in range(MANY - 3):
        sign(statement, signer())
    client.get("/")  # a session that was not used for a minute notes it at the next page

    assert [asked(client, page) for page in pages] == few


def test_the_public_page_stays_as_quick_with_300_signers(statement, client):
    signatures = [sign(statement, signer()) for _ in range(3)]
    publish(statement, *signatures)
    client.get("/statements/")
    few = asked(client, "/statements/")
    for _ in range(MANY - 3):
        sign(statement, signer())  # late ones: the release is out

    assert asked(client, "/statements/") == few
