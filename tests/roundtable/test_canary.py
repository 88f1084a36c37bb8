"""Of a closed issue nothing is found by who is not cleared for it, wherever they look (C1)."""

import logging

import pytest
from django.test import Client

from portal.models import AuditEvent
from tests.crawl import within
from tests.roundtable.canary.closed_item import PLACES, Scene, scene
from tests.roundtable.canary.people import (
    another_chief,
    end_seats,
    suspend,
    uncleared,
)
from tests.roundtable.canary.surfaces import (
    blanked,
    found_places,
    keywords,
    leaks,
    parts_of,
    patterns,
    places_in,
    reached,
    signed_in,
)
from tests.roundtable.canary.telling import (
    deliver_everything,
    make_todays_digest,
    stored_words,
    tell_everybody,
)

pytestmark = pytest.mark.django_db
NOWHERE = {"removed comment"}
SEARCHED = ("title", "update", "thread title", "comment", "link text")


@pytest.fixture(params=["chiefs", "named"])
def audience(request) -> str:
    return request.param


@pytest.fixture
def closed(audience) -> Scene:
    return scene(audience)


def test_c1_every_address_is_asked_that_the_portal_has(closed):
    """No CSV and no feed of issues exists: an address for one would have to be asked here."""
    parts = {name for pattern in patterns() for name in parts_of(pattern)}

    assert parts - set(keywords(closed)) == set()


def test_c1_nothing_is_found_on_any_page_or_in_any_file(closed, audience, caplog):
    people = uncleared(closed, audience)
    clients = {role: signed_in(member) for role, member in people.items()}
    if audience == "chiefs":
        for role, lose in (("suspended", suspend), ("former member", end_seats)):
            member = another_chief(closed)
            clients[role] = signed_in(member)
            lose(member)
    closed.publish_and_print()
    tell_everybody()

    with caplog.at_level(logging.INFO):
        cleared = reached(signed_in(closed.chief), closed)
        leaked = {
            role: leaks(reached(client, closed), closed.words) for role, client in clients.items()
        }

    assert found_places(cleared, closed.words) == set(PLACES) - NOWHERE
    assert leaked == {role: [] for role in clients}
    assert places_in(caplog.text, closed.words) == []


def test_c1_c9_no_mail_and_no_row_of_news_holds_a_word_of_it(closed, audience):
    """Not for those either who are cleared: what is closed goes by mail as a link."""
    tell_everybody()
    told = [make_todays_digest(member) for member in (closed.chief, closed.staff)]
    stored = stored_words()
    got = deliver_everything()

    assert [mail is not None for mail in told] == [True, True]
    assert sorted(got) == sorted({closed.chief.email, closed.staff.email})
    assert places_in(stored, closed.words) == []
    assert places_in(str(got), closed.words) == []


def test_c1_no_label_of_the_record_names_it(closed):
    labels = str([*AuditEvent.objects.values_list("object_label", "object_type", "verb")])

    assert places_in(labels, closed.words) == []


def test_c8_a_search_for_its_words_answers_like_one_for_words_that_are_nowhere(closed, audience):
    people = uncleared(closed, audience)
    members = [people["mayor"], people["staff of the other association"]]
    for client in (signed_in(member) for member in members):
        for place in SEARCHED:
            word = closed.words[place]
            assert searches(client, word) == searches(client, word[::-1])


def searches(client: Client, word: str) -> list[str]:
    """What is found by a word, by how it begins and with a slip of the pen in it."""
    asked = [word, word[:6], f"{word[:-2]}s{word[-1]}"]
    return [blanked(within(client)(f"/search/?q={each}"), each) for each in asked]
