"""A pasted outline becomes issues at the end of where it was pasted."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.operations.screening import ScreeningStop
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.pasting import paste_outline, read_outline
from tests.roundtable.board_data import a_proposal, grow, outline_of

pytestmark = pytest.mark.django_db

OUTLINE = """
R-1 Arrivals:
  R-1.1 Notice
R-2 Grants
"""
PASTED = """\
- Housing:
  - Shelters (10 min)
  - Hotels
- Schools
"""


@pytest.fixture
def proposal(db):
    return a_proposal()


@pytest.fixture
def issues(proposal):
    return grow(proposal, OUTLINE)


def paste(proposal, publisher, parent=None, text=PASTED):
    return paste_outline(
        proposal_id=proposal.pk,
        parent_id=parent.pk if parent else None,
        text=text,
        actor=publisher,
    )


def test_under_an_issue_the_items_come_last(publisher, proposal, issues):
    made = paste(proposal, publisher, issues["R-1"])

    assert [(issue.ref, issue.title, issue.is_heading, issue.minutes) for issue in made] == [
        ("R-1.2", "Housing", True, None),
        ("R-1.2.1", "Shelters", False, 10),
        ("R-1.2.2", "Hotels", False, None),
        ("R-1.3", "Schools", False, None),
    ]
    assert outline_of(proposal) == [
        "R-1",
        "  R-1.1",
        "  R-1.2",
        "    R-1.2.1",
        "    R-1.2.2",
        "  R-1.3",
        "R-2",
    ]
    assert [issue.parent.ref for issue in made] == ["R-1", "R-1.2", "R-1.2", "R-1"]


def test_at_the_top_they_come_after_everything(publisher, proposal, issues):
    paste(proposal, publisher)

    assert outline_of(proposal)[3:] == ["R-3", "  R-3.1", "  R-3.2", "R-4"]


def test_a_name_is_never_given_twice(publisher, proposal, issues):
    Issue.objects.filter(ref="R-1.1").update(parent=issues["R-2"])

    assert paste(proposal, publisher, issues["R-1"])[0].ref == "R-1.2"


def test_they_are_for_those_who_see_what_they_stand_under(publisher, mayor, proposal, issues):
    Issue.objects.filter(ref="R-2").update(audience=Audience.NAMED)
    issues["R-2"].readers.set([publisher, mayor])

    made = paste(proposal, publisher, issues["R-2"])
    assert {(issue.audience, issue.readers.count()) for issue in made} == {("named", 2)}


def test_what_is_no_item_is_shown_and_not_kept(publisher, issues):
    reading = read_outline(parent=issues["R-1"], text=f"What else\n\n{PASTED}\nMore to come.\n")

    assert ([plan.ref for plan in reading.planned], list(reading.not_taken)) == (
        ["R-1.2", "R-1.2.1", "R-1.2.2", "R-1.3"],
        ["What else", "More to come."],
    )


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("Only prose stands here.\n", "No agenda items were found"),
        (
            "- One:\n  - Two:\n    - Three:\n      - Four:\n        - Five:\n          - Six\n",
            "deep",
        ),
    ],
)
def test_what_cannot_be_read_changes_nothing(publisher, proposal, issues, text, refusal):
    Issue.objects.filter(ref="R-1.1").update(depth=3)
    with pytest.raises(Refusal, match=refusal):
        paste(proposal, publisher, Issue.objects.get(ref="R-1.1"), text)

    assert Issue.objects.count() == 3


def test_an_outline_is_screened(publisher, proposal, issues):
    with pytest.raises(ScreeningStop):
        paste(proposal, publisher, text="- Transfer of A123456789\n- Beds\n")


@pytest.mark.parametrize("role", ["mayor", "chief", "aide", "observer", "liaison"])
def test_only_staff_paste(role, request, proposal, issues):
    with pytest.raises(PermissionDenied):
        paste(proposal, request.getfixturevalue(role))
