"""What no database stores, and what is longer than any number, put everywhere: no defect."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, resolve

from portal.forms.directory import DirectoryForm
from portal.forms.record import RecordForm
from portal.forms.searching import SearchForm
from portal.vocabulary.bodies import NOT_STORABLE, NOT_UTF8
from roundtable.forms.board import BoardForm
from statements.forms.filtering import FilterForm
from tests.conftest import BACKEND
from tests.portal.test_access import (  # noqa: F401 - fixtures: one address for every name
    addresses,
    named_patterns,
    people,
)
from tests.whole.pages import WORDS, read

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5000
LONE = "%ED%A0%80"
"""Half of a surrogate pair, as bytes."""
IN_ADDRESSES = ("a%00", LONE, DIGITS, "9" * 30, "²")
LISTS = (DirectoryForm, RecordForm, SearchForm, BoardForm, FilterForm)
ASKED = re.compile(r'GET(?:\.get|\.getlist)?[(\[]\s*"(\w+)"')
ROLES = ("anonymous", "publisher")


@pytest.fixture(params=ROLES)
def visitor(request: pytest.FixtureRequest, people: dict[str, Any]) -> Client:  # noqa: F811
    client = Client(raise_request_exception=False)
    if (member := people[request.param]) is not None:
        client.force_login(member, backend=BACKEND)
    return client


def status(answer: HttpResponse) -> int:
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


def defects(found: Iterator[tuple[str, HttpResponse]]) -> set[str]:
    return {what[:200] for what, answer in found if status(answer) >= 500}


def asked_for() -> set[str]:
    """The names that views and the forms of lists read from addresses."""
    folders = [Path(settings.BASE_DIR) / name for name in ("portal", "statements", "roundtable")]
    sources = [file.read_text() for folder in folders for file in folder.rglob("*.py")]
    filters = {name for form in LISTS for name in form.base_fields}
    return {"q", "next", "before"}.union(filters, *(ASKED.findall(source) for source in sources))


def strange(path: str) -> Iterator[str]:
    """The address with something strange in the place of each of its parts, and behind it."""
    bare = path.partition("?")[0]
    for part in {str(value) for value in resolve(bare).kwargs.values()}:
        for value in IN_ADDRESSES:
            yield bare.replace(f"/{part}", f"/{quote(value, safe='%')}", 1)


def test_e16_strange_parts_of_addresses_are_no_defect(visitor, addresses):  # noqa: F811
    tried = {each for path in addresses.values() for each in strange(path)}

    assert len(tried) > 300
    assert defects((path, visitor.get(path)) for path in sorted(tried)) == set()
    assert defects((path, visitor.post(path, {"a": "1"})) for path in sorted(tried)) == set()


def test_e16_strange_questions_of_addresses_are_no_defect(visitor, addresses):  # noqa: F811
    names = sorted(asked_for())
    questions = ["&".join(f"{name}={value}" for name in names) for value in (LONE, DIGITS, "²")]
    tried = [
        f"{path.partition('?')[0]}?{each}" for path in addresses.values() for each in questions
    ]

    assert len(names) > 15
    assert defects((path, visitor.get(path)) for path in tried) == set()


def test_e16_a_nul_or_half_a_letter_in_an_address_is_no_page(visitor, addresses):  # noqa: F811
    paths = [path.partition("?")[0] for path in addresses.values()]
    tried = [f"{path}?any={value}" for path in paths for value in ("%00", "a%00b")]

    assert {status(visitor.get(path)) for path in tried} == {404}


def forms_of(client: Client, paths: list[str]) -> dict[tuple[str, frozenset[str]], dict[str, str]]:
    """Every form that these pages show, by where it goes and what it holds; and one for each."""
    found: dict[tuple[str, frozenset[str]], dict[str, str]] = {}
    for path in paths:
        answer = client.get(path)
        if answer.streaming or not answer.content or "html" not in answer.get("Content-Type", ""):
            status(answer)
            continue
        for press in read(path, answer.content).presses():
            if press.method == "post" and not press.action.startswith("/accounts/logout"):
                fields = dict(press.fields)
                found.setdefault((press.action, frozenset(fields)), fields)
    return found


def test_e16_strange_values_of_fields_are_no_defect(visitor, addresses):  # noqa: F811
    forms = forms_of(visitor, sorted(addresses.values()))
    tried = [
        (action, fields, name, value)
        for (action, _), fields in forms.items()
        for name in fields
        for value in (DIGITS, "9" * 30)
    ]
    tried += [
        (action, dict.fromkeys(fields, value), "all", value)
        for (action, _), fields in forms.items()
        for value in ("²", "[" * 20_000, "-1")
    ]

    assert len(tried) > 20
    assert (
        defects(
            (f"{action} {name}={value[:9]}", visitor.post(action, fields | {name: value}))
            for action, fields, name, value in tried
        )
        == set()
    )


def test_e16_what_cannot_be_stored_is_refused_in_every_field(visitor, addresses):  # noqa: F811
    forms = forms_of(visitor, sorted(addresses.values()))
    answers = {
        f"{action} {name}": visitor.post(action, fields | {name: "a\x00b"})
        for (action, _), fields in forms.items()
        for name in fields
    }
    plain = {
        path: visitor.post(path.partition("?")[0], {"any": "\x00"}) for path in addresses.values()
    }

    assert {answer.status_code for answer in [*answers.values(), *plain.values()]} == {400}
    assert {answer.text.count(NOT_STORABLE) for answer in answers.values()} == {1}


def test_e16_nor_is_it_taken_as_the_name_of_a_field_or_of_a_file(client):
    part = b'--x\r\nContent-Disposition: form-data; name="f\x00"; filename="a.pdf"\r\n\r\n1\r\n'
    answers = [
        client.post("/verify/", {"a\x00": "1"}),
        client.generic("POST", "/verify/", part + b"--x--\r\n", "multipart/form-data; boundary=x"),
        client.generic("POST", "/verify/", b"q=%00", "application/x-www-form-urlencoded"),
        client.generic("POST", "/verify/", b"q=" + LONE.encode(), FORM),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 422]


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-16", "latin-1", "utf_7"])
def test_e16_text_is_utf_8_and_nothing_else(client, charset):
    said = f"text/plain; charset={charset}"
    answers = [
        client.generic("GET", "/search/?q=%5Cud800", CONTENT_TYPE=said),
        client.generic(
            "POST", "/verify/", b"q=1", f"multipart/form-data; boundary=x; charset={charset}"
        ),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert [answer.text.count(NOT_UTF8) for answer in answers] == [1, 1]


@pytest.mark.parametrize("value", ['"\\000aaaaaaaa"', '"a\\000aaaaaaaa"'])
def test_e16_a_cookie_that_cannot_be_stored_is_none(client, value):
    name = settings.SESSION_COOKIE_NAME

    assert client.get("/statements/", headers={"Cookie": f"{name}={value}"}).status_code == 200
    assert client.get("/members/", headers={"Cookie": f"{name}={value}"}).status_code == 302


@pytest.mark.parametrize(
    "header",
    ["Referer", "User-Agent", "If-None-Match", "If-Modified-Since", "X-Forwarded-For",
     "X-Forwarded-Proto", "HX-Current-URL", "Accept-Language", "Origin", "Range"],
)  # fmt: skip
@pytest.mark.parametrize("value", ["\x00", "http://[", "9" * 5000, "\xff\xfe", '"\\000"'])
def test_e16_strange_headers_are_no_defect(visitor, header, value):
    sent = {"HX-Request": "true", header: value}
    paths = ("/", "/members/", "/statements/feed/", "/accounts/login/", "/threads/1/")
    answers = [visitor.get(path, headers=sent) for path in paths]
    answers.append(visitor.post("/accounts/login/", {"login": "a@b.example"}, headers=sent))

    assert max(status(answer) for answer in answers) < 500


def test_e16_the_samples_are_strange(addresses):  # noqa: F811
    names = {str(pattern.name) for pattern in named_patterns(get_resolver())}

    assert names == set(addresses)
    assert urlencode({"q": WORDS}) == "q=Words+of+a+sample"
