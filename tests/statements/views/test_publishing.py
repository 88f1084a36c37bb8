"""The page of a statement's publishers: choosing, undoing, building again, withdrawing."""

import pytest
from django.db.models.functions import Now

from portal.models import AuditEvent, Member
from portal.vocabulary.audit import Verb
from statements.models import Publication, Statement
from statements.vocabulary.states import StatementState
from tests.proofs import PROOF
from tests.statements.city_data import pair
from tests.statements.publishing_data import (
    ask_everybody,
    clear,
    frozen_statement,
    let_come,
    published,
    publishers,
    scheduled,
    signed_by,
)
from tests.statements.queries.test_splits import declined
from tests.statements.signing_data import open_sign_on, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


@pytest.fixture
def release(staff) -> Publication:
    return published(staff)


def page_of(release: Publication) -> str:
    return f"/statements/{release.statement.ref}/"


@pytest.fixture
def statement(staff) -> Statement:
    made = frozen_statement(staff)
    clear(made, staff)
    return made


def test_publish_undo_and_what_the_page_says(statement, staff, signed_in):
    client, address = signed_in(staff[0]), f"/statements/{statement.ref}/publish/"
    pressed = client.post(address, {"when": "soon", "order": "leaders", **PROOF}, follow=True)
    publication = Publication.objects.get()
    fragment = client.get(address, headers={"HX-Request": "true"})

    assert pressed.templates[0].name == "statements/publish_standing.html"
    assert [word in pressed.content.decode() for word in ("Goes out in", "Undo", "Refresh")] == [
        True, True, True,
    ]  # fmt: skip
    assert fragment.templates[0].name == "statements/publish_status.html"
    client.post(f"{address}undo/")
    publication.refresh_from_db()
    assert publication.undone_at is not None


def test_an_instant_in_a_zone(statement, staff, signed_in):
    client, address = signed_in(staff[0]), f"/statements/{statement.ref}/publish/"
    chosen = {"when": "at", "time": "2099-07-01T09:30", "zone": "Pacific/Honolulu"}
    client.post(address, {**chosen, "order": "place", **PROOF})

    publication = Publication.objects.get()
    assert publication.release_at.isoformat() == "2099-07-01T19:30:00+00:00"
    assert publication.snapshot["released"] == "Released July 1, 2099, 3:30 PM EDT"


@pytest.mark.parametrize(
    ("time", "zone", "sentence"),
    [
        ("", "America/New_York", "Say when it goes out."),
        ("2099-03-08T02:30", "America/New_York", "Clocks skip this hour"),
        ("2020-01-01T00:00", "America/New_York", "This time has passed"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_kept(
    statement, staff, signed_in, time, zone, sentence
):
    address = f"/statements/{statement.ref}/publish/"
    chosen = {"when": "at", "time": time, "zone": zone, "order": "place", **PROOF}
    answer = signed_in(staff[0]).post(address, chosen)
    page = answer.content.decode()

    assert (answer.status_code, sentence in page, f'value="{time}"' in page or not time) == (
        422, True, True,
    )  # fmt: skip
    assert Publication.objects.count() == 0


def test_what_stops_it_is_said_and_the_last_clears_by_publishing(staff, signed_in):
    statement = frozen_statement(staff)
    address = f"/statements/{statement.ref}/publish/"
    client = signed_in(staff[0])
    stopped = client.get(address).content.decode()
    clear(statement, staff[1:])
    free = client.get(address).content.decode()
    text = statement.revisions.latest("number").pk
    client.post(address, {"when": "soon", "order": "leaders", "text": text, **PROOF})

    assert ("has not cleared this text yet" in stopped, ">Publish</button>" in stopped) == (
        True, False,
    )  # fmt: skip
    assert ("Publishing also clears" in free, ">Publish</button>" in free) == (True, True)
    assert Statement.objects.get(pk=statement.pk).state == StatementState.SCHEDULED


def test_the_list_can_be_looked_at_in_another_order(staff, signed_in):
    statement = frozen_statement(staff)
    ask_everybody(statement)
    signed_by(statement, 3)
    clear(statement, staff)
    chosen = {"when": "soon", "order": "place", "preview": "1"}
    answer = signed_in(staff[0]).post(f"/statements/{statement.ref}/publish/", chosen)
    listed = [signature.organization.region for signature in answer.context["listed"]]

    assert (answer.status_code, listed) == (200, ["Idaho", "Maine", "Ohio"])
    assert Publication.objects.count() == 0


def test_a_held_release_says_why_and_can_be_built_again(statement, staff, signed_in):
    publication = scheduled(statement, staff[0])
    Publication.objects.filter(pk=publication.pk).update(held_at=Now(), held_reason="Cass left.")
    client, address = signed_in(staff[0]), f"/statements/{statement.ref}/publish/"
    page = client.get(address).content.decode()
    fragment = client.get(address, headers={"HX-Request": "true"})
    client.post(f"{address}again/", PROOF)

    assert [word in page for word in ("is held", "Cass left.", "Build it again")] == [True] * 3
    assert fragment.headers["HX-Refresh"] == "true"
    assert Publication.objects.standing().get().held_at is None
    entry = AuditEvent.objects.filter(verb=Verb.PUBLICATION_SCHEDULED).latest("pk")
    assert (entry.actor, entry.after["confirmed_with"]) == (staff[0], "password")


@pytest.mark.trust("A3", "B5")
def test_building_again_asks_who_it_is_as_publishing_does(statement, staff, signed_in):
    publication = scheduled(statement, staff[0])
    Publication.objects.filter(pk=publication.pk).update(held_at=Now(), held_reason="Cass left.")
    answer = signed_in(staff[1]).post(f"/statements/{statement.ref}/publish/again/")

    assert answer.status_code == 403
    assert "Enter your password to publish." in answer.text
    assert Publication.objects.get() == publication


def test_publishers_read_where_mayor_and_chief_differ(staff, signed_in):
    statement = frozen_statement(staff)
    open_sign_on(statement)
    mayor, chief = pair()
    sign(statement, mayor)
    declined(statement, chief)
    clear(statement, staff)
    client, address = signed_in(staff[0]), f"/statements/{statement.ref}/publish/"
    pages = [client.get(address).text]
    scheduled(statement, staff[0])
    pages.append(client.get(address).text)

    split = "Split: Alder signed, Alder PD is not signing."
    assert [page.count(split) for page in pages] == [1, 1]


def test_withdrawing_on_the_page(release, staff, signed_in):
    client, address = signed_in(staff[0]), f"{page_of(release)}publish/withdraw/"
    empty = client.post(address, {"explanation": ""})
    stopped = client.post(address, {"explanation": "It named A123456789 by mistake."})
    done = client.post(address, {"explanation": "A figure was wrong."})

    assert [answer.status_code for answer in (empty, stopped, done)] == [422, 422, 302]
    assert Publication.objects.get().withdrawal_explanation == "A figure was wrong."


def test_before_the_release_there_is_nothing_to_withdraw(statement, staff, signed_in):
    scheduled(statement, staff[0])
    answer = signed_in(staff[0]).get(f"/statements/{statement.ref}/publish/withdraw/")

    assert (answer.status_code, answer.url) == (302, f"/statements/{statement.ref}/publish/")


def test_the_page_turns_when_the_time_has_come(statement, staff, signed_in):
    publication = scheduled(statement, staff[0])
    let_come(publication)
    page = signed_in(staff[0]).get(f"/statements/{statement.ref}/publish/").content.decode()

    assert ("It is published" in page, ">Undo<" in page) == (True, False)
