"""The demo as every one of its people: links lead somewhere, buttons are answered, and nothing that
is answered holds anything that its reader may not see.

Of each kind of address a few are opened, of each kind of form one button of every name is pressed,
once for each choice of a small group, each in a transaction that is taken back, so that none
changes what the next one meets.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from portal.models import Member
from portal.registry import registry
from portal.vocabulary.demo import PEOPLE
from tests.conftest import BACKEND
from tests.whole.beyond import shown_beyond
from tests.whole.walking import Walk


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


def walked(member: Member | None) -> Walk:
    client = Client(raise_request_exception=False)
    if member is not None:
        client.force_login(member, backend=BACKEND)
    walk = Walk(client, member)
    walk.open_all("/")
    return walk


READERS = [None, *(person.email for person in PEOPLE)]


@pytest.mark.parametrize("email", READERS, ids=lambda email: email or "visitor")
def test_every_page_and_every_form_of(email: str | None, files: Path) -> None:
    member = Member.objects.get(email=email) if email else None
    walk = walked(member)
    pressed = walk.press_all()
    beyond = shown_beyond(walk.texts, member)

    assert walk.problems == []
    assert (len(walk.pages) >= 5, pressed >= 1) == (True, True)
    assert beyond == []
