"""The demo as every one of its people: links lead somewhere, buttons are answered, and no page
shows anything that its reader may not see.

Of each kind of address a few are opened, of each kind of form one button of every name is pressed,
each in a transaction that is taken back, so that none changes what the next one meets.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from portal.models import Member
from portal.registry import registry
from portal.vocabulary.demo import PEOPLE
from roundtable.models import Issue
from roundtable.queries.issues import issues_seen_by
from statements.models import Statement
from statements.queries.statements import statements_visible_to
from tests.conftest import BACKEND
from tests.whole.pages import Page, Press, read

EACH_KIND = 3
"""So many addresses of one kind are opened: the first that is found, and what it leads to."""

STATEMENT = re.compile(r"\bS-[0-9A-Z]{5}\b")
ANSWERS = {200, 302, 400, 401, 403, 404, 405, 409, 422, 429}
NOT_OPENED = ("/static/", "/sample-mail/")


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The whole demo, for every test of this module, taken back at its end; where its files are."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(FILES_ROOT=folder):
            for load in registry.demo:
                load()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def files(demo: Path) -> Iterator[Path]:
    """In place of a folder for each test: the files of the demo."""
    with override_settings(FILES_ROOT=demo, DATA_DIR=demo):
        yield demo


@dataclass
class Walk:
    """What somebody met."""

    client: Client
    pages: dict[str, Page] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    texts: dict[str, str] = field(default_factory=dict)

    def open_all(self, start: str) -> None:
        """Follows links from here, a few of each kind."""
        waiting, seen = [(start, "the start")], {start}
        while waiting:
            path, source = waiting.pop(0)
            if not self._is_wanted(path):
                continue
            answer = self.client.get(path, follow=True)
            if answer.status_code != 200:
                self.problems.append(f"{path}, linked from {source}: {answer.status_code}")
                continue
            if not answer.headers["Content-Type"].startswith("text/html"):
                answer.getvalue()  # to its end: then the test client closes the file
                continue
            self.texts[path] = answer.text
            self.pages[path] = page = read(path, answer.content)
            for link in sorted(page.links() - seen):
                seen.add(link)
                waiting.append((link, path))

    def _is_wanted(self, path: str) -> bool:
        if path.startswith(NOT_OPENED):
            return False
        kind = kind_of(path)
        if not kind:
            self.problems.append(f"{path} is no address of the portal")
            return False
        self.opened[kind] += 1
        return self.opened[kind] <= EACH_KIND

    def press_all(self) -> int:
        """Presses every kind of button once; gives how many were pressed."""
        kinds: dict[tuple[str, str, str], tuple[str, Press]] = {}
        for path, page in self.pages.items():
            for press in page.presses():
                names = " ".join(sorted({name for name, _ in press.fields}))
                kinds.setdefault((kind_of(press.action), names, press.button), (path, press))
        for path, press in kinds.values():
            self._press(path, press)
        return len(kinds)

    def _press(self, path: str, press: Press) -> None:
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            send = self.client.post if press.method == "post" else self.client.get
            answer = send(
                press.action, press.sent(), headers={"Referer": f"http://localhost{path}"}
            )
            transaction.set_rollback(True)
        self.client.cookies = cookies
        if answer.status_code not in ANSWERS:
            self.problems.append(f"“{press.button}” on {path}: {answer.status_code}")
        elif answer.status_code == 404 or (answer.status_code == 403 and not press.fields):
            self.problems.append(f"“{press.button}” on {path} leads nowhere: {answer.status_code}")


def kind_of(path: str) -> str:
    """Name of the address, with what is asked of it; empty where there is none."""
    place, _, query = path.partition("?")
    try:
        name = resolve(place).url_name
    except Resolver404:
        return ""
    asked = " ".join(sorted(part.partition("=")[0] for part in query.split("&"))) if query else ""
    return f"{name} {asked}".strip()


def walked(member: Member | None) -> Walk:
    client = Client(raise_request_exception=False)
    if member is not None:
        client.force_login(member, backend=BACKEND)
    walk = Walk(client)
    walk.open_all("/")
    return walk


READERS = [None, *(person.email for person in PEOPLE)]


@pytest.mark.parametrize("email", READERS, ids=lambda email: email or "visitor")
def test_every_page_and_every_form_of(email: str | None, files: Path) -> None:
    member = Member.objects.get(email=email) if email else None
    walk = walked(member)
    pressed = walk.press_all()

    assert walk.problems == []
    assert (len(walk.pages) >= 5, pressed >= 1) == (True, True)
    assert shown_beyond(walk, member) == []


def shown_beyond(walk: Walk, member: Member | None) -> list[str]:
    """Statements and issues on any of the pages that the reader may not see.

    The record names by reference what is closed to its reader, and nothing else of it.
    """
    seen = set(statements_visible_to(member).values_list("ref", flat=True))
    hidden = set(Statement.objects.values_list("ref", flat=True)) - seen
    found = [
        f"{ref} on {path}"
        for path, text in walk.texts.items()
        if not path.startswith("/record/")
        for ref in set(STATEMENT.findall(text)) & hidden
    ]
    visible = issues_seen_by(member) if member else Issue.objects.none()
    closed = Issue.objects.exclude(pk__in=visible.values("pk")).exclude(title="")
    titles = [issue.title for issue in closed]
    return found + [
        f"{title} on {path}"
        for path, text in walk.texts.items()
        for title in titles
        if title in text
    ]
