"""Issues moved, pasted and split at once: every place is taken once, every name given once."""

import pytest

from portal.vocabulary.organizations import Capacity, OrganizationKind
from roundtable.models import Issue
from roundtable.operations.moving import Place, move_issue
from roundtable.operations.pasting import paste_outline
from roundtable.operations.splitting import split_issue
from tests.factories import OrganizationFactory, SeatFactory
from tests.roundtable.board_data import a_proposal, grow

pytestmark = pytest.mark.usefixtures("cloned_database")
ROUNDS = 5
OUTLINE = """
R-1 Arrivals:
  R-1.1 Notice
    R-1.1.1 By whom
  R-1.2 Beds
R-2 Grants:
  R-2.1 Detainers
"""


@pytest.fixture
def publisher(cloned_database: None):
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    return SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member


def is_whole(proposal) -> bool:
    """Positions without gap or double, each branch in one piece and one step deeper."""
    issues = list(Issue.objects.filter(proposal=proposal).order_by("position"))
    line: list[Issue] = []
    for place, issue in enumerate(issues):
        if issue.position != place or issue.depth > len(line):
            return False
        if issue.parent_id != (line[issue.depth - 1].pk if issue.depth else None):
            return False
        line[issue.depth :] = [issue]
    return True


def test_two_moves_at_once_leave_the_outline_whole(publisher, at_once):
    proposal = a_proposal()
    issues = grow(proposal, OUTLINE)

    def move(ref, under):
        parent = issues[under].pk if under else None
        return lambda: move_issue(
            issue_id=issues[ref].pk, place=Place(parent_id=parent), actor=publisher
        )

    for _ in range(ROUNDS):
        results = at_once(move("R-1.1", "R-2"), move("R-2", "R-1"), move("R-1.2", None))
        assert is_whole(proposal), results
        at_once(move("R-2", None), move("R-1.1", "R-1"), move("R-1.2", "R-1"))
        assert is_whole(proposal)


def test_pasting_moving_and_splitting_at_once_give_each_name_once(publisher, at_once):
    proposal = a_proposal()
    issues = grow(proposal, OUTLINE)

    def paste():
        paste_outline(
            proposal_id=proposal.pk,
            parent_id=issues["R-1"].pk,
            text="- Shelters\n- Hotels\n",
            actor=publisher,
        )

    def split():
        split_issue(issue_id=issues["R-1.2"].pk, titles=["Staffed beds"], actor=publisher)

    def move():
        place = Place(parent_id=issues["R-2"].pk, is_first=True)
        move_issue(issue_id=issues["R-1.1"].pk, place=place, actor=publisher)

    for number in range(1, ROUNDS + 1):
        results = at_once(paste, split, paste, move)
        assert [result for result in results[:3] if result is not None] == []
        assert is_whole(proposal)
        assert Issue.objects.count() == 6 + 5 * number
