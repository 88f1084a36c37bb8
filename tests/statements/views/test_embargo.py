"""Before its instant, by the database's clock, nothing of a statement is anywhere outside."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from portal.models import Member
from portal.vocabulary.organizations import OrganizationKind
from statements.models import Publication, SignOn
from statements.operations.publishing import publish_statement
from tests.conftest import BACKEND
from tests.portal.samples import RELEASE
from tests.portal.test_access import named_patterns
from tests.statements.publishing_data import (
    ask_everybody,
    build,
    clear,
    frozen_statement,
    let_come,
    publishers,
    scheduled,
    signed_by,
)

pytestmark = pytest.mark.django_db
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|&quot;[A-Za-z0-9]{64}&quot;')
CANARY = "Zwölfkranich"
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


def addresses(ref: str) -> list[str]:
    """Everything that has an address, and everything that a reference could be put into."""
    known = [path for path in map(partial(address, ref=ref), NAMES) if path]
    search = ("/statements/?q=Bodies", f"/statements/?q={ref}", "/statements/?state=scheduled")
    guessed = ("/sitemap.xml", "/robots.txt", "/feed/", f"/verify/?code={ref}")
    return [*known, *search, *guessed]


def address(name: str, *, ref: str) -> str:
    """Empty for what belongs to other things than statements."""
    for given in ({}, {"ref": ref}, *({"ref": ref, "suffix": kind} for kind in ("pdf", "txt"))):
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=given)
    return ""


# Sample mail stands for the mailboxes of the members, all of them.
NAMES = sorted(
    {str(pattern.name) for pattern in named_patterns(get_resolver())}
    - {"sample_mail", "sample_mail_message"}
)


Answer = tuple[int, str, str]


def answers(client: Client, ref: str, *, hidden: str) -> list[Answer]:
    """Status, where it leads and body of every address, the reference itself blanked out."""
    found = []
    for path in addresses(ref):
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        said = f"{body.decode(errors='replace')} {answer.headers}"
        assert (path, hidden in said) == (path, False)
        leads_to = answer.headers.get("Location", "")
        text = CSRF.sub("", body.decode(errors="replace"))
        found.append((answer.status_code, leads_to.replace(ref, ""), text.replace(ref, "")))
    return found


def visitors(request: pytest.FixtureRequest) -> Iterator[Client]:
    yield Client()
    for role in ("observer", "liaison", "nobody_yet", "chief"):
        client = Client()
        client.force_login(request.getfixturevalue(role), backend=BACKEND)
        yield client


def test_nothing_of_it_is_anywhere_although_it_is_built(embargoed, request):
    ref = embargoed.statement.ref

    assert embargoed.built_at is not None
    for client in visitors(request):
        answers(client, ref, hidden=CANARY)
    answers(Client(), ref, hidden="Robin Marlowe-Example")


def test_its_reference_answers_like_one_that_does_not_exist(embargoed):
    ours = answers(Client(), embargoed.statement.ref, hidden=CANARY)

    assert ours == answers(Client(), "S-00000", hidden=CANARY)


@pytest.mark.parametrize("suffix", ["pdf", "txt", "json"])
def test_no_cache_may_keep_that_a_file_is_missing(embargoed, suffix):
    answer = Client().get(f"/statements/{embargoed.statement.ref}.{suffix}")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_it_appears_everywhere_at_the_instant_with_nobody_working(staff):
    statement = frozen_statement(staff, text=TEXT)
    clear(statement, staff)
    at = datetime.now(UTC) + timedelta(seconds=2.5)
    build(
        publish_statement(statement_id=statement.pk, release_at=at, order="place", actor=staff[0])
    )
    before = [CANARY in Client().get(path).content.decode() for path in shown(statement.ref)]
    time.sleep(max(0, (at - datetime.now(UTC)).total_seconds()) + 0.2)
    after = [CANARY in Client().get(path).content.decode() for path in shown(statement.ref)]

    assert (before, after) == ([False] * 6, [True] * 6)


def shown(ref: str) -> list[str]:
    files = [f"/statements/{ref}.{suffix}" for suffix in ("txt", "json")]
    return ["/", "/statements/", reverse("statement_feed"), f"/statements/{ref}/", *files]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process believes that it is three hours later; the database does not."""
    later, real = timedelta(hours=3), time.time
    monkeypatch.setattr(time, "time", lambda: real() + later.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(real(), UTC) + later)


def test_a_process_whose_clock_runs_three_hours_ahead_shows_nothing(embargoed, hurried):
    answers(Client(), embargoed.statement.ref, hidden=CANARY)


def test_and_once_it_is_out_a_wrong_clock_does_not_hide_it(embargoed, hurried):
    let_come(embargoed)

    assert Client().get(f"/statements/{embargoed.statement.ref}/").status_code == 200
