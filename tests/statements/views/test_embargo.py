"""Before its instant, by the database's clock, nothing of a statement is anywhere outside."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import is_valid_path, resolve, reverse

from portal.models import Member
from portal.vocabulary.organizations import OrganizationKind
from statements.models import Publication, SignOn
from statements.operations.publishing import publish_statement
from tests.conftest import BACKEND
from tests.crawl import NAMES, addresses, within
from tests.portal.samples import RELEASE
from tests.proofs import step_up_of
from tests.statements.publishing_data import (
    ask_everybody,
    build,
    clear,
    frozen_statement,
    publishers,
    scheduled,
    signed_by,
)

pytestmark = pytest.mark.django_db
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|&quot;[A-Za-z0-9]{64}&quot;')
CANARY = "Zwölfkranich"
# Addresses that hold a secret of one person.
OF_PEOPLE = {"account_confirm_email", "account_reset_password_from_key", "invitation"}
TEXT = RELEASE.replace("Two Bodies", f"{CANARY} Bodies").replace("one thing", f"one {CANARY} thing")


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


@pytest.fixture
def embargoed(staff) -> Publication:
    """Built, signed, due in a minute."""
    statement = frozen_statement(staff, text=TEXT)
    ask_everybody(statement)
    SignOn.objects.update(kinds=[OrganizationKind.CITY])  # the chief is not asked
    signed_by(statement, 3)
    clear(statement, staff)
    return scheduled(statement, staff[0])


def answers(client: Client, ref: str, *, hidden: str) -> list[tuple[int, str, str]]:
    """Status, where it leads and body of every address, the reference itself blanked out."""
    found, fetch = [], within(client)
    for path in addresses(ref):
        answer = fetch(path)
        assert (path, answer.says(hidden)) == (path, False)
        text = CSRF.sub("", answer.text)
        found.append((answer.status, answer.leads_to.replace(ref, ""), text.replace(ref, "")))
    return found


def test_every_address_is_asked_that_a_statement_could_stand_behind():
    paths = {path.partition("?")[0] for path in addresses("S-00000")}
    asked = {resolve(path).url_name for path in paths if is_valid_path(path)}

    assert set(NAMES) - asked == OF_PEOPLE


def visitors(request: pytest.FixtureRequest) -> Iterator[Client]:
    yield Client()
    for role in ("observer", "liaison", "nobody_yet", "chief"):
        client = Client()
        client.force_login(request.getfixturevalue(role), backend=BACKEND)
        yield client


@pytest.mark.trust("C16")
def test_nothing_of_it_is_anywhere_although_it_is_built(embargoed, request):
    ref = embargoed.statement.ref

    assert embargoed.built_at is not None
    for client in visitors(request):
        answers(client, ref, hidden=CANARY)
    answers(Client(), ref, hidden="Robin Marlowe-Example")


@pytest.mark.trust("C3", "C16")
def test_its_reference_answers_like_one_that_does_not_exist(embargoed):
    ours = answers(Client(), embargoed.statement.ref, hidden=CANARY)

    assert ours == answers(Client(), "S-00000", hidden=CANARY)


@pytest.mark.parametrize("suffix", ["pdf", "txt", "json"])
@pytest.mark.trust("C16")
def test_no_cache_may_keep_that_a_file_is_missing(embargoed, suffix):
    answer = Client().get(f"/statements/{embargoed.statement.ref}.{suffix}")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_it_appears_everywhere_at_the_instant_with_nobody_working(staff):
    statement = frozen_statement(staff, text=TEXT)
    clear(statement, staff)
    at = datetime.now(UTC) + timedelta(seconds=2.5)
    build(
        publish_statement(
            statement_id=statement.pk,
            release_at=at,
            order="place",
            actor=staff[0],
            step_up=step_up_of(staff[0]),
        )
    )
    before = [CANARY in Client().get(path).content.decode() for path in shown(statement.ref)]
    time.sleep(max(0, (at - datetime.now(UTC)).total_seconds()) + 0.2)
    after = [CANARY in Client().get(path).content.decode() for path in shown(statement.ref)]

    assert (before, after) == ([False] * 6, [True] * 6)


def shown(ref: str) -> list[str]:
    files = [f"/statements/{ref}.{suffix}" for suffix in ("txt", "json")]
    return ["/", "/statements/", reverse("statement_feed"), f"/statements/{ref}/", *files]
