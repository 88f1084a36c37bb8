"""The tree as each member may see it."""

import pytest

from portal.queries.threads import unread_counts
from portal.vocabulary.audiences import Audience
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue
from roundtable.queries.tree import ClosedNode, tree_for
from tests.discussions import a_thread, say
from tests.factories import OrganizationFactory
from tests.roundtable.board_data import a_proposal, grow

pytestmark = pytest.mark.django_db

OUTLINE = """
R-1 Arrivals:
  R-1.1 Notice
  R-1.2 Beds
    R-1.2.1 Staffed beds
R-2 Grants
"""


def seen(member, proposal):
    return [
        (item.ref, item.label if isinstance(item, ClosedNode) else item.title)
        for item in tree_for(member, proposal)
    ]


def test_who_may_read_everything_sees_the_outline_in_its_order(mayor):
    proposal = a_proposal()
    grow(proposal, OUTLINE)

    assert seen(mayor, proposal) == [
        ("R-1", "Arrivals"),
        ("R-1.1", "Notice"),
        ("R-1.2", "Beds"),
        ("R-1.2.1", "Staffed beds"),
        ("R-2", "Grants"),
    ]


def test_of_a_closed_issue_only_its_place_is_there(mayor, chief):
    proposal = a_proposal()
    issues = grow(proposal, OUTLINE)
    issues["R-1.2.1"].audience = issues["R-1.2"].audience = Audience.MAYORS
    issues["R-1.2"].closed_title = "Capacity"
    for issue in issues.values():
        issue.save()

    assert seen(mayor, proposal) == seen(mayor, proposal)
    assert seen(chief, proposal) == [
        ("R-1", "Arrivals"),
        ("R-1.1", "Notice"),
        ("R-1.2", "Capacity"),
        ("R-1.2.1", "Closed item"),
        ("R-2", "Grants"),
    ]
    place = next(item for item in tree_for(chief, proposal) if item.ref == "R-1.2")
    assert place == ClosedNode(
        ref="R-1.2",
        pk=issues["R-1.2"].pk,
        proposal_id=proposal.pk,
        parent_id=issues["R-1"].pk,
        position=2,
        depth=1,
        closed_title="Capacity",
        audience="mayors",
    )


def test_nobody_outside_the_working_group_sees_a_row(observer, liaison):
    proposal = a_proposal()
    grow(proposal, OUTLINE)

    rows = [item for member in (observer, liaison) for item in tree_for(member, proposal)]
    assert [item for item in rows if not isinstance(item, ClosedNode)] == []


def test_last_activity_and_unread_count_only_what_the_member_may_read(mayor, chief, publisher):
    proposal = a_proposal()
    notice = grow(proposal, OUTLINE)["R-1.1"]
    open_to_all = a_thread(notice, chief)
    for_chiefs = a_thread(notice, chief, audience=Audience.CHIEFS)
    say(open_to_all, chief)
    say(for_chiefs, chief)

    by_ref = {item.ref: item for item in tree_for(mayor, proposal)}
    assert (by_ref["R-1.1"].unread, by_ref["R-2"].unread) == (2, 0)
    assert by_ref["R-1.1"].active_at == open_to_all.comments.latest("pk").created_at


def test_an_update_is_activity(mayor):
    proposal = a_proposal()
    notice = grow(proposal, OUTLINE)["R-1.1"]
    Issue.objects.filter(pk=notice.pk).update(
        state_since="2026-01-01T00:00:00Z", last_update_at="2026-02-01T00:00:00Z"
    )

    node = next(item for item in tree_for(mayor, proposal) if item.ref == "R-1.1")
    assert node.active_at.isoformat() == "2026-02-01T00:00:00+00:00"


@pytest.mark.parametrize("number", [3, 300])
def test_a_tree_takes_the_same_queries_however_long_it_is(mayor, number, django_assert_num_queries):
    proposal = a_proposal()
    grow(proposal, "\n".join(f"R-{place} Item" for place in range(1, number + 1)))
    body = OrganizationFactory(short_name="ICE")
    Issue.objects.update(owner=mayor.current_seats[0], counterpart=body)
    mayor.audiences  # noqa: B018 - read once for each request

    with django_assert_num_queries(5):
        tree_for(mayor, proposal)


@pytest.mark.parametrize("role", ["publisher", "mayor", "chief", "aide", "observer"])
def test_unread_is_counted_by_the_rule_of_threads(role, request, chief, mayor):
    """The tree reads it in one query with the newest comment; the rule stands elsewhere."""
    proposal = a_proposal()
    issues = grow(proposal, OUTLINE)
    for audience in (Audience.WORKING_GROUP, Audience.CHIEFS):
        say(a_thread(issues["R-1.1"], chief, audience=audience), chief)
    say(a_thread(issues["R-2"], mayor, audience=Audience.MAYORS), mayor)
    Issue.objects.filter(ref="R-2").update(audience=Audience.MAYORS)
    member = request.getfixturevalue(role)

    nodes = [item for item in tree_for(member, proposal) if not isinstance(item, ClosedNode)]
    counted = {node.pk: node.unread for node in nodes if node.unread}
    ids = [issue.pk for issue in issues.values()]
    assert counted == unread_counts(member, SubjectKind.ISSUE, ids)
