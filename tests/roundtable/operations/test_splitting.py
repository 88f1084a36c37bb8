"""Parts of an issue become issues beside it, for the same people."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Announcement, Subscription
from portal.operations.following import set_level
from portal.operations.screening import ScreeningStop
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import Level, SubjectKind
from roundtable.models import Issue
from roundtable.operations.splitting import split_issue
from tests.discussions import run
from tests.roundtable.board_data import a_proposal, grow, outline_of

pytestmark = pytest.mark.django_db

OUTLINE = """
R-1 Arrivals:
  R-1.1 Notice
    R-1.1.1 By whom
  R-1.2 Beds
"""


@pytest.fixture
def proposal(db):
    return a_proposal()


@pytest.fixture
def issues(proposal):
    return grow(proposal, OUTLINE)


def test_the_parts_stand_right_after_it_with_names_of_their_own(publisher, proposal, issues):
    parts = split_issue(
        issue_id=issues["R-1.1"].pk, titles=["By phone", "", " By mail "], actor=publisher
    )

    assert [(part.ref, part.title, part.split_from) for part in parts] == [
        ("R-1.3", "By phone", issues["R-1.1"]),
        ("R-1.4", "By mail", issues["R-1.1"]),
    ]
    assert outline_of(proposal) == [
        "R-1",
        "  R-1.1",
        "    R-1.1.1",
        "  R-1.3",
        "  R-1.4",
        "  R-1.2",
    ]


def test_they_begin_with_its_people_and_followers(publisher, mayor, chief, issues):
    owner, helper = mayor.current_seats[0], chief.current_seats[0]
    Issue.objects.filter(ref="R-1.1").update(owner=owner, priority=1, state="ready")
    issues["R-1.1"].helpers.add(helper)
    set_level(
        member=chief, kind=SubjectKind.ISSUE, subject_id=issues["R-1.1"].pk, level=Level.EVERYTHING
    )

    (part,) = split_issue(issue_id=issues["R-1.1"].pk, titles=["By phone"], actor=publisher)

    assert (part.owner, part.priority, part.state, part.waiting_on) == (
        owner,
        1,
        "proposed",
        "owner",
    )
    assert list(part.helpers.all()) == [helper]
    rows = Subscription.objects.filter(subject_id=part.pk).values_list("member", "level")
    assert list(rows) == [(chief.pk, "everything")]
    told = run(Announcement.objects.get(kind="issue_split"))
    assert {(row.recipient, row.title) for row in told} == {
        (mayor, "R-1.1 was split: R-1.3"),
        (chief, "R-1.1 was split: R-1.3"),
    }


def test_parts_of_a_closed_issue_are_for_the_same_people(publisher, mayor, issues):
    Issue.objects.filter(ref="R-1.1.1").update(audience=Audience.NAMED, closed_title="One matter")
    issues["R-1.1.1"].readers.set([publisher, mayor])

    (part,) = split_issue(issue_id=issues["R-1.1.1"].pk, titles=["Names"], actor=publisher)

    assert (part.audience, part.closed_title) == ("named", "One matter")
    assert set(part.readers.all()) == {publisher, mayor}


@pytest.mark.parametrize(
    ("titles", "refusal"),
    [
        ([" ", ""], "Give each new issue a title, one on each line."),
        (
            [f"Part {number}" for number in range(11)],
            "At most 10 at once. For more, paste an outline.",
        ),
        (["x" * 501], "A title has at most 500 characters."),
    ],
)
def test_what_cannot_be_split_says_why(publisher, issues, titles, refusal):
    with pytest.raises(Refusal) as refused:
        split_issue(issue_id=issues["R-1.1"].pk, titles=titles, actor=publisher)

    assert str(refused.value) == refusal


def test_titles_are_screened(publisher, issues):
    with pytest.raises(ScreeningStop):
        split_issue(issue_id=issues["R-1.1"].pk, titles=["A-Number A123456789"], actor=publisher)


@pytest.mark.parametrize("role", ["mayor", "chief", "aide", "observer", "liaison"])
def test_only_staff_split(role, request, issues):
    with pytest.raises(PermissionDenied):
        split_issue(
            issue_id=issues["R-1.1"].pk, titles=["By phone"], actor=request.getfixturevalue(role)
        )
