"""Every form, of whatever page: from our own site, each field once unless its view says so."""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django import forms
from django.test import Client
from django.urls import get_resolver, resolve

from portal.models import Member
from portal.vocabulary.repeated import lists_of
from tests.conftest import BACKEND
from tests.portal.access_table import ROLES
from tests.portal.test_access import (  # noqa: F401 - fixtures: one address for every name
    addresses,
    named_patterns,
    people,
)

pytestmark = pytest.mark.django_db
MULTIPLE = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


def sent(client: Client, path: str, body: dict[str, object], site: str = "same-origin") -> int:
    return client.post(path, body, headers={"Sec-Fetch-Site": site}).status_code


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("role", ["anonymous", "publisher"])
def test_b7_no_address_takes_a_form_of_another_site(
    site,
    role,
    people,  # noqa: F811 - the fixture
    addresses,  # noqa: F811 - the fixture
    client: Client,
):
    if isinstance(member := people[role], Member):
        client.force_login(member, backend=BACKEND)

    answers = {name: sent(client, path, {"a": "1"}, site) for name, path in addresses.items()}

    assert answers == dict.fromkeys(addresses, 403)


def test_e13_no_address_takes_a_field_twice(
    people,  # noqa: F811 - the fixture
    addresses,  # noqa: F811 - the fixture
    client: Client,
):
    client.force_login(people["publisher"], backend=BACKEND)
    twice = {"text": ["read by one part", "shown by another"]}

    answers = {name: sent(client, path, twice) for name, path in addresses.items()}

    assert answers == dict.fromkeys(addresses, 400)


def test_e13_a_page_may_be_read_from_a_link_elsewhere(client):
    answer = client.get("/?a=1&a=2", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200


class Sent(HTMLParser):
    """What the forms of a page would send if every box were ticked: action and repeated names."""

    def __init__(self, page: str, here: str) -> None:
        super().__init__()
        self.here, self.found = here, []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            is_post = (given.get("method") or "get").lower() == "post"
            action = urlsplit(urljoin(self.here, given.get("action") or "")).path
            self.found.append((action, is_post, Counter()))
        name, kind = given.get("name"), given.get("type")
        chosen = tag == "button" or kind in {"radio", "submit"}  # one of them is sent
        if name and self.found and tag in {"input", "select", "textarea"} and not chosen:
            self.found[-1][2][name] += 2 if "multiple" in given else 1

    def repeated(self) -> set[tuple[str, str]]:
        """Of forms that are posted."""
        return {
            (action, name)
            for action, is_post, names in self.found
            for name, times in names.items()
            if is_post and times > 1
        }


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_e13_what_pages_send_more_than_once_is_declared(
    role,
    people,  # noqa: F811 - the fixture
    addresses,  # noqa: F811 - the fixture
    client: Client,
):
    client.force_login(people[role], backend=BACKEND)
    repeated: set[tuple[str, str]] = set()
    for path in addresses.values():
        answer = client.get(path)
        page = answer.getvalue()
        if "html" in answer.get("Content-Type", ""):
            repeated |= Sent(page.decode(), path).repeated()

    assert {
        found for found in repeated if found[1] not in lists_of(resolve(found[0]).func)
    } == set()


def test_e13_what_our_forms_take_as_lists_is_declared_by_a_view():
    declared = {name for view in named_patterns(get_resolver()) for name in lists_of(view.callback)}
    taken = {name for form in all_forms(forms.BaseForm) for name in lists_in(form)}

    assert (taken - declared, "readers" in taken) == (set(), True)


def all_forms(form: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
    ours = form.__module__.split(".")[0] in {"portal", "statements", "roundtable", "allauth"}
    found = {form} if ours and hasattr(form, "base_fields") else set()
    return found.union(*(all_forms(kind) for kind in form.__subclasses__()))


def lists_in(form: type[forms.BaseForm]) -> set[str]:
    return {
        name
        for name, field in form.base_fields.items()
        if isinstance(field, MULTIPLE) or getattr(field.widget, "allow_multiple_selected", False)
    }
