"""Observers and the counterpart's liaison: a page of what is public, and no way beyond it."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, resolve

from tests.discussions import a_thread, an_issue
from tests.portal.access_table import ROLES, TABLE
from tests.portal.page_walk import walk
from tests.roundtable.documents.agenda_data import winter_meeting
from tests.roundtable.views.test_agendas import make, pdf, publish
from tests.statements.publishing_data import published, publishers

pytestmark = pytest.mark.django_db
OUTSIDE = ("observer", "liaison", "nobody_yet")


def main_of(page: str) -> str:
    return page.partition('<main id="main"')[2].partition("</main>")[0]


def linked(page: str) -> set[str]:
    """Names of the addresses that a page of ours names."""
    paths = re.findall(r'(?:href|action)="(/[^"#?]*)', page)
    return {resolve(path).url_name for path in paths if not path.startswith("/static/")}


@pytest.mark.parametrize("role", OUTSIDE)
def test_c1_no_working_page_opens_for_them(role):
    """By the table that is tried address by address: what opens is public or their own account."""
    opened = {name for name, row in TABLE.items() if row[ROLES.index(role)] < 400}
    public = {name for name, row in TABLE.items() if row[0] == 200}

    assert {name for name in opened - public if not is_own(name)} == {"style_page"}  # the demo's


@pytest.mark.parametrize("role", OUTSIDE)
def test_c1_their_pages_lead_nowhere_else(role, request, publisher, signed_in):
    member = request.getfixturevalue(role)
    a_thread(an_issue(), publisher)
    make(publish(winter_meeting(), publisher))
    published(publishers())
    found = walk(signed_in(member), ["/"])
    names = {resolve(urlsplit(path).path).url_name for path in found}

    assert {path: status for path, (status, _) in found.items() if status >= 400} == {}
    assert {name for name in names if not is_own(name)} == {
        "home", "statement_list", "statement", "statement_feed", "publication_file", "meetings",
        "agenda_file", "verify",
    }  # fmt: skip


def is_own(name: str) -> bool:
    """A page of their account."""
    entries = get_resolver().reverse_dict.getlist(name)
    return any(entry[1].startswith(("accounts/", "notifications/")) for entry in entries)


@pytest.mark.parametrize("role", OUTSIDE)
def test_the_page_shows_what_is_public_now(role, request, publisher, signed_in):
    member = request.getfixturevalue(role)
    association = publisher.current_seats[0].organization
    type(association).objects.filter(pk=association.pk).update(media_contact="press@a.example")
    meeting = winter_meeting()
    make(publish(meeting, publisher))
    page = main_of(signed_in(member).get("/").text)

    assert linked(page) == {"meetings", "agenda_file", "verify"}
    assert page.count(f'href="{pdf(meeting)}"') == 2  # next, and in the list
    assert page.count('href="mailto:press@a.example"') == 1
    assert page.count("No statement has been published yet.") == 1


def test_the_public_list_says_nothing_of_how_it_was_written(observer, signed_in):
    """Versions and drafters are the working group's."""
    assert (
        signed_in(observer).get("/statements/").templates[0].name == "statements/public_list.html"
    )
