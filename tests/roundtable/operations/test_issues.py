"""Adding issues and saving what they say."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import AuditEvent
from portal.operations.screening import ScreeningStop
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.importing import Origin, import_agenda
from roundtable.operations.issues import (
    IssueText,
    StaleIssue,
    create_issue,
    save_issue,
)
from tests.roundtable.issue_data import OUTLINE, Table, closed, fresh, manned, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Table:
    return table()


def add(people: Table, under: str | None, title: str = "New") -> Issue:
    return create_issue(
        proposal_id=people.proposal.pk,
        parent_id=under and Issue.objects.get(ref=under).pk,
        title=title,
        actor=people.lead.member,
    )


def outline() -> list[tuple[str, int, int]]:
    found = Issue.objects.order_by("position")
    return list(found.values_list("ref", "position", "depth"))


def test_an_issue_is_added_at_the_end_of_its_topic(people):
    add(people, "R-1")

    assert outline() == [
        ("R-1", 0, 0), ("R-1.1", 1, 1), ("R-1.2", 2, 1), ("R-1.3", 3, 1), ("R-2", 4, 0),
    ]  # fmt: skip


def test_an_issue_under_an_issue_comes_before_the_next_one(people):
    add(people, "R-1.1")

    assert outline()[1:4] == [("R-1.1", 1, 1), ("R-1.1.1", 2, 2), ("R-1.2", 3, 1)]


def test_a_topic_is_added_at_the_end_of_everything(people):
    assert (add(people, None).ref, outline()[-1]) == ("R-3", ("R-3", 4, 0))


def test_a_reference_is_never_given_twice(people):
    moved = Issue.objects.get(ref="R-1.2")
    moved.parent = Issue.objects.get(ref="R-2")
    moved.save(update_fields=["parent"])

    assert [add(people, "R-1").ref, add(people, "R-2").ref] == ["R-1.3", "R-2.1"]


def test_the_next_outline_goes_on_after_every_name_that_was_given(people):
    add(people, None)
    Issue.objects.filter(ref="R-3").update(parent=Issue.objects.get(ref="R-2"), depth=1)
    origin = Origin(file_name="second.txt", issuer=None, counterpart=None, actor=None)

    second = import_agenda(text=OUTLINE, origin=origin)

    refs = second.issues.order_by("position").values_list("ref", flat=True)
    assert list(refs) == ["R-4", "R-4.1", "R-4.2", "R-5"]


@pytest.mark.parametrize(
    ("above", "audience"),
    [
        (Audience.PUBLIC, Audience.WORKING_GROUP),
        (Audience.WORKING_GROUP, Audience.WORKING_GROUP),
        (Audience.MAYORS, Audience.MAYORS),
    ],
)
def test_a_new_issue_is_for_those_who_see_what_it_stands_under(above, audience, people):
    Issue.objects.filter(ref="R-2").update(audience=above)

    assert add(people, "R-2").audience == audience


def test_under_something_for_named_people_it_is_for_the_same(people):
    topic = closed("R-2", Audience.NAMED)
    topic.readers.set([people.lead.member, people.owner.member])

    assert set(add(people, "R-2").readers.all()) == {people.lead.member, people.owner.member}


@pytest.mark.parametrize("role", ["owner", "mayor", "observer"])
def test_only_staff_add_issues(role, people):
    with pytest.raises(PermissionDenied):
        create_issue(
            proposal_id=people.proposal.pk,
            parent_id=None,
            title="New",
            actor=getattr(people, role).member,
        )


def test_nobody_adds_under_what_they_may_not_see(people):
    closed("R-1", Audience.CHIEFS)

    with pytest.raises(PermissionDenied):
        add(people, "R-1")


def test_what_is_never_stored_is_not_a_title(people):
    with pytest.raises(ScreeningStop):
        add(people, "R-1", "About A123456789")


TEXT = IssueText(
    title="Notice of arrivals",
    priority=1,
    minutes=15,
    presenter="The mayor",
    background="Two sites report.",
    talking_points=["Two days ahead.", "  ", "One desk."],
)


def save(people: Table, issue: Issue, text: IssueText = TEXT, *, edition: int = 1, by="owner"):
    return save_issue(
        issue_id=issue.pk, edition=edition, text=text, actor=getattr(people, by).member
    )


def test_saving_keeps_every_field_and_counts_the_edition(people):
    issue = manned(people)

    save(people, issue)

    found = fresh(issue)
    assert (found.title, found.priority, found.minutes, found.presenter, found.edition) == (
        "Notice of arrivals", 1, 15, "The mayor", 2,
    )  # fmt: skip
    assert (found.background, found.talking_points) == (
        "Two sites report.", ["Two days ahead.", "One desk."],
    )  # fmt: skip


def test_saving_the_same_again_changes_nothing(people):
    issue = manned(people)
    save(people, issue)

    save(people, issue, edition=2)

    assert (fresh(issue).edition, _changes(issue)) == (2, 1)


def test_a_stale_save_changes_nothing_and_brings_what_stands(people):
    issue = manned(people)
    save(people, issue)

    with pytest.raises(StaleIssue) as stale:
        save(people, issue, IssueText(title="Mine"), edition=1, by="lead")

    assert (stale.value.current.title, fresh(issue).title) == (
        "Notice of arrivals", "Notice of arrivals",
    )  # fmt: skip


def test_seven_talking_points_are_refused_with_a_sentence(people):
    text = IssueText(title="Notice", talking_points=list("abcdefg"))

    with pytest.raises(Refusal) as refusal:
        save(people, manned(people), text)

    assert str(refusal.value) == "An issue has at most 6 talking points. Join some."


@pytest.mark.parametrize("role", ["mayor", "chief", "observer", "liaison"])
def test_who_does_not_work_on_it_does_not_save(role, people):
    with pytest.raises(PermissionDenied):
        save(people, manned(people), by=role)


@pytest.mark.parametrize("role", ["owner", "helper", "lead", "mayors_staff", "chiefs_staff"])
def test_who_works_on_it_saves(role, people):
    assert save(people, manned(people), by=role).edition == 2


def test_the_record_of_an_issue_holds_no_title_and_no_text(people):
    issue = manned(people)
    save(people, issue)

    events = AuditEvent.objects.filter(object_type="roundtable.issue", object_id=str(issue.pk))
    assert list(events.values_list("object_label", "before", "after", "reason")) == [
        (
            "R-1.1",
            {"edition": 1},
            {
                "edition": 2,
                "changed": [
                    "title", "priority", "minutes", "presenter", "background", "talking_points",
                ],
            },
            "",
        )
    ]  # fmt: skip


def _changes(issue: Issue) -> int:
    return AuditEvent.objects.filter(
        object_type="roundtable.issue", object_id=str(issue.pk), verb="issue_changed"
    ).count()
