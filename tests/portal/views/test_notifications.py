"""The inbox: what a member was told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.jobs import claim, enqueue
from portal.models import Announcement, Member, Notification
from portal.notify import ANNOUNCE_JOB, announce
from portal.operations.notifications import mark_read_about, send_announcement
from portal.operations.threads import open_thread
from portal.queries.notifications import SHOWN
from portal.vocabulary.audiences import Audience
from portal.vocabulary.following import MENTION_KIND
from portal.vocabulary.threads import SubjectKind, ThreadKind
from statements.models import Statement
from tests.seats import moved
from tests.statements.telling_data import frozen_statement

pytestmark = pytest.mark.django_db
PATH = "/notifications/"
QUERIES = 9


def freeze_and_tell(publisher: Member, title: str, **detail: int) -> Statement:
    statement = frozen_statement(publisher, title=title)
    announcement = announce(
        "handed_over", subject_id=statement.pk, key=f"sent:{statement.pk}", detail=detail
    )
    send_announcement(claim(announcement.job_id))
    return statement


def tell_many(member: Member, statement: Statement, count: int) -> None:
    """Rows of announcements about the same statement, as the inbox finds them."""
    for number in range(count):
        announcement = Announcement.objects.create(
            job=enqueue(ANNOUNCE_JOB),
            kind="handed_over",
            subject_id=statement.pk,
            key=f"many:{number}",
        )
        Notification.objects.create(
            announcement=announcement, recipient=member, title="Sent", url="/statements/"
        )


def mention_in_a_thread(statement: Statement, author: Member, named: Member) -> None:
    thread = open_thread(
        kind=ThreadKind.QUESTION,
        title="Beds",
        text=f"What do you say, @{named.name}?",
        audience=Audience.WORKING_GROUP,
        holder_kind=SubjectKind.STATEMENT,
        subject_id=statement.pk,
        actor=author,
    )
    told = Announcement.objects.get(kind=MENTION_KIND, subject_id=thread.pk)
    send_announcement(claim(told.job_id))


def subjects(page: object) -> list[str]:
    return [told.subject for told in page.context["inbox"].found]


def test_the_list_names_the_statement_and_leads_to_it(publisher, signed_in):
    statement = freeze_and_tell(publisher, "Notice Two Days Ahead")
    page = signed_in(publisher).get(PATH)

    assert subjects(page) == ["Notice Two Days Ahead"]
    assert page.content.decode().count(f'href="/statements/{statement.ref}/staff/"') == 1


def test_it_says_who_did_it(publisher, mayor, signed_in):
    freeze_and_tell(publisher, "Notice Two Days Ahead", by=mayor.pk)
    page = signed_in(publisher).get(PATH)

    assert [told.actor for told in page.context["inbox"].found] == [mayor.name]


def test_of_what_is_no_longer_open_to_a_member_nothing_is_said(publisher, mayor, signed_in):
    freeze_and_tell(publisher, "Notice Two Days Ahead", by=mayor.pk)
    Statement.objects.update(handed_over_at=None)
    moved(publisher.seats.all(), capacity="observer")
    Notification.objects.update(title="A title", url="/a-link/")
    page = signed_in(publisher).get(PATH).content.decode()

    said = ["Notice Two Days Ahead", mayor.name, "A title", "/a-link/"]
    assert [words in page for words in said] == [False] * 4
    assert page.count("An item you can no longer see") == 1


def test_reading_marks_nothing_and_the_button_marks_all(publisher, signed_in):
    freeze_and_tell(publisher, "One")
    freeze_and_tell(publisher, "Two")
    client = signed_in(publisher)

    newest = client.get(PATH).context["inbox"].newest
    assert Notification.objects.filter(read_at=None).count() == 2
    assert client.post(PATH, {"newest": newest}).url == PATH
    assert Notification.objects.filter(read_at=None).count() == 0
    assert client.get(PATH).context["inbox"].unread == 0


def test_one_is_marked_on_its_own(publisher, signed_in):
    freeze_and_tell(publisher, "One")
    freeze_and_tell(publisher, "Two")
    one, two = Notification.objects.order_by("pk")

    signed_in(publisher).post(f"{PATH}?show=unread", {"one": one.pk})
    assert list(Notification.objects.filter(read_at=None)) == [two]


def test_new_ones_come_first(publisher, signed_in):
    freeze_and_tell(publisher, "Old, unread")
    freeze_and_tell(publisher, "Newer, read")
    newest = Notification.objects.latest("pk")
    Notification.objects.filter(pk=newest.pk).update(read_at=newest.created_at)

    assert subjects(signed_in(publisher).get(PATH)) == ["Old, unread", "Newer, read"]


@pytest.mark.parametrize(
    ("shelf", "shown"),
    [
        ("all", [("Unread", False), ("Beds", True)]),
        ("unread", [("Unread", False)]),
        ("mentions", [("Beds", True)]),
        ("nonsense", [("Unread", False), ("Beds", True)]),
    ],
)
def test_each_shelf_shows_its_part_and_mentions_are_marked(
    publisher, editor, signed_in, shelf, shown
):
    mention_in_a_thread(freeze_and_tell(publisher, "Unread"), editor, publisher)
    mention = Notification.objects.filter(recipient=publisher).latest("pk")
    Notification.objects.filter(pk=mention.pk).update(read_at=mention.created_at)
    found = signed_in(publisher).get(PATH, {"show": shelf}).context["inbox"].found

    assert [(told.subject, told.is_mention) for told in found] == shown


def test_others_do_not_see_or_mark_it(publisher, mayor, signed_in):
    freeze_and_tell(publisher, "One")
    newest = Notification.objects.latest("pk").pk
    client = signed_in(mayor)

    assert subjects(client.get(PATH)) == []
    client.post(PATH, {"newest": newest})
    client.post(PATH, {"one": newest})
    assert Notification.objects.filter(read_at=None).count() == 1


@pytest.mark.parametrize("nonsense", [{"newest": "x"}, {"one": "-1"}, {}])
def test_nonsense_is_ignored(publisher, signed_in, nonsense):
    assert signed_in(publisher).post(PATH, nonsense).status_code == 200


def test_who_has_read_something_need_not_mark_it(publisher):
    one, other = (freeze_and_tell(publisher, title, comment=5) for title in ("One", "Other"))

    def marked(statement: Statement, kinds: tuple[str, ...], up_to: int | None) -> int:
        return mark_read_about(member=publisher, kinds=kinds, subject_id=statement.pk, up_to=up_to)

    assert marked(one, ("frozen",), None) == 0
    assert marked(one, ("frozen", "handed_over"), 4) == 0
    assert marked(one, ("frozen", "handed_over"), 5) == 1
    assert marked(other, ("handed_over",), None) == 1


def test_the_account_menu_counts_what_is_new(publisher, signed_in):
    freeze_and_tell(publisher, "One")
    client = signed_in(publisher)

    assert "Inbox (1 new)" in client.get("/").content.decode()
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    counting = [query for query in queries if "portal_notification" in query["sql"]]
    assert len(counting) == 1


def test_long_inboxes_have_pages(publisher, signed_in):
    tell_many(publisher, frozen_statement(publisher), SHOWN + 1)
    client = signed_in(publisher)

    assert [len(client.get(PATH, {"page": page}).context["inbox"].found) for page in (1, 2)] == [
        SHOWN,
        1,
    ]
    assert client.get(PATH, {"page": "nonsense"}).context["inbox"].page.number == 1


@pytest.mark.parametrize("count", [3, 300])
def test_the_list_asks_the_same_for_3_and_for_300(publisher, signed_in, count):
    tell_many(publisher, frozen_statement(publisher), count)
    client = signed_in(publisher)
    client.get(PATH)  # the first page after signing in starts the session
    with CaptureQueriesContext(connection) as queries:
        client.get(PATH)

    assert len(queries) == QUERIES
