"""Importing a roster in the browser: look first, then import what was looked at."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.models import Member, Organization
from tests.factories import OrganizationFactory
from tests.portal.people_pages import sign_in
from tests.portal.roster_data import BAD, ROSTER

pytestmark = pytest.mark.django_db

PAGE = "/members/import/"


def looked_at(client: Client, text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    answer = client.post(PAGE, {"file": SimpleUploadedFile("roster.csv", data)})
    assert answer.status_code == 200, answer.text
    return answer.text


def sent(page: str, **more: str) -> dict[str, str]:
    """What the button of the preview sends."""
    found = {
        name: unescape(value)
        for name in ("text", "edition")
        for value in re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    }
    return found | {"import": "1"} | more


def bodies() -> int:
    return Organization.objects.count()


def counts(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"<li><strong>(\d+)</strong>", page)]


def test_a_look_changes_nothing_and_the_button_imports(league, staff):
    client = sign_in(staff)
    page = looked_at(client, ROSTER)
    assert (counts(page), bodies()) == ([3, 0, 0, 0], 1)

    answer = client.post(PAGE, sent(page))
    assert (answer.status_code, answer["Location"], bodies()) == (302, "/members/", 4)
    again = looked_at(client, ROSTER)
    assert (counts(again), 'name="import"' in again) == ([0, 0, 3, 0], False)


def test_bad_lines_are_named_and_only_the_tick_imports_the_others(league, staff):
    client = sign_in(staff)
    page = looked_at(client, BAD)
    for words in ("Line 3, name", "Line 4, kind", "Line 5, member since", "Line 7, part of",
                  "\u201cvillage\u201d is not known."):  # fmt: skip
        assert words in page

    refused = client.post(PAGE, sent(page))
    assert (refused.status_code, bodies()) == (422, 1)
    assert "Some lines cannot be read, so nothing was imported." in refused.text
    assert client.post(PAGE, sent(refused.text, skip_bad="on")).status_code == 302
    assert bodies() == 3


def test_a_preview_that_was_overtaken_is_shown_anew(league, staff):
    client = sign_in(staff)
    page = looked_at(client, ROSTER)
    OrganizationFactory(name="City of Alderbrook", short_name="Alderbrook", region="OH")
    answer = client.post(PAGE, sent(page))

    assert (answer.status_code, counts(answer.text), bodies()) == (422, [2, 1, 0, 0], 2)
    assert client.post(PAGE, sent(answer.text)).status_code == 302


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "This is a PDF."),
        (b"\xd0\xcf\x11\xe0old", "This is an old Word or Office file."),
        (b"name,kind\n", "There are no lines below the headings."),
        (b"one,two\n1,2\n", "The first line names no column"),
        (b"name,kind,source\nA,city,A123456789\n", "Nothing was saved."),
    ],
)
def test_what_cannot_be_read_is_explained(data, words, staff):
    file = SimpleUploadedFile("roster.csv", data)
    answer = sign_in(staff).post(PAGE, {"file": file})

    assert (answer.status_code, words in answer.text, bodies()) == (422, True, 1)


def test_nothing_chosen_is_asked_about(staff):
    answer = sign_in(staff).post(PAGE, {})

    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)


def test_names_are_shown_as_words(staff):
    page = looked_at(sign_in(staff), 'name,kind\n"<script>evil()</script>",city\n')

    assert ("<script>evil" in page, "&lt;script&gt;evil()" in page) == (False, True)


@pytest.mark.parametrize("role", ["mayor", "aide", "observer", "liaison"])
def test_nobody_but_association_staff_comes_here(role, request):
    member: Member = request.getfixturevalue(role)

    assert sign_in(member).post(PAGE, {"text": ROSTER, "import": "1"}).status_code == 403
    assert Organization.objects.filter(name="City of Alderbrook").count() == 0
