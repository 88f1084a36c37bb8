"""The page with the results."""

import pytest
from django.test import Client

from tests.discussions import a_thread, an_issue, say

pytestmark = pytest.mark.django_db


def page_of(client: Client, **asked: str) -> str:
    return client.get("/search/", asked).content.decode()


def test_matches_are_marked_and_the_rest_is_escaped(signed_in, mayor):
    thread = a_thread(an_issue(), mayor)
    say(thread, mayor, "Use `<script>alert(1)</script>` in custody & jail.")

    page = page_of(signed_in(mayor), q="custody")

    assert "<script>alert(1)" not in page
    assert "in <mark>custody</mark> &amp; jail." in page


def test_typed_words_come_back_escaped(signed_in, mayor):
    page = page_of(signed_in(mayor), q='"><b>x')

    assert 'value="&quot;&gt;&lt;b&gt;x"' in page
    assert "<b>x" not in page


def test_a_reference_leads_straight_there(signed_in, mayor):
    issue = an_issue()

    answer = signed_in(mayor).get("/search/", {"q": issue.ref})

    assert (answer.status_code, answer.url) == (302, f"/roundtable/{issue.ref}/")


def test_nothing_found_says_so_and_offers_what_was_meant(signed_in, mayor):
    an_issue(title="Transportation")

    page = page_of(signed_in(mayor), q="trasportation")

    assert "Nothing open to you has these words" in page
    assert 'Did you mean <a href="?q=transportation"><strong>transportation</strong></a>?' in page


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"q": "custody", "kind": "none", "page": "1", "other": "x"}, 200),
        ({"q": "custody", "kind": "issues", "page": "99"}, 200),
        ({"q": "custody", "page": "-1"}, 422),
        ({"q": "x" * 201}, 422),
        ({"q": "a\0b"}, 404),
        ({}, 200),
        ({"q": "'; drop table x --"}, 200),
        ({"q": "\\ ' :* & | ! ( <->"}, 200),
        ({"q": "a" * 199 + "'"}, 200),
    ],
)
@pytest.mark.trust("E14")
def test_whatever_is_asked_is_answered(signed_in, mayor, asked, status):
    assert signed_in(mayor).get("/search/", asked).status_code == status


@pytest.mark.parametrize(("role", "has"), [("mayor", True), ("observer", False)])
def test_the_field_stands_on_every_page_of_those_who_may_search(request, signed_in, role, has):
    page = signed_in(request.getfixturevalue(role)).get("/statements/").content.decode()

    assert ('role="search" aria-label="Search the portal"' in page) is has
