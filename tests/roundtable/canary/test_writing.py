"""Nobody is let in by being named, put on or replied to; what is closed and what is not there
answer alike: C3, C4, C7, C10, C12."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Comment, Notification, OutgoingMail, Thread
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue, IssueThread
from roundtable.operations.audiences import change_audience
from roundtable.operations.issues import create_issue
from tests.crawl import Answer, within
from tests.roundtable.canary.closed_item import Scene, scene
from tests.roundtable.canary.people import another_chief, end_seats, uncleared
from tests.roundtable.canary.surfaces import blanked, every_address, keywords, signed_in
from tests.roundtable.canary.telling import tell_everybody
from tests.roundtable.issue_data import closed as close_past_the_operation
from tests.roundtable.issue_data import fresh

pytestmark = pytest.mark.django_db
FAR = 987_654_321
REF = "R-3"


@pytest.fixture
def closed() -> Scene:
    return scene("chiefs")


# --- C3: as if it were not there ------------------------------------------------------------------


THREAD = ("", "newer/", "people/?q=a", "narrow/")
COMMENT = ("reply/", "edit/", "remove/", "history/")
POSTED = ("/threads/{}/", "/threads/{}/read/", "/threads/{}/resolve/", "/threads/{}/reopen/",
          "/threads/{}/narrow/", "/following/issue/{}/", "/threads/about/issue/{}/")  # fmt: skip


def test_c3_a_closed_thread_answers_like_one_that_is_not_there(closed):
    people = uncleared(closed, "chiefs")
    for role in ("mayor", "staff of the other association", "observer", "liaison"):
        client = signed_in(people[role])
        for part in THREAD:
            there, far = (told(client, f"/threads/{pk}/{part}", pk) for pk in both(closed.thread))
            assert (role, part, there) == (role, part, far)
        for part in COMMENT:
            path = "/threads/comments/{}/" + part
            there, far = (told(client, path.format(pk), pk) for pk in both(closed.comments[1]))
            assert (role, part, there) == (role, part, far)


def test_c3_writing_into_it_answers_alike_too(closed):
    client = signed_in(closed.found.mayor.member)
    for path in POSTED:
        pks = both(closed.issue if "issue" in path else closed.thread)
        there, far = (posted(client, path.format(pk), pk) for pk in pks)
        assert (path, there) == (path, far)
        assert there.startswith("404 ")


def test_c3_for_the_public_its_reference_is_like_any_other(closed):
    people = uncleared(closed, "chiefs")
    gone = another_chief(closed)
    end_seats(gone)
    for member in (None, people["observer"], people["liaison"], gone):
        client = signed_in(member)
        for part in ("", "edit/", "files/", "step/defer/", "audience/"):
            there, far = (
                told(client, f"/roundtable/{ref}/{part}", ref) for ref in (closed.issue.ref, "R-77")
            )
            assert (part, there) == (part, far)


def both(row: object) -> tuple[int, int]:
    return row.pk, FAR


def told(client: Client, path: str, number: object) -> tuple[str, int]:
    """The answer without the number that was asked for, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = within(client)(path)
    return blanked(answer, f"/{number}/"), len(queries)


def posted(client: Client, path: str, number: object) -> str:
    answer = client.post(path, {"text": "A word", "level": "everything", "sentence": "Done"})
    found = Answer(answer.status_code, {"location": answer.get("location", "")}, answer.content)
    return blanked(found, f"/{number}/")


def test_c3_what_is_asked_of_the_issue_itself_is_refused_as_not_there(closed):
    client = signed_in(closed.found.mayors_staff.member)
    values = {**keywords(closed), "ref": [closed.issue.ref], "step": ["defer"]}
    paths = [path for path in every_address(values) if path.startswith(f"/roundtable/{REF}/")]
    statuses = {path: client.post(path, {"text": "A word"}).status_code for path in paths}

    page = f"/roundtable/{REF}/"
    assert statuses == {path: 405 if path == page else 404 for path in paths}
    assert len(statuses) > 10


def test_c4_its_title_can_be_given_to_another_issue(closed):
    staff = closed.found.mayors_staff.member
    proposal = closed.found.proposal
    made = create_issue(
        proposal_id=proposal.pk, parent_id=None, title=closed.words["title"], actor=staff
    )

    assert (made.title, made.ref) == (closed.words["title"], "R-4")


# --- C7: what hangs on it is never wider ----------------------------------------------------------


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        return True
    return False


def test_c7_no_thread_on_it_becomes_wider_by_any_way(closed):
    wide = {"kind": "fact", "title": "Wide", "audience": "working_group"}

    def hang() -> None:
        thread = Thread.objects.create(created_by=closed.chief, **wide)
        IssueThread.objects.create(thread=thread, issue=closed.issue)

    assert refused(lambda: Thread.objects.filter(pk=closed.thread.pk).update(audience="mayors"))
    assert refused(
        lambda: Thread.objects.filter(pk=closed.thread.pk).update(audience="working_group")
    )
    assert refused(hang)


def test_c7_no_issue_under_it_becomes_wider(closed):
    below = Issue.objects.filter(pk=closed.below.pk)

    assert refused(lambda: below.update(audience="working_group"))
    with pytest.raises(Refusal):
        change_audience(issue_id=closed.below.pk, audience="working_group", actor=closed.staff)


def test_c7_a_reply_stays_in_the_thread_of_what_it_answers(closed):
    """A comment has no audience of its own: it is seen by whoever sees its thread."""
    other = Comment.objects.filter(thread=closed.resolved).get()
    parent = closed.comments[0]
    facts = {"author": closed.chief, "seat": closed.found.chief, "source": "A", "html": "A"}

    assert refused(lambda: Comment.objects.create(thread=closed.resolved, parent=parent, **facts))
    assert refused(lambda: Comment.objects.filter(pk=parent.pk).update(thread=other.thread))


# --- C10: naming somebody lets nobody in ----------------------------------------------------------


def counts() -> tuple[int, int, int]:
    return Comment.objects.count(), Notification.objects.count(), OutgoingMail.objects.count()


def test_c10_mentioning_who_is_not_cleared_is_refused_and_nobody_hears_of_it(closed):
    mayor, client = closed.found.mayor.member, signed_in(closed.chief)
    tell_everybody()
    before = counts()
    typed = f"@{mayor.name} what do you say?"
    answer = client.post(f"/threads/{closed.thread.pk}/", {"text": typed})
    tell_everybody()

    assert (answer.status_code, counts()) == (422, before)
    assert typed in answer.content.decode()


def test_c10_only_who_is_cleared_is_offered_after_an_at_sign(closed):
    client = signed_in(closed.chief)
    offered = client.get(f"/threads/{closed.thread.pk}/people/?q=").json()["people"]

    assert sorted(each["name"] for each in offered) == sorted(
        [closed.chief.name, closed.staff.name]
    )
    assert client.get(
        f"/threads/{closed.thread.pk}/people/?q={closed.found.mayor.member.name}"
    ).json() == {"people": []}


@pytest.mark.parametrize(
    ("part", "field"), [("assign", "owner"), ("assign", "helpers"), ("waiting", "seat")]
)
def test_c10_nobody_is_put_on_it_who_is_not_cleared(closed, part, field):
    tell_everybody()
    before = counts()
    values = {"owner": closed.found.chief.pk, "staff_lead": "", "kind": "member"}
    answer = signed_in(closed.staff).post(
        f"/roundtable/{closed.issue.ref}/{part}/", {**values, field: closed.found.mayor.pk}
    )
    tell_everybody()

    assert (answer.status_code, counts()) == (422, before)
    assert fresh(closed.issue).owner == closed.found.chief


def test_c10_a_refusal_names_nobody_who_answers_for_something_closed(closed):
    """The chiefs' staff narrow a topic; what is below is for people whom they do not know."""
    found = closed.found
    notice = close_past_the_operation("R-1.1", "named")
    notice.readers.set([found.owner.member, found.chief.member])
    Issue.objects.filter(pk=notice.pk).update(owner=found.owner)
    with pytest.raises(Refusal) as refusal:
        change_audience(issue_id=notice.parent_id, audience="chiefs", actor=closed.staff)

    assert found.owner.member.name not in str(refusal.value)
    assert "R-1.1" in str(refusal.value)


# --- C12: files by their numbers ------------------------------------------------------------------


def test_c12_a_file_of_it_is_like_one_that_is_not_there(closed):
    people = uncleared(closed, "chiefs")
    people["former member"] = another_chief(closed)
    end_seats(people["former member"])
    for role, member in people.items():
        client = signed_in(member)
        for file in closed.attachments:
            there, far = (told(client, f"/attachments/{pk}/", pk) for pk in (file.pk, uuid4()))
            assert (role, there[0]) == (role, far[0])
            assert there[0].startswith("404 " if member else "302 ")


def test_c12_no_address_reaches_past_the_page_that_asks(closed):
    client = signed_in(closed.found.mayor.member)
    names = [file.path for file in closed.attachments]
    ways = ("/protected/{}", "/media/{}", "/files/{}", "//{}", "/static/..%2f{}", "/attachments/{}")
    statuses = {within(client)(way.format(name)).status for name in names for way in ways}

    assert statuses == {404}
