"""Two issues become one: people, followers and agenda follow, threads stay, a note leads on."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Announcement, Subscription
from portal.operations.following import set_level
from portal.operations.threads import resolve_thread
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import Level, SubjectKind
from roundtable.models import AgendaSlot, Issue, Meeting
from roundtable.operations.merging import merge_issue
from tests.discussions import a_thread, run
from tests.roundtable.board_data import a_proposal, grow

pytestmark = pytest.mark.django_db

OUTLINE = """
R-1 Arrivals:
  R-1.1 Notice
  R-1.2 Beds
    R-1.2.1 Staffed beds
R-2 Grants
"""


@pytest.fixture
def issues(db):
    return grow(a_proposal(), OUTLINE)


def merge(issues, source, target, actor, sentence="Both ask for notice."):
    return merge_issue(
        issue_id=issues[source].pk, into_id=issues[target].pk, sentence=sentence, actor=actor
    )


def test_the_old_issue_keeps_a_note_and_ends(publisher, issues):
    merge(issues, "R-2", "R-1.1", publisher)

    old = Issue.objects.get(ref="R-2")
    assert (old.merged_into, old.state, old.state_reason, old.waiting_on) == (
        issues["R-1.1"],
        "withdrawn",
        "Merged into R-1.1",
        "nobody",
    )


def test_owner_and_helpers_help_there(publisher, mayor, chief, aide, issues):
    seats = {member: member.current_seats[0] for member in (mayor, chief, aide)}
    Issue.objects.filter(ref="R-2").update(owner=seats[mayor])
    Issue.objects.filter(ref="R-1.1").update(owner=seats[chief])
    issues["R-2"].helpers.set([seats[chief], seats[aide]])

    target = merge(issues, "R-2", "R-1.1", publisher)
    assert target.owner == seats[chief]
    assert set(target.helpers.all()) == {seats[mayor], seats[aide]}


def test_who_may_not_see_it_there_does_not_help_or_follow_there(publisher, mayor, issues):
    seat = mayor.current_seats[0]
    Issue.objects.filter(ref="R-2").update(owner=seat)
    Issue.objects.filter(ref="R-1.1").update(audience=Audience.STAFF)
    set_level(
        member=mayor, kind=SubjectKind.ISSUE, subject_id=issues["R-2"].pk, level=Level.EVERYTHING
    )

    target = merge(issues, "R-2", "R-1.1", publisher)
    assert list(target.helpers.all()) == []
    assert list(Subscription.objects.filter(subject_id=target.pk)) == []


def test_followers_follow_the_other_one_and_are_told(publisher, mayor, chief, aide, issues):
    levels = ((mayor, "R-2", "everything"), (chief, "R-2", "decisions"), (aide, "R-2", "muted"))
    for member, ref, level in (*levels, (chief, "R-1.1", "everything")):
        set_level(
            member=member,
            kind=SubjectKind.ISSUE,
            subject_id=issues[ref].pk,
            level=Level(level),
        )

    target = merge(issues, "R-2", "R-1.1", publisher)
    rows = Subscription.objects.filter(subject_id=target.pk).values_list("member", "level")
    assert dict(rows) == {mayor.pk: "everything", chief.pk: "everything"}
    told = run(Announcement.objects.get(kind="issue_merged"))
    assert {(row.recipient, row.title, row.mail) for row in told} == {
        (mayor, "R-2 was merged into R-1.1", None),
        (chief, "R-2 was merged into R-1.1", None),
    }


def test_places_on_coming_agendas_go_along(publisher, issues):
    coming = Meeting.objects.create(ref="M-1", title="First", state="planned")
    with_both = Meeting.objects.create(ref="M-2", title="Second", state="planned")
    over = Meeting.objects.create(ref="M-3", title="Third", state="closed")
    for meeting in (coming, with_both, over):
        AgendaSlot.objects.create(meeting=meeting, position=1, issue=issues["R-2"])
    AgendaSlot.objects.create(meeting=with_both, position=2, issue=issues["R-1.1"])

    merge(issues, "R-2", "R-1.1", publisher)

    slots = AgendaSlot.objects.order_by("meeting__ref").values_list("meeting__ref", "issue__ref")
    assert list(slots) == [("M-1", "R-1.1"), ("M-2", "R-1.1"), ("M-3", "R-2")]
    editions = Meeting.objects.order_by("ref").values_list("edition", flat=True)
    assert list(editions) == [2, 2, 1]


def test_threads_stay_where_they_were_written(publisher, mayor, issues):
    thread = a_thread(issues["R-2"], mayor, kind="fact")

    merge(issues, "R-2", "R-1.1", publisher)
    thread.refresh_from_db()
    assert thread.issue_holding.issue == issues["R-2"]


def test_an_open_question_is_resolved_first(publisher, mayor, issues):
    thread = a_thread(issues["R-2"], mayor)
    with pytest.raises(Refusal) as refused:
        merge(issues, "R-2", "R-1.1", publisher)
    assert str(refused.value) == (
        "1 question on R-2 is still open. Resolve it with a sentence, then merge."
    )

    resolve_thread(thread_id=thread.pk, sentence="The staff keep it.", actor=mayor)
    assert merge(issues, "R-2", "R-1.1", publisher) == issues["R-1.1"]


@pytest.mark.parametrize(
    ("source", "target", "sentence", "refusal"),
    [
        ("R-2", "R-2", "So.", "An issue cannot be merged into itself. Choose another one."),
        ("R-2", "R-1.1", "  ", "Say in a sentence why the two belong together."),
        ("R-1.2", "R-1.1", "So.", "Move what stands under R-1.2 elsewhere first: R-1.2.1."),
        (
            "R-2",
            "R-1",
            "So.",
            "A topic only groups what is under it. Choose one of its issues.",
        ),
    ],
)
def test_what_cannot_be_merged_says_why(publisher, issues, source, target, sentence, refusal):
    with pytest.raises(Refusal) as refused:
        merge(issues, source, target, publisher, sentence)

    assert str(refused.value) == refusal


def test_nobody_would_be_led_to_a_note_that_they_cannot_read(publisher, issues):
    Issue.objects.filter(ref="R-2").update(audience=Audience.STAFF)

    with pytest.raises(Refusal) as refused:
        merge(issues, "R-2", "R-1.1", publisher)
    assert str(refused.value) == (
        "R-1.1 is for working group and R-2 for staff of both associations: some who see R-1.1 "
        "could not follow the note back. Let both be seen by the same people first."
    )


def test_it_is_merged_once_and_then_left_alone(publisher, issues):
    merge(issues, "R-2", "R-1.1", publisher)

    with pytest.raises(Refusal, match=r"R-2 was merged into R-1.1. Go on there."):
        merge(issues, "R-2", "R-1.2.1", publisher)
    with pytest.raises(Refusal, match=r"R-2 was merged into R-1.1. Choose that one."):
        merge(issues, "R-1.1", "R-2", publisher)


@pytest.mark.parametrize("role", ["mayor", "chief", "aide", "observer", "liaison"])
def test_only_staff_merge(role, request, issues):
    with pytest.raises(PermissionDenied):
        merge(issues, "R-2", "R-1.1", request.getfixturevalue(role))
