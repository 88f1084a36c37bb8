"""What a request brings along: how much, from whom, and that nobody waits for who sends nothing."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver

from portal.local.web import THREADS
from portal.middleware.bodies import Places
from portal.vocabulary.bodies import (
    AT_ONCE,
    AT_ONCE_FROM_ONE,
    BUSY,
    NO_FILES_HERE,
    SIGN_IN_FIRST,
    TEXT,
    UNKNOWN_LENGTH,
    files_of,
)
from portal.vocabulary.limits import RATES, Limit
from tests.portal.middleware.bodies import NeverSent, announce
from tests.portal.test_access import named_patterns

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sentences(answer: object) -> list[str]:
    page = answer.content.decode()  # type: ignore[attr-defined]  # any answer
    return [part.partition("</p>")[0] for part in page.split('<p class="lead">')[1:]]


def test_e16_a_form_without_files_has_one_size_everywhere():
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == TEXT


@pytest.mark.parametrize("path", ["/members/", "/accounts/login/", "/nowhere/", "/"])
def test_e16_what_is_too_large_is_refused_before_it_is_read(path):
    answer = announce(Client(), path, TEXT + 1)

    assert (answer.status_code, sentences(answer)) == (
        413,
        ["This is larger than 2 MB. Nothing was sent. Make it smaller, or send it in parts."],
    )


def test_e16_files_have_a_limit_of_their_own():
    answer = announce(Client(), "/verify/", 100_000_000)

    assert (answer.status_code, sentences(answer)) == (
        413,
        ["This is larger than 22 MB. Nothing was sent. Make it smaller, or send it in parts."],
    )


def test_e16_visitors_send_no_file_where_members_may():
    answer = announce(Client(), "/members/import/", TEXT + 1)

    assert (answer.status_code, sentences(answer)) == (413, [SIGN_IN_FIRST])


def test_e16_a_page_that_takes_no_files_takes_none():
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    answer = Client().post("/accounts/login/", {"login": "a@b.example", "password": file})

    assert (answer.status_code, sentences(answer)) == (400, [NO_FILES_HERE])


def test_e16_what_does_not_tell_its_length_is_not_read():
    answer = Client().post(
        "/verify/", b"", content_type=FORM, headers={"Transfer-Encoding": "chunked"}
    )

    assert (answer.status_code, sentences(answer)) == (411, [UNKNOWN_LENGTH])


@pytest.mark.parametrize("path", ["/nowhere/", "/statements/%00/"])
def test_e16_an_address_that_does_not_exist_is_answered_without_the_form(path):
    assert announce(Client(), path, 1000).status_code == 404


def test_e16_a_connection_that_ends_early_is_no_defect():
    class CutOff(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("gone")

    answer = announce(Client(), "/accounts/login/", 1000, body=CutOff(b""))

    assert answer.status_code == 400


def check(client: Client) -> HttpResponse:
    return client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})


@override_settings(RATE_LIMITS={**dict.fromkeys(RATES, ""), Limit.VERIFY: "2/m/ip"})
def test_e16_checking_files_is_limited_by_address_before_they_are_read():
    answers = [check(Client()).status_code for _ in range(2)]
    limited = announce(Client(), "/verify/", 1000)
    neighbor = check(Client(REMOTE_ADDR="203.0.113.7"))

    assert (answers, limited.status_code, neighbor.status_code) == ([200, 200], 429, 200)
    assert 0 < int(limited["Retry-After"]) <= 60


def test_e16_few_bodies_are_read_at_once_and_fewer_from_one_address():
    places = Places()
    held = [places.taken("203.0.113.1") for _ in range(AT_ONCE_FROM_ONE)]
    assert all(place.__enter__() for place in held)
    with places.taken("203.0.113.1") as same, places.taken("203.0.113.2") as other:
        assert (same, other) == (False, True)
    rest = [places.taken(f"198.51.100.{number}") for number in range(AT_ONCE - AT_ONCE_FROM_ONE)]
    assert all(place.__enter__() for place in rest)
    with places.taken("203.0.113.3") as one_more:
        assert one_more is False
    for place in held:
        place.__exit__(None, None, None)
    with places.taken("203.0.113.1") as again:
        assert again is True


def test_e16_who_finds_no_place_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr("portal.middleware.bodies.AT_ONCE", 0)
    answer = announce(Client(), "/accounts/login/", 1000)

    assert (answer.status_code, answer["Retry-After"], sentences(answer)) == (503, "5", [BUSY])


def test_e16_threads_are_left_when_every_place_is_taken():
    dockerfile = (settings.BASE_DIR / "Dockerfile").read_text()

    assert AT_ONCE + AT_ONCE // 2 <= THREADS
    assert dockerfile.count(f"--blocking-threads {THREADS} ") == 1


def test_e16_every_view_whose_form_takes_files_declares_it():
    ours = {form for form in _forms(forms.BaseForm) if _takes_files(form)}
    declared = {
        view.callback.__module__
        for view in named_patterns(get_resolver())
        if files_of(view.callback)
    }

    assert len(ours) >= 8
    assert declared == {
        "portal.views.comments", "portal.views.mandates", "portal.views.organizations",
        "portal.views.rosters", "portal.views.threads", "portal.views.verification",
        "roundtable.views.importing", "roundtable.views.issue_files",
        "statements.views.attachments", "statements.views.importing", "statements.views.recording",
    }  # fmt: skip


def _forms(form: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
    found = {form} if hasattr(form, "base_fields") else set()
    return found.union(*(_forms(kind) for kind in form.__subclasses__()))


def _takes_files(form: type[forms.BaseForm]) -> bool:
    return any(isinstance(field, forms.FileField) for field in form.base_fields.values())


def test_nothing_is_read_of_what_is_refused():
    with pytest.raises(AssertionError):
        NeverSent().read(1)
