"""An issue moves with everything below it; its reference stays, and nobody sees more by it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from portal.models import AuditEvent
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.merging import merge_issue
from roundtable.operations.moving import Narrows, Place, move_issue
from tests.roundtable.board_data import a_proposal, grow, outline_of

pytestmark = pytest.mark.django_db

OUTLINE = """
R-1 Arrivals:
  R-1.1 Notice
    R-1.1.1 By whom
  R-1.2 Beds
R-2 Grants:
  R-2.1 Detainers
R-3 Minors
"""


@pytest.fixture
def proposal():
    return a_proposal()


@pytest.fixture
def issues(proposal):
    return grow(proposal, OUTLINE)


def move(issues, ref, publisher, *, under=None, after=None, is_first=False, **values):
    place = Place(
        parent_id=issues[under].pk if under else None,
        after_id=issues[after].pk if after else None,
        is_first=is_first,
    )
    moved = move_issue(issue_id=issues[ref].pk, place=place, actor=publisher, **values)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit would
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return moved


@pytest.mark.parametrize(
    ("ref", "place", "expected"),
    [
        ("R-1.1", {"under": "R-2"}, "R-1 >R-1.2 R-2 >R-2.1 >R-1.1 >>R-1.1.1 R-3"),
        ("R-1.1", {"under": "R-2", "is_first": True}, "R-1 >R-1.2 R-2 >R-1.1 >>R-1.1.1 >R-2.1 R-3"),
        ("R-1.1", {"under": "R-1", "after": "R-1.2"}, "R-1 >R-1.2 >R-1.1 >>R-1.1.1 R-2 >R-2.1 R-3"),
        ("R-1.2", {"under": "R-1.1"}, "R-1 >R-1.1 >>R-1.1.1 >>R-1.2 R-2 >R-2.1 R-3"),
        ("R-1.2", {"after": "R-1"}, "R-1 >R-1.1 >>R-1.1.1 R-1.2 R-2 >R-2.1 R-3"),
        ("R-3", {"is_first": True}, "R-3 R-1 >R-1.1 >>R-1.1.1 >R-1.2 R-2 >R-2.1"),
        ("R-1", {}, "R-2 >R-2.1 R-3 R-1 >R-1.1 >>R-1.1.1 >R-1.2"),
        ("R-2", {"under": "R-1.1.1"}, "R-1 >R-1.1 >>R-1.1.1 >>>R-2 >>>>R-2.1 >R-1.2 R-3"),
        ("R-2.1", {"under": "R-1", "after": "R-1.1"}, "R-1 >R-1.1 >>R-1.1.1 >R-2.1 >R-1.2 R-2 R-3"),
    ],
)
def test_a_branch_stands_where_it_was_put(publisher, proposal, issues, ref, place, expected):
    moved = move(issues, ref, publisher, **place)

    assert " ".join(line.replace("  ", ">") for line in outline_of(proposal)) == expected
    assert (moved.ref, moved.parent and moved.parent.ref) == (ref, place.get("under"))
    positions = list(Issue.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(7))


def test_a_move_is_recorded(publisher, issues):
    move(issues, "R-3", publisher, under="R-2")

    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.object_label, event.before, event.after) == (
        "issue_moved",
        "R-3",
        {"under": None, "position": 6},
        {"under": "R-2", "position": 6},
    )


@pytest.mark.parametrize(
    ("ref", "place", "sentence"),
    [
        ("R-1", {"under": "R-1.1.1"}, "R-1 cannot stand under itself or under what is below it."),
        ("R-1", {"under": "R-1"}, "R-1 cannot stand under itself or under what is below it."),
        ("R-3", {}, "R-3 stands there already."),
        ("R-3", {"after": "R-2"}, "R-3 stands there already."),
        (
            "R-3",
            {"under": "R-1", "after": "R-2.1"},
            "What you chose does not stand directly under R-1. Choose one that does.",
        ),
    ],
)
def test_a_place_that_makes_no_sense_is_refused(publisher, proposal, issues, ref, place, sentence):
    before = outline_of(proposal)
    with pytest.raises(Refusal) as refused:
        move(issues, ref, publisher, **place)

    assert (str(refused.value), outline_of(proposal)) == (sentence, before)


def test_under_a_closed_issue_it_is_narrowed_only_on_purpose(publisher, issues):
    Issue.objects.filter(ref__startswith="R-2").update(audience=Audience.STAFF)

    with pytest.raises(Narrows) as refused:
        move(issues, "R-1.1", publisher, under="R-2")
    assert str(refused.value) == (
        "R-2 is for staff of both associations; R-1.1 would be narrowed. Tick “Narrow it” if that "
        "is meant."
    )

    move(issues, "R-1.1", publisher, under="R-2", narrow=True)
    narrowed = Issue.objects.filter(ref__startswith="R-1.1").values_list("ref", "audience")
    assert list(narrowed) == [("R-1.1", "staff"), ("R-1.1.1", "staff")]


def test_people_of_another_side_are_not_mixed(publisher, issues):
    Issue.objects.filter(ref__startswith="R-2").update(audience=Audience.STAFF)
    Issue.objects.filter(ref="R-3").update(audience=Audience.NAMED)
    issues["R-3"].readers.add(publisher)
    Issue.objects.filter(ref="R-1.2").update(audience=Audience.MAYORS)

    moved = move(issues, "R-3", publisher, under="R-2")
    assert (moved.audience, list(moved.readers.all())) == ("named", [publisher])


def test_leaving_a_closed_issue_opens_nothing(publisher, issues):
    Issue.objects.filter(ref__startswith="R-2").update(audience=Audience.STAFF)

    assert move(issues, "R-2.1", publisher, under="R-1").audience == "staff"


def test_an_issue_of_another_proposal_is_no_place(publisher, issues):
    elsewhere = grow(a_proposal("Another call"), "R-9 Courts")

    with pytest.raises(Refusal, match="R-9 is of another proposal"):
        move(issues | elsewhere, "R-3", publisher, under="R-9")


def test_nothing_moves_under_an_issue_that_went_elsewhere(publisher, issues):
    merge_issue(
        issue_id=issues["R-3"].pk,
        into_id=issues["R-1.2"].pk,
        sentence="The same beds.",
        actor=publisher,
    )

    with pytest.raises(Refusal, match=r"R-3 was merged into R-1.2. Choose that one."):
        move(issues, "R-2.1", publisher, under="R-3")


@pytest.mark.parametrize("role", ["mayor", "chief", "aide", "observer", "liaison"])
def test_only_staff_move(role, request, issues):
    with pytest.raises(PermissionDenied):
        move(issues, "R-3", request.getfixturevalue(role), under="R-1")


def test_what_staff_may_not_see_they_cannot_move_to(publisher, mayor, issues):
    Issue.objects.filter(ref__startswith="R-2").update(audience=Audience.NAMED)
    issues["R-2"].readers.add(mayor)

    with pytest.raises(PermissionDenied):
        move(issues, "R-3", publisher, under="R-2")
