"""Every row of the life of an issue, for every role and state, through the page."""

import pytest
from django.db.models.functions import Now
from django.test import Client

from portal.models import Seat, Thread
from portal.vocabulary.audiences import Audience
from roundtable.lifecycle import MANAGE, STEPS, Step
from roundtable.models import Issue, IssueThread
from roundtable.vocabulary.issues import IssueState, WaitingOn
from tests.conftest import BACKEND
from tests.roundtable.issue_data import Table, closed, fresh, manned, table

pytestmark = pytest.mark.django_db

STEERERS = {"owner", "lead", "mayors_staff"}
MANAGERS = {"lead", "mayors_staff"}
WITHOUT_A_PART = {"helper", "mayor"}
BLIND = {"chiefs_staff", "chief"}
OUTSIDE = {"observer", "liaison"}
ROLES = sorted([*STEERERS, *WITHOUT_A_PART, *BLIND, *OUTSIDE, "anonymous"])


@pytest.fixture
def people() -> Table:
    return table()


@pytest.fixture
def issue(people: Table) -> Issue:
    """For mayors only, with everything that any step needs."""
    issue = manned(people)
    Issue.objects.filter(pk=issue.pk).update(background="What happened so far.")
    return closed("R-1.1", Audience.MAYORS)


def expected(role: str, step: Step, state: str) -> int:
    """302 done, 422 not now, 403 not by you, 404 there is no such issue."""
    if role in OUTSIDE | BLIND:
        return 404
    if role not in (MANAGERS if step.permission == MANAGE else STEERERS):
        return 403
    return 302 if state in step.sources else 422


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_for_those_and_from_there_where_the_table_says(
    name, role, people, issue, client: Client
):
    step = STEPS[name]
    seat: Seat | None = getattr(people, role, None)
    if seat is not None:
        client.force_login(seat.member, backend=BACKEND)
    answers, states = {}, {}

    for state in IssueState:
        Issue.objects.filter(pk=issue.pk).update(state=state)
        path = f"/roundtable/{issue.ref}/step/{name}/"
        answers[state] = client.post(path, {"note": "Both sides said so."}).status_code
        states[state] = fresh(issue).state

    if role == "anonymous":
        assert (set(answers.values()), states) == ({302}, {state: state for state in IssueState})
        return
    done = {state for state in IssueState if expected(role, step, state) == 302}
    assert answers == {state: expected(role, step, state) for state in IssueState}
    assert states == {state: step.target if state in done else state for state in IssueState}


def step(client: Client, issue: Issue, name: str, note: str = "") -> tuple[int, str]:
    """Status, and the one sentence of the refusal."""
    answer = client.post(f"/roundtable/{issue.ref}/step/{name}/", {"note": note})
    if answer.status_code == 302:
        return 302, ""
    return answer.status_code, " ".join(answer.context["form"].non_field_errors())


@pytest.fixture
def lead(people: Table, issue: Issue, client: Client) -> Client:
    client.force_login(people.lead.member, backend=BACKEND)
    return client


@pytest.mark.parametrize("name", [name for name, row in STEPS.items() if row.note])
def test_a_step_that_asks_for_a_sentence_is_not_taken_without_one(name, lead, issue):
    row = STEPS[name]
    Issue.objects.filter(pk=issue.pk).update(state=min(row.sources))

    assert step(lead, issue, name, "  ") == (422, row.note.refusal)


def test_preparing_needs_an_owner(lead, issue):
    Issue.objects.filter(pk=issue.pk).update(owner=None)

    assert step(lead, issue, "prepare") == (
        422, "Nobody owns this issue. Choose an owner first.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "status"),
    [({}, 422), ({"background": "So."}, 302), ({"talking_points": ["Say so."]}, 302)],
)
def test_what_is_ready_has_something_to_read(content, status, lead, issue):
    Issue.objects.filter(pk=issue.pk).update(state="preparing", background="")
    Issue.objects.filter(pk=issue.pk).update(**content)

    assert step(lead, issue, "ready")[0] == status


def test_putting_it_to_the_counterpart_waits_on_the_body_that_the_proposal_names(
    lead, issue, people
):
    Issue.objects.filter(pk=issue.pk).update(state="ready")

    step(lead, issue, "put")

    found = fresh(issue)
    body = people.proposal.counterpart
    assert (found.counterpart, found.waiting_on, found.waiting_body) == (
        body, WaitingOn.FEDERAL_BODY, body,
    )  # fmt: skip


def test_it_is_not_put_to_nobody(lead, issue, people):
    Issue.objects.filter(pk=issue.pk).update(state="ready")
    people.proposal.counterpart = None
    people.proposal.save(update_fields=["counterpart"])

    assert step(lead, issue, "put") == (
        422, "No federal body is named. Choose the counterpart first.",
    )  # fmt: skip


def test_the_answer_stays_with_the_issue(lead, issue):
    Issue.objects.filter(pk=issue.pk).update(state="with_counterpart")

    step(lead, issue, "answer", "Notice 48 hours ahead, by mail.")

    found = fresh(issue)
    assert (found.state_reason, found.waiting_on) == (
        "Notice 48 hours ahead, by mail.", WaitingOn.OWNER,
    )  # fmt: skip


def test_a_sentence_that_is_refused_is_still_in_the_form(lead, issue):
    path = f"/roundtable/{issue.ref}/step/answer/"

    answer = lead.post(path, {"note": "They agreed."})

    assert (answer.status_code, answer.context["form"]["note"].value()) == (422, "They agreed.")


def test_a_sentence_that_names_a_person_the_topics_are_about_is_stopped(lead, issue):
    answer = lead.post(f"/roundtable/{issue.ref}/step/defer/", {"note": "About A123456789."})

    assert (answer.status_code, fresh(issue).state) == (422, "proposed")


def test_an_issue_is_not_final_while_a_question_is_open(lead, issue, people):
    Issue.objects.filter(pk=issue.pk).update(state="answered")
    question = Thread.objects.create(
        kind="question", title="When?", audience="named", created_by=people.owner.member
    )
    IssueThread.objects.create(thread=question, issue=issue)

    assert step(lead, issue, "resolve", "All agreed.") == (
        422, "1 question is still open. Resolve it with a sentence, then try again.",
    )  # fmt: skip
    Thread.objects.filter(pk=question.pk).update(
        resolved_at=Now(), resolved_by=people.owner.member, resolution="On Monday."
    )
    assert step(lead, issue, "resolve", "All agreed.") == (302, "")


def test_an_open_question_does_not_keep_it_from_being_deferred(lead, issue, people):
    for title in ("When?", "Where?"):
        question = Thread.objects.create(
            kind="question", title=title, audience="mayors", created_by=people.owner.member
        )
        IssueThread.objects.create(thread=question, issue=issue)

    assert step(lead, issue, "withdraw", "Overtaken.") == (
        422, "2 questions are still open. Resolve them with a sentence, then try again.",
    )  # fmt: skip
    assert step(lead, issue, "defer", "Later.") == (302, "")


def test_a_topic_has_no_state_of_its_own(lead, people):
    topic = Issue.objects.get(ref="R-1")

    assert step(lead, topic, "defer", "Later.") == (
        422, "A topic only groups what is under it. Choose one of its issues.",
    )  # fmt: skip


def test_what_was_merged_goes_on_elsewhere(lead, issue):
    Issue.objects.filter(pk=issue.pk).update(merged_into=Issue.objects.get(ref="R-2"))

    assert step(lead, issue, "prepare") == (422, "R-1.1 was merged into R-2. Go on there.")


def test_a_step_that_does_not_exist_is_not_there(lead, issue):
    assert lead.post(f"/roundtable/{issue.ref}/step/vanish/").status_code == 404
