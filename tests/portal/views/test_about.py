"""The page of an About text: members read it, the organization's own people add a version."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.http import PUBLIC_RECORD_LINE
from portal.models import AboutText, Member, ScreeningRelease

pytestmark = pytest.mark.django_db


def page_of(member: Member) -> str:
    return f"/members/{member.current_seats[0].organization_id}/about/"


def write(client: Client, path: str, *, seen: int = 0, **fields: str):
    sent = {"text": "We meet twice a year.", "review_by": "", "seen": str(seen)} | fields
    return client.post(path, sent)


def older(publisher: Member, count: int) -> None:
    """As many versions, their day to be read again long past."""
    AboutText.objects.bulk_create(
        AboutText(
            organization=publisher.current_seats[0].organization,
            number=number,
            text=f"We met {number} times.",
            review_by=date(2020, 1, number),
            created_by=publisher,
        )
        for number in range(1, count + 1)
    )


def test_a_version_is_written_and_read(publisher, signed_in):
    client, path = signed_in(publisher), page_of(publisher)
    answer = write(client, path, review_by="2031-05-01")
    page = client.get(path).content.decode()

    assert (answer.status_code, answer.url) == (302, path)
    shown = ("Version 1 is the About text now.", "</strong> – We meet twice a year.", "May 1, 2031",
             publisher.name, PUBLIC_RECORD_LINE)  # fmt: skip
    assert [part in page for part in shown] == [True] * 5


def test_what_is_due_says_so_and_offers_no_past_day(publisher, signed_in):
    older(publisher, 2)
    client, path = signed_in(publisher), page_of(publisher)
    page = client.get(path).content.decode()

    assert ("Read it again</span>" in page, "2020-01-02" in page.split("<form")[-1]) == (
        True, False,
    )  # fmt: skip
    assert write(client, path, seen=2, review_by="2020-01-02").status_code == 422
    assert AboutText.objects.count() == 2


def test_other_members_read_and_cannot_write(publisher, mayor, signed_in):
    older(publisher, 1)
    client, path = signed_in(mayor), page_of(publisher)
    page = client.get(path)

    assert ("We met 1 times." in page.content.decode(), page.context["form"]) == (True, None)
    assert write(client, path, seen=1).status_code == 403
    assert AboutText.objects.count() == 1


def test_a_refusal_keeps_what_was_typed_and_shows_the_version_that_came(publisher, signed_in):
    older(publisher, 1)
    client, path = signed_in(publisher), page_of(publisher)
    answer = write(client, path, seen=0, text="We meet every month.")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert [part in page for part in ("saved meanwhile", "We meet every month.", "We met 1")] == [
        True, True, True,
    ]  # fmt: skip
    assert write(client, path, seen=1, text="We meet every month.").status_code == 302


def test_a_false_hit_is_released_with_a_reason(publisher, signed_in):
    client, path = signed_in(publisher), page_of(publisher)
    text = "Our grant has the number A123456789."

    assert write(client, path, text=text).status_code == 422
    assert write(client, path, text=text, release_reason="A grant.").status_code == 302
    assert ScreeningRelease.objects.count() == 1


def test_the_page_of_an_organization_leads_there(publisher, mayor, chief, signed_in):
    older(publisher, 1)
    client = signed_in(mayor)
    pages = [page_of(member) for member in (publisher, mayor, chief)]

    found = [path in client.get(path.removesuffix("about/")).text for path in pages]
    assert found == [True, True, False]  # one that is written, one's own, an empty one of others


def test_the_page_asks_the_same_for_1_and_for_12_versions(publisher, signed_in):
    client, path = signed_in(publisher), page_of(publisher)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    older(publisher, 1)
    queries()  # the first request of a session asks for more
    few = queries()
    AboutText.objects.bulk_create(
        AboutText(
            organization=publisher.current_seats[0].organization,
            number=number,
            text="We met.",
            created_by=publisher,
        )
        for number in range(2, 13)
    )

    assert queries() == few
