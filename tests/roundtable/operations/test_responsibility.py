"""Who answers for an issue, and whom it waits on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now

from portal.models import Announcement
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue
from roundtable.operations.responsibility import assign, set_waiting
from roundtable.operations.updates import ask_for_update, confirm_current, post_update
from roundtable.vocabulary.issues import WaitingOn
from tests.roundtable.issue_data import Table, closed, fresh, manned, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Table:
    return table()


@pytest.fixture
def issue(people: Table) -> Issue:
    return manned(people)


def put(people: Table, issue: Issue, *, by: str = "lead", **changes: object) -> Issue:
    values = {"owner": people.owner, "helpers": [people.helper], "staff_lead": people.lead}
    return assign(issue_id=issue.pk, actor=getattr(people, by).member, **{**values, **changes})


def ten_days(issue: Issue, kind: str) -> None:
    """As if it had been waiting for ten days."""
    Issue.objects.filter(pk=issue.pk).update(
        waiting_on=kind, waiting_since=Now() - timedelta(days=10)
    )


def days(issue: Issue) -> int:
    waited = fresh(issue).created_at - fresh(issue).waiting_since
    return round(waited / timedelta(days=1))


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refusal:
        act(*args, **kwargs)
    return str(refusal.value)


def test_people_are_put_on_it(people, issue):
    put(people, issue, owner=people.mayor, helpers=[people.owner], staff_lead=people.mayors_staff)

    found = fresh(issue)
    assert (found.owner, list(found.helpers.all()), found.staff_lead) == (
        people.mayor, [people.owner], people.mayors_staff,
    )  # fmt: skip


def test_nobody_is_put_on_what_they_may_not_see(people, issue):
    closed(issue.ref, Audience.MAYORS)
    chief = people.chief.member.name

    assert refused(put, people, issue, owner=people.chief) == (
        f"{chief} may not see R-1.1 (mayors only). Choose somebody who may, or change who can "
        "see it first."
    )
    assert fresh(issue).owner == people.owner


@pytest.mark.parametrize("role", ["observer", "liaison"])
def test_who_only_watches_owns_nothing(role, people, issue):
    seat = getattr(people, role)

    assert refused(put, people, issue, owner=seat).startswith(f"{seat.member.name} may not see")


def test_the_staff_lead_is_on_the_staff(people, issue):
    assert refused(put, people, issue, staff_lead=people.mayor) == (
        f"{people.mayor.member.name} is not on the staff of an association."
    )


@pytest.mark.parametrize("role", ["helper", "mayor", "chief"])
def test_who_does_not_steer_it_puts_nobody_on_it(role, people, issue):
    with pytest.raises(PermissionDenied):
        put(people, issue, by=role)


def test_only_who_is_new_is_announced(people, issue):
    put(people, issue, owner=people.mayor)

    told = Announcement.objects.get(kind="issue_assigned")
    assert told.detail == {"by": people.lead.member.pk, "seats": [people.mayor.pk]}


def test_saving_the_same_people_announces_nothing(people, issue):
    put(people, issue)

    assert not Announcement.objects.filter(kind="issue_assigned").exists()


def test_a_new_owner_has_not_kept_anybody_waiting(people, issue):
    ten_days(issue, WaitingOn.OWNER)

    put(people, issue, owner=people.mayor)

    assert days(issue) == 0


def test_a_new_helper_does_not_start_the_days_anew(people, issue):
    ten_days(issue, WaitingOn.OWNER)

    put(people, issue, helpers=[])

    assert days(issue) == 10


def test_without_an_owner_it_waits_on_staff(people, issue):
    ten_days(issue, WaitingOn.OWNER)

    assert put(people, issue, owner=None).waiting_on == WaitingOn.STAFF


def wait(people: Table, issue: Issue, kind: str, *, by: str = "owner", **on: object) -> Issue:
    return set_waiting(issue_id=issue.pk, kind=kind, actor=getattr(people, by).member, **on)


def test_the_days_begin_anew_when_somebody_else_moves_next(people, issue):
    ten_days(issue, WaitingOn.OWNER)

    found = wait(people, issue, "member", seat=people.mayor)

    assert (found.waiting_seat, days(issue)) == (people.mayor, 0)


def test_the_days_go_on_when_it_is_the_same(people, issue):
    ten_days(issue, WaitingOn.COURT)

    wait(people, issue, "court")

    assert days(issue) == 10


def test_the_body_is_forgotten_when_it_waits_on_a_court(people, issue):
    wait(people, issue, "federal_body", body=people.proposal.counterpart)

    assert wait(people, issue, "court").waiting_body is None


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("member", "Choose the member that it waits on."),
        ("federal_body", "Choose the federal body that it waits on."),
    ],
)
def test_it_says_which(kind, sentence, people, issue):
    assert refused(wait, people, issue, kind) == sentence


def test_it_does_not_wait_on_somebody_who_may_not_see_it(people, issue):
    closed(issue.ref, Audience.MAYORS)

    assert refused(wait, people, issue, "member", seat=people.chief).startswith(
        f"{people.chief.member.name} may not see R-1.1"
    )


def test_what_is_over_waits_on_nobody(people, issue):
    Issue.objects.filter(pk=issue.pk).update(state="resolved")

    assert refused(wait, people, issue, "owner") == (
        "R-1.1 is resolved: nobody moves next. Take it up again first."
    )


def update(people: Table, issue: Issue, text: str = "Both met.", *, by: str = "owner") -> Issue:
    return post_update(issue_id=issue.pk, text=text, actor=getattr(people, by).member)


def ask(people: Table, issue: Issue, by: str = "mayor") -> Issue:
    return ask_for_update(issue_id=issue.pk, actor=getattr(people, by).member)


def test_an_update_answers_whoever_asked(people, issue):
    ask(people, issue)

    found = update(people, issue)

    assert (found.last_update, found.last_update_by, found.update_asked_by) == (
        "Both met.", people.owner.member, None,
    )  # fmt: skip


def test_the_owner_is_asked_once_at_a_time(people, issue):
    ask(people, issue)

    assert refused(ask, people, issue, "lead") == (
        f"{people.mayor.member.name} has asked {people.owner.member.name} already. "
        "Wait for the answer."
    )
    update(people, issue)
    assert ask(people, issue, "lead").update_asked_by == people.lead.member


def test_the_owner_does_not_ask(people, issue):
    assert refused(ask, people, issue, "owner") == ("You own this issue: post the update yourself.")


def test_without_an_owner_there_is_nobody_to_ask(people, issue):
    Issue.objects.filter(pk=issue.pk).update(owner=None)

    assert refused(ask, people, issue) == (
        "Nobody owns this issue, so there is nobody to ask. Choose an owner first."
    )


def test_what_is_still_current_is_dated_anew(people, issue):
    update(people, issue)
    Issue.objects.filter(pk=issue.pk).update(last_update_at=Now() - timedelta(days=10))
    ask(people, issue)

    found = confirm_current(issue_id=issue.pk, actor=people.helper.member)

    assert (found.last_update, found.last_update_by, found.update_asked_by) == (
        "Both met.", people.helper.member, None,
    )  # fmt: skip
    assert found.last_update_at >= found.created_at


def test_nothing_is_still_current_before_it_was_said(people, issue):
    with pytest.raises(Refusal, match="no update yet"):
        confirm_current(issue_id=issue.pk, actor=people.owner.member)


@pytest.mark.parametrize("role", ["mayor", "chief"])
def test_who_does_not_work_on_it_posts_no_update(role, people, issue):
    with pytest.raises(PermissionDenied):
        update(people, issue, by=role)
