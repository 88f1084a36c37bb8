"""The board: what it shows to whom, in which order, and how an address asks for it."""

import re
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from portal.vocabulary.audiences import Audience
from roundtable.models import Issue
from tests.discussions import a_thread
from tests.factories import OrganizationFactory
from tests.roundtable.board_data import a_proposal, grow

pytestmark = pytest.mark.django_db

OUTLINE = """
R-1 Arrivals:
  R-1.1 Notice
  R-1.2 Beds
R-2 Grants:
  R-2.1 Detainers
R-3 Minors
"""
ROW = re.compile(r'<tr role="row" data-depth.*?<span class="node-number">(.*?)</span>', re.DOTALL)


@pytest.fixture
def issues(db):
    return grow(a_proposal(), OUTLINE)


def shown(client, query=""):
    """References on the board, in order."""
    return ROW.findall(client.get(f"/roundtable/?{query}").text)


def test_the_board_begins_with_every_open_issue_in_its_tree(signed_in, mayor, issues):
    Issue.objects.filter(ref="R-2.1").update(state="resolved")
    answer = signed_in(mayor).get("/roundtable/")

    assert ROW.findall(answer.text) == ["R-1", "R-1.1", "R-1.2", "R-3"]
    assert "3 of 4 issues" in answer.text


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("status=all", ["R-1", "R-1.1", "R-1.2", "R-2", "R-2.1", "R-3"]),
        ("status=resolved", ["R-2", "R-2.1"]),
        ("owner=me", ["R-1", "R-1.1"]),
        ("owner=none", ["R-3"]),
        ("waiting=court", ["R-1", "R-1.2"]),
        ("waiting=me", ["R-1", "R-1.1"]),
        ("priority=1", ["R-3"]),
        ("sort=waiting", ["R-1.2", "R-3", "R-1.1"]),
        ("sort=priority", ["R-3", "R-1.1", "R-1.2"]),
        ("group=status", ["R-1.1", "R-3", "R-1.2"]),
        ("group=owner", ["R-3", "R-1.2", "R-1.1"]),
        ("group=counterpart&status=all", ["R-2.1", "R-1.1", "R-1.2", "R-3"]),
        ("changed=2026-03-01", []),
        ("changed=2026-01-15&status=all", ["R-1", "R-1.1"]),
        ("status=&owner=&waiting=", ["R-1", "R-1.1", "R-1.2", "R-3"]),
    ],
)
def test_an_address_asks_for_some(signed_in, mayor, chief, issues, query, refs):
    mayor.name, chief.name = "Zoe Mayor", "Al Chief"
    for member in (mayor, chief):
        member.save()
    body = OrganizationFactory(kind="federal_body", short_name="ICE")
    facts = {
        "R-1.1": {"owner": mayor.current_seats[0], "waiting_on": "owner"},
        "R-1.2": {"owner": chief.current_seats[0], "waiting_on": "court", "state": "ready"},
        "R-2.1": {"owner": chief.current_seats[0], "state": "resolved", "counterpart": body},
        "R-3": {"priority": 1},
    }
    waits = {"R-1.1": 2, "R-1.2": 30, "R-3": 9, "R-2.1": 0}
    for ref, values in facts.items():
        Issue.objects.filter(ref=ref).update(
            state_since="2026-02-01T12:00Z" if ref == "R-1.1" else "2026-01-01T12:00Z",
            waiting_since=Now() - timedelta(days=waits[ref]),
            **values,
        )

    assert shown(signed_in(mayor), query) == refs


def test_only_issues_with_unread_comments(signed_in, mayor, chief, issues):
    a_thread(issues["R-1.2"], chief)
    a_thread(issues["R-2.1"], chief, audience=Audience.CHIEFS)
    client = signed_in(mayor)

    assert shown(client, "unread=1") == ["R-1", "R-1.2"]
    assert '<span class="tag tag-new">1 new' in client.get("/roundtable/").text


@pytest.mark.parametrize(
    ("query", "about"),
    [
        ("status=owner__password", "Status"),
        ("owner=999999", "Owner"),
        ("waiting=", None),
        ("changed=yesterday", "Changed since"),
        ("_connector=OR", "_connector"),
        ("q[__class__]=1", "q[__class__]"),
        ("sort=owner__member__password", "Order"),
        ("group=title&priority=9", "Priority, Group by"),
    ],
)
@pytest.mark.trust("E14")
def test_an_address_that_asks_for_something_unknown_says_so(signed_in, mayor, issues, query, about):
    answer = signed_in(mayor).get(f"/roundtable/?{query}")

    assert answer.status_code == (400 if about else 200)
    assert (f"It is about: {about}. Nothing was looked for." in answer.text) == bool(about)


def test_of_a_closed_issue_there_is_a_place_and_nothing_else(signed_in, chief, mayor, issues):
    Issue.objects.filter(ref="R-1.2").update(
        audience=Audience.MAYORS, state="answered", owner=mayor.current_seats[0], title="Secret"
    )
    client = signed_in(chief)

    text = client.get("/roundtable/").text
    row = re.search(r'<tr role="row" data-depth="1" class="closed">.*?</tr>', text)
    assert re.sub(r"<[^>]+>", "", row.group()) == "R-1.2 Closed item, for mayors only"
    texts = [
        client.get(f"/roundtable/?{query}").text
        for query in ("", "status=all", "group=owner", "status=answered", "sort=activity")
    ]
    assert [text.count("Secret") + text.count(mayor.name) for text in texts] == [0] * 5


@pytest.mark.parametrize("state", ["proposed", "resolved"])
def test_no_question_tells_where_a_closed_issue_stands(signed_in, chief, issues, state):
    Issue.objects.filter(ref="R-1.2").update(audience=Audience.MAYORS, state=state)
    client = signed_in(chief)

    questions = ("", "status=all", f"status={state}", "owner=none", "priority=2", "group=status")
    assert ["R-1.2" in shown(client, query) for query in questions] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    assert "3 of 3 issues" in client.get("/roundtable/").text


def test_an_owner_seen_only_on_closed_issues_is_not_offered(signed_in, chief, mayor, issues):
    seat = mayor.current_seats[0]
    Issue.objects.filter(ref="R-1.2").update(audience=Audience.MAYORS, owner=seat)

    answer = signed_in(chief).get(f"/roundtable/?owner={seat.pk}")
    assert answer.status_code == 400


def test_the_charts_say_the_same_in_words_and_in_a_table(signed_in, mayor, issues):
    Issue.objects.filter(ref="R-1.1").update(state="answered")
    Issue.objects.filter(ref="R-3").update(waiting_since=Now() - timedelta(days=12))
    text = signed_in(mayor).get("/roundtable/").text

    sentences = re.findall(r"<desc[^>]*>(.*?)</desc>", text)
    stands = (
        "Arrivals: 1 being prepared, 1 answered or in force. Grants: 1 being prepared. "
        "Issues without a topic: 1 being prepared."
    )
    assert sentences == [stands, "Association staff: 4 issues, the longest 12 days."]
    assert (
        '<tr><th scope="row">Arrivals</th><td>1</td><td>0</td><td>1</td><td>0</td><td>0</td>'
        in text
    )
    assert "style=" not in text


def test_charts_leave_out_what_is_closed_to_the_reader(signed_in, chief, issues):
    Issue.objects.filter(ref="R-2.1").update(audience=Audience.MAYORS)
    text = signed_in(chief).get("/roundtable/").text

    assert re.search(r"<desc[^>]*>(.*?)</desc>", text).group(1) == (
        "Arrivals: 2 being prepared. Issues without a topic: 1 being prepared."
    )


@pytest.mark.parametrize("number", [3, 300])
def test_the_board_takes_the_same_queries_however_long_it_is(
    signed_in, mayor, chief, number, django_assert_num_queries
):
    made = grow(a_proposal(), "\n".join(f"R-{place} Item" for place in range(1, number + 1)))
    body = OrganizationFactory(short_name="ICE")
    Issue.objects.update(owner=mayor.current_seats[0], counterpart=body)
    a_thread(made["R-1"], chief)
    client = signed_in(mayor)
    client.get("/roundtable/")

    with django_assert_num_queries(QUERIES):
        client.get("/roundtable/")


QUERIES = 11


def test_a_proposal_shows_its_whole_tree(signed_in, chief, issues):
    Issue.objects.filter(ref="R-1.2").update(audience=Audience.MAYORS)
    Issue.objects.filter(ref="R-2.1").update(state="resolved")
    proposal = issues["R-1"].proposal

    text = signed_in(chief).get(f"/roundtable/proposals/{proposal.ref}/").text
    assert ROW.findall(text) == ["R-1", "R-1.1", "R-1.2", "R-2", "R-2.1", "R-3"]
