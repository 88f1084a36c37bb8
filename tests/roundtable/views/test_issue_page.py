"""The page of an issue: whole for those who may read it, its place for the others."""

import pytest
from django.test import Client

from portal.models import Attachment
from portal.vocabulary.audiences import Audience
from roundtable.models import Issue
from roundtable.operations.issues import IssueText, save_issue
from roundtable.operations.updates import post_update
from tests.conftest import BACKEND
from tests.roundtable.issue_data import Table, closed, fresh, manned, table

pytestmark = pytest.mark.django_db
SECRET = "Quetzal"


@pytest.fixture
def people() -> Table:
    return table()


@pytest.fixture
def issue(people: Table) -> Issue:
    """For mayors only; everything that it says holds the word."""
    issue = manned(people)
    text = IssueText(title=SECRET, background=SECRET, talking_points=[SECRET], minutes=10)
    save_issue(issue_id=issue.pk, edition=1, text=text, actor=people.lead.member)
    post_update(issue_id=issue.pk, text=SECRET, actor=people.lead.member)
    return closed("R-1.1", Audience.MAYORS)


def signed_in(client: Client, seat) -> Client:
    client.force_login(seat.member, backend=BACKEND)
    return client


def buttons(answer) -> list[str]:
    return [step.label for step in answer.context["next_steps"]]


def test_who_may_read_it_reads_all_of_it(people, issue, client):
    answer = signed_in(client, people.mayor).get("/roundtable/R-1.1/")

    assert (answer.status_code, answer.templates[0].name) == (200, "roundtable/issue.html")


@pytest.mark.parametrize("path", ["/roundtable/R-1.1/", "/roundtable/R-1/", "/roundtable/R-1.2/"])
def test_a_member_who_may_not_read_it_finds_only_its_place(path, people, issue, client):
    answer = signed_in(client, people.chief).get(path)

    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    assert people.owner.member.name not in answer.content.decode()


def test_the_place_of_a_closed_item_names_whom_it_is_for(people, issue, client):
    answer = signed_in(client, people.chief).get("/roundtable/R-1.1/")

    around = answer.context["around"]
    assert answer.templates[0].name == "roundtable/issue_closed.html"
    assert (around.place.ref, around.place.label, around.place.audience_label) == (
        "R-1.1", "Closed item", "Mayors only",
    )  # fmt: skip
    assert [place.ref for place in around.ancestors] == ["R-1"]


def test_what_others_read_in_place_of_the_title_stands_there(people, issue, client):
    Issue.objects.filter(pk=issue.pk).update(closed_title="A matter of budgets")

    answer = signed_in(client, people.chief).get("/roundtable/R-1/")

    children = answer.context["page"].children
    assert [(child.place.label, child.issue is None) for child in children] == [
        ("A matter of budgets", True), ("Beds", False),
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["observer", "liaison"])
def test_for_those_outside_a_closed_item_is_like_one_that_is_not_there(role, people, issue, client):
    browser = signed_in(client, getattr(people, role))

    answers = [browser.get(f"/roundtable/{ref}/") for ref in ("R-1.1", "R-1", "R-99")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    bodies = {
        answer.content.decode().replace("R-1.1", "").replace("R-99", "") for answer in answers
    }
    assert not any(SECRET in body for body in bodies)


@pytest.mark.parametrize(
    "part", ["edit", "assign", "waiting", "update", "audience", "files", "add", "step/defer"]
)
def test_forms_of_what_one_may_not_read_do_not_exist(part, people, issue, client):
    browser = signed_in(client, people.chiefs_staff)

    assert browser.get(f"/roundtable/R-1.1/{part}/").status_code == 404


def test_a_file_of_a_closed_item_is_for_those_who_see_it(people, issue, client):
    file = Attachment.objects.create(
        name="notes.txt", path="none", content_type="text/plain", size=1, sha256="0" * 64,
        uploaded_by=people.lead.member,
    )  # fmt: skip
    issue.attachments.add(file)

    assert signed_in(client, people.chief).get(f"/attachments/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("state", "labels", "more"),
    [
        ("proposed", ["Start preparing"], 4),
        ("preparing", ["Mark as ready"], 4),
        ("ready", ["Put to the counterpart", "Back to preparing"], 4),
        ("with_counterpart", ["Record the answer"], 4),
        ("answered", ["Put to the counterpart", "Now in force", "Mark as resolved"], 4),
        ("deferred", ["Take up again"], 3),
        ("resolved", ["Open again"], 0),
    ],
)
def test_at_most_three_steps_stand_on_the_page(state, labels, more, people, issue, client):
    Issue.objects.filter(pk=issue.pk).update(state=state)

    answer = signed_in(client, people.lead).get("/roundtable/R-1.1/")

    assert (buttons(answer), len(answer.context["more_steps"])) == (labels, more)


def test_who_only_reads_it_gets_no_steps(people, issue, client):
    answer = signed_in(client, people.mayor).get("/roundtable/R-1.1/")

    assert (buttons(answer), answer.context["more_steps"], answer.context["file_form"]) == (
        [], [], None,
    )  # fmt: skip


def test_what_was_merged_says_where_it_goes_on(people, issue, client):
    Issue.objects.filter(pk=issue.pk).update(merged_into=Issue.objects.get(ref="R-2"))
    browser = signed_in(client, people.lead)

    left, target = browser.get("/roundtable/R-1.1/"), browser.get("/roundtable/R-2/")

    assert (left.context["page"].forwards.merged_into.ref, buttons(left)) == ("R-2", [])
    assert [place.ref for place in target.context["page"].forwards.merged_from] == ["R-1.1"]


def test_the_history_says_who_did_what(people, issue, client):
    answer = signed_in(client, people.owner).get("/roundtable/R-1.1/")

    assert [(entry.who, entry.what, entry.sentence) for entry in answer.context["history"]] == [
        (people.lead.member.name, "posted an update", SECRET),
        (
            people.lead.member.name,
            "changed the title, background, talking points",
            "",
        ),
    ]


EDIT = {"title": "Mine", "priority": "2", "edition": "1", "background": "My words."}


@pytest.mark.trust("G13")
def test_a_stale_save_shows_both_and_saves_on_top_when_sent_again(people, client):
    issue = manned(people)
    text = IssueText(title="Theirs", background="Their words.")
    save_issue(issue_id=issue.pk, edition=1, text=text, actor=people.lead.member)
    browser = signed_in(client, people.owner)

    stale = browser.post("/roundtable/R-1.1/edit/", EDIT)

    assert (stale.status_code, stale.context["differences"]) == (
        409, [("Title", "Theirs", "Mine"), ("Background", "Their words.", "My words.")],
    )  # fmt: skip
    form = stale.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert browser.post("/roundtable/R-1.1/edit/", again).status_code == 302
    assert (fresh(issue).title, fresh(issue).background) == ("Mine", "My words.")


def test_what_was_not_touched_stands_as_the_other_one_saved_it(people, client):
    issue = manned(people)
    browser = signed_in(client, people.owner)
    form = browser.get("/roundtable/R-1.1/edit/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    began = {f"initial-{name}": value for name, value in sent.items()}
    text = IssueText(title=issue.title, minutes=10, background="Their words.")
    save_issue(issue_id=issue.pk, edition=1, text=text, actor=people.lead.member)

    stale = browser.post("/roundtable/R-1.1/edit/", {**sent, **began, "presenter": "The mayor"})

    form = stale.context["form"]
    assert stale.context["differences"] == [("Presenter", "", "The mayor")]
    assert (form["background"].value(), form["presenter"].value()) == (
        "Their words.", "The mayor",
    )  # fmt: skip


def test_a_refused_form_keeps_what_was_typed(people, client):
    manned(people)
    points = "\n".join("abcdefg")

    answer = signed_in(client, people.owner).post(
        "/roundtable/R-1.1/edit/", {**EDIT, "talking_points": points}
    )

    form = answer.context["form"]
    assert (answer.status_code, form.errors["talking_points"]) == (
        422, ["These are 7; an issue has at most 6. Join some."],
    )  # fmt: skip
    assert form["talking_points"].value() == points


def test_opening_is_confirmed_on_a_page_that_shows_what_becomes_visible(people, issue, client):
    browser = signed_in(client, people.lead)
    choice = {"audience": "working_group"}

    asked = browser.post("/roundtable/R-1.1/audience/", choice)

    assert asked.templates[0].name == "roundtable/issue_opening.html"
    shown = asked.context["disclosure"]
    assert (shown.title, shown.background, shown.last_update) == (SECRET, SECRET, SECRET)
    done = browser.post("/roundtable/R-1.1/audience/", {**choice, "shown": shown.code})
    assert (done.status_code, fresh(issue).audience) == (302, "working_group")


def test_narrowing_takes_effect_at_once(people, client):
    browser = signed_in(client, people.lead)

    answer = browser.post("/roundtable/R-1/audience/", {"audience": "mayors"})

    assert (answer.status_code, Issue.objects.get(ref="R-1.2").audience) == (302, "mayors")


def test_an_owner_who_may_not_see_it_is_not_offered(people, issue, client):
    answer = signed_in(client, people.lead).post(
        "/roundtable/R-1.1/assign/", {"owner": people.chief.pk}
    )

    assert (answer.status_code, fresh(issue).owner) == (422, people.owner)


@pytest.mark.parametrize(("path", "ref"), [
    ("/roundtable/R-1/add/", "R-1.3"), ("/roundtable/proposals/P-1/add/", "R-3"),
])  # fmt: skip
def test_staff_add_an_issue(path, ref, people, client):
    answer = signed_in(client, people.lead).post(path, {"title": "Beds for families"})

    assert answer.url == f"/roundtable/{ref}/"


def test_asking_twice_is_answered_with_a_sentence(people, client):
    manned(people)
    browser = signed_in(client, people.mayor)
    browser.post("/roundtable/R-1.1/ask/")

    answer = browser.post("/roundtable/R-1.1/ask/", follow=True)

    said = [str(message) for message in answer.context["messages"]]
    assert said[-1] == (
        f"{people.mayor.member.name} has asked {people.owner.member.name} already. "
        "Wait for the answer."
    )


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_database_equally_often(count, people, client, django_assert_num_queries):
    issue = manned(people)
    for number in range(count):
        place = {"position": 90 + number, "depth": 2, "parent": issue, "title": "More"}
        Issue.objects.create(ref=f"R-1.1.{number + 1}", proposal=people.proposal, **place)
        text = IssueText(title=f"Notice {number}")
        save_issue(issue_id=issue.pk, edition=number + 1, text=text, actor=people.lead.member)
    browser = signed_in(client, people.lead)
    browser.get("/roundtable/R-1.1/")

    with django_assert_num_queries(QUERIES):
        browser.get("/roundtable/R-1.1/")


QUERIES = 18
