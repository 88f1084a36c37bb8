"""The pages on which staff shape the outline."""

import pytest

from portal.vocabulary.audiences import Audience
from roundtable.models import Issue
from tests.roundtable.board_data import a_proposal, grow, outline_of

pytestmark = pytest.mark.django_db

OUTLINE = """
R-1 Arrivals:
  R-1.1 Notice
R-2 Grants
"""
PASTED = "- Housing:\n  - Shelters (10 min)\n- Schools\n"


@pytest.fixture
def proposal(db):
    return a_proposal()


@pytest.fixture
def issues(proposal):
    return grow(proposal, OUTLINE)


@pytest.fixture
def staff(signed_in, publisher):
    return signed_in(publisher)


def test_an_outline_is_looked_at_and_then_made(staff, proposal, issues):
    page = f"/roundtable/{issues['R-1'].ref}/paste/"
    preview = staff.post(page, {"text": PASTED})
    assert (preview.status_code, Issue.objects.count()) == (200, 3)
    assert "3 issues would be made" in preview.text

    made = staff.post(page, {"text": PASTED, "seen": preview.context["form"].code})
    assert (made.status_code, made["Location"]) == (302, "/roundtable/R-1/")
    assert outline_of(proposal) == ["R-1", "  R-1.1", "  R-1.2", "    R-1.2.1", "  R-1.3", "R-2"]


def test_a_text_that_was_changed_is_looked_at_again(staff, proposal, issues):
    page = f"/roundtable/proposals/{proposal.ref}/paste/"
    seen = staff.post(page, {"text": PASTED}).context["form"].code

    answer = staff.post(page, {"text": f"{PASTED}- Courts\n", "seen": seen})
    assert (answer.status_code, Issue.objects.count()) == (200, 3)
    assert "4 issues would be made" in answer.text


@pytest.mark.parametrize("text", ["", "Only prose.", "- Transfer of A123456789\n- Beds\n"])
def test_what_cannot_be_read_stays_in_the_form(staff, issues, text):
    answer = staff.post("/roundtable/R-1/paste/", {"text": text})

    assert (answer.status_code, Issue.objects.count()) == (422, 3)
    assert answer.context["form"]["text"].value() == text


def test_moving(staff, proposal, issues):
    answer = staff.post("/roundtable/R-2/move/", {"under": issues["R-1"].pk, "after": "first"})

    assert (answer.status_code, answer["Location"]) == (302, "/roundtable/R-2/")
    assert outline_of(proposal) == ["R-1", "  R-2", "  R-1.1"]


def test_moving_under_a_closed_issue_asks_first(staff, proposal, issues):
    Issue.objects.filter(ref__startswith="R-1").update(audience=Audience.STAFF)
    sent = {"under": issues["R-1"].pk, "after": "last"}

    asked = staff.post("/roundtable/R-2/move/", sent)
    assert asked.status_code == 422
    assert (asked.text.count('type="checkbox"'), asked.text.count("R-2 would be narrowed")) == (
        1,
        2,
    )

    assert staff.post("/roundtable/R-2/move/", {**sent, "narrow": "on"}).status_code == 302
    assert Issue.objects.get(ref="R-2").audience == "staff"


def test_a_place_that_makes_no_sense_is_said_on_the_form(staff, issues):
    answer = staff.post("/roundtable/R-2/move/", {"under": "top", "after": "last"})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["R-2 stands there already."]


def test_merging(staff, issues):
    answer = staff.post(
        "/roundtable/R-2/merge/", {"into": issues["R-1.1"].pk, "sentence": "The same matter."}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/roundtable/R-1.1/")
    assert "R-2 was merged into R-1.1" in staff.get("/roundtable/R-2/").text


def test_topics_and_itself_are_not_offered_to_merge_into(staff, issues):
    form = staff.get("/roundtable/R-2/merge/").context["form"]

    assert [str(key) for key, label in form.fields["into"].choices] == ["", str(issues["R-1.1"].pk)]


def test_splitting(staff, proposal, issues):
    answer = staff.post("/roundtable/R-1.1/split/", {"titles": "By phone\nBy mail\n"})

    assert (answer.status_code, answer["Location"]) == (302, "/roundtable/R-1.1/")
    assert outline_of(proposal) == ["R-1", "  R-1.1", "  R-1.2", "  R-1.3", "R-2"]


@pytest.mark.parametrize("page", ["paste", "move", "merge", "split"])
def test_what_one_may_not_see_has_no_page(staff, mayor, issues, page):
    Issue.objects.filter(ref="R-2").update(audience=Audience.NAMED)
    issues["R-2"].readers.add(mayor)

    assert staff.get(f"/roundtable/R-2/{page}/").status_code == 404
