"""A release pins the About texts of its associations; later versions change nothing of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import AuditEvent, Member
from portal.vocabulary.audit import Verb
from statements.models import Publication
from tests.portal.samples import RELEASE
from tests.statements.publishing_data import (
    association_of,
    clear,
    frozen_statement,
    let_come,
    published,
    publishers,
    rebuilt,
    say_about,
    scheduled,
)

pytestmark = pytest.mark.django_db
OWN = RELEASE + "\n###\n\nAbout {name} – It says this itself.\n"


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


def pinned(publication: Publication) -> list[tuple[str, int, str]]:
    about = publication.snapshot["about"]
    return [(entry["organization"], entry["version"], entry["text"]) for entry in about]


def everything(publication: Publication) -> list[bytes]:
    ref = publication.statement.ref
    paths = [f"{ref}/", f"{ref}.pdf", f"{ref}.txt", f"{ref}.json", "feed/"]
    return [Client().get(f"/statements/{path}").content for path in paths]


def test_the_newest_version_of_each_is_pinned_in_the_order_of_the_issuers(staff):
    say_about(staff[1], "Old.")
    say_about(staff[1], "The chiefs.")
    say_about(staff[0], "The mayors.")
    publication = published(staff)
    first, second = (association_of(member).name for member in staff)

    assert pinned(publication) == [(first, 1, "The mayors."), (second, 2, "The chiefs.")]
    recorded = AuditEvent.objects.get(verb=Verb.PUBLICATION_SCHEDULED).after
    assert recorded["about"] == {first: 1, second: 2}


def test_who_has_none_prints_none(staff):
    say_about(staff[1], "The chiefs.")

    assert [name for name, _, _ in pinned(published(staff))] == [association_of(staff[1]).name]


def test_a_later_version_changes_nothing_that_was_published(staff):
    say_about(staff[0], "We meet twice a year.")
    publication = published(staff)
    before = everything(publication)
    say_about(staff[0], "We meet every month.")

    assert everything(publication) == before
    assert b"We meet twice a year." in before[0]
    assert pinned(published(staff))[0][1:] == (2, "We meet every month.")


def test_what_is_prepared_keeps_its_version_and_what_is_prepared_anew_takes_the_newest(staff):
    say_about(staff[0], "We meet twice a year.")
    statement = frozen_statement(staff)
    clear(statement, staff)
    publication = scheduled(statement, staff[0])
    say_about(staff[0], "We meet every month.")
    let_come(publication)
    publication.refresh_from_db()

    assert [number for _, number, _ in pinned(publication)] == [1]
    assert b"twice a year" in everything(publication)[2]


def test_a_held_release_that_is_built_again_takes_the_newest(staff):
    say_about(staff[0], "We meet twice a year.")
    statement = frozen_statement(staff)
    clear(statement, staff)
    publication = scheduled(statement, staff[0])
    Publication.objects.filter(pk=publication.pk).update(
        held_at=publication.scheduled_at, held_reason="A signature was withdrawn."
    )
    say_about(staff[0], "We meet every month.")
    anew = rebuilt(statement, staff[0])

    assert [number for _, number, _ in pinned(anew)] == [2]


def test_the_text_s_own_paragraph_is_not_doubled(staff):
    for member in staff:
        say_about(member, "We meet twice a year.")
    first, second = (association_of(member).name for member in staff)
    publication = published(staff, text=OWN.format(name=first))

    assert [name for name, _, _ in pinned(publication)] == [second]
    assert everything(publication)[2].decode().count(f"About {first}") == 1


def test_a_text_of_other_bodies_gets_none(staff):
    say_about(staff[0], "We meet twice a year.")
    publication = published(staff, text=OWN.format(name="the Invented Union of Towns"))

    assert pinned(publication) == []


@pytest.mark.parametrize(
    ("text", "versions", "line"),
    [
        (RELEASE, 0, "About texts: none."),
        (RELEASE, 2, "About texts: {first} version 2."),
        (OWN, 1, "About texts: from the statement."),
    ],
)
def test_the_release_page_says_where_they_come_from(staff, signed_in, text, versions, line):
    first = association_of(staff[0]).name
    for number in range(versions):
        say_about(staff[0], f"We met {number + 1} times.")
    statement = frozen_statement(staff, text=text.format(name=first))
    client, path = signed_in(staff[0]), f"/statements/{statement.ref}/publish/"
    before = client.get(path).content.decode()
    clear(statement, staff)
    scheduled(statement, staff[0])
    after = client.get(path).content.decode()

    said = line.format(first=first)
    assert (said in before, said in after) == (True, True)
    assert f"/members/{association_of(staff[0]).pk}/about/" in before


def test_the_release_page_asks_the_same_for_1_and_for_3_associations(signed_in):
    def queries(count: int) -> int:
        staff = publishers(count)
        for member in staff:
            say_about(member, "We meet twice a year.")
        statement = frozen_statement(staff)
        client = signed_in(staff[0])
        client.get("/statements/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/statements/{statement.ref}/publish/").status_code == 200
        return len(captured)

    assert queries(3) == queries(1)
