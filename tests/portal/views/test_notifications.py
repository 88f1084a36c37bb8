"""The list of what a member was told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.jobs import claim
from portal.models import Member, Notification
from portal.notify import announce
from portal.operations.notifications import send_announcement
from statements.models import Statement
from tests.statements.telling_data import frozen_statement

pytestmark = pytest.mark.django_db
PATH = "/notifications/"


def freeze_and_tell(publisher: Member, title: str) -> Statement:
    statement = frozen_statement(publisher, title=title)
    announcement = announce("handed_over", subject_id=statement.pk, key=f"sent:{statement.pk}")
    send_announcement(claim(announcement.job_id))
    return statement


def test_the_list_names_the_statement_and_leads_to_it(publisher, signed_in):
    statement = freeze_and_tell(publisher, "Notice Two Days Ahead")
    page = signed_in(publisher).get(PATH)

    assert [told.subject for told in page.context["found"]] == ["Notice Two Days Ahead"]
    assert page.content.decode().count(f'href="/statements/{statement.ref}/staff/"') == 1


def test_what_is_no_longer_open_to_a_member_is_named_no_more(publisher, signed_in):
    freeze_and_tell(publisher, "Notice Two Days Ahead")
    Statement.objects.update(handed_over_at=None)
    publisher.seats.update(capacity="observer")
    page = signed_in(publisher).get(PATH).content.decode()

    assert ("Notice Two Days Ahead" in page, "no longer open to you" in page) == (False, True)


def test_reading_marks_nothing_and_the_button_marks_all(publisher, signed_in):
    freeze_and_tell(publisher, "One")
    freeze_and_tell(publisher, "Two")
    client = signed_in(publisher)

    newest = client.get(PATH).context["newest"]
    assert Notification.objects.filter(read_at=None).count() == 2
    assert client.post(PATH, {"newest": newest}).url == PATH
    assert Notification.objects.filter(read_at=None).count() == 0
    assert client.get(PATH).context["has_unread"] is False


def test_new_ones_come_first(publisher, signed_in):
    freeze_and_tell(publisher, "Old, unread")
    freeze_and_tell(publisher, "Newer, read")
    newest = Notification.objects.latest("pk")
    Notification.objects.filter(pk=newest.pk).update(read_at=newest.created_at)
    page = signed_in(publisher).get(PATH)

    assert [told.subject for told in page.context["found"]] == ["Old, unread", "Newer, read"]


def test_others_do_not_see_or_mark_it(publisher, mayor, signed_in):
    freeze_and_tell(publisher, "One")
    client = signed_in(mayor)

    assert client.get(PATH).context["found"] == []
    client.post(PATH, {"newest": Notification.objects.latest("pk").pk})
    assert Notification.objects.filter(read_at=None).count() == 1


def test_nonsense_for_the_newest_is_ignored(publisher, signed_in):
    assert signed_in(publisher).post(PATH, {"newest": "x"}).status_code == 200


def test_the_account_menu_counts_what_is_new(publisher, signed_in):
    freeze_and_tell(publisher, "One")
    client = signed_in(publisher)

    assert "Notifications (1 new)" in client.get("/").content.decode()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/")
    counting = [query for query in queries if "portal_notification" in query["sql"]]
    assert len(counting) == 1


def test_the_list_asks_the_same_for_1_and_for_3(publisher, signed_in):
    client = signed_in(publisher)
    client.get(PATH)  # the first page after signing in starts the session
    counts = []
    for titles in (["One"], ["Two", "Three"]):
        for title in titles:
            freeze_and_tell(publisher, title)
        with CaptureQueriesContext(connection) as queries:
            client.get(PATH)
        counts.append(len(queries))

    assert counts[0] == counts[1]
