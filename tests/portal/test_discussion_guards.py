"""Attempts to break by SQL what discussions promise: past every page and operation."""

from collections.abc import Sequence

import pytest
from django.db import DatabaseError, connection, transaction

from portal.models import Comment, CommentVersion, Member, Thread
from portal.operations.comments import edit_comment
from portal.queries.comments import edition_of
from portal.vocabulary.audiences import Audience
from portal.vocabulary.threads import ThreadKind
from roundtable.models import IssueThread
from tests.discussions import a_thread, an_issue, first_comment, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(mayor: Member) -> Thread:
    return a_thread(an_issue(), mayor, audience=Audience.MAYORS)


@pytest.fixture
def comment(thread: Thread) -> Comment:
    return first_comment(thread)


def refused(statement: str, *values: object) -> str:
    """What the database says to one statement, first line."""
    with pytest.raises(DatabaseError) as refusal:
        execute(statement, values)
    return str(refusal.value).splitlines()[0]


@transaction.atomic
def execute(statement: str, values: Sequence[object]) -> None:
    """Runs one statement, with what else would be checked at the end of its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, values)


@pytest.mark.parametrize("audience", ["public", "working_group", "chiefs", "staff"])
def test_a_thread_never_becomes_wider(thread, audience):
    statement = "UPDATE portal_thread SET audience = %s WHERE id = %s"

    assert refused(statement, audience, thread.pk) == (
        "the audience of a thread only becomes narrower"
    )


@pytest.mark.trust("C7")
def test_no_thread_is_wider_than_its_issue(mayor):
    issue = an_issue(audience=Audience.MAYORS)
    wide = Thread.objects.create(
        kind=ThreadKind.FACT, title="T", audience=Audience.WORKING_GROUP, created_by=mayor
    )
    statement = "INSERT INTO roundtable_issuethread (thread_id, issue_id) VALUES (%s, %s)"

    assert refused(statement, wide.pk, issue.pk) == (
        "a thread is never open to more people than its issue"
    )
    assert IssueThread.objects.count() == 0


def test_no_issue_is_narrowed_under_a_wider_thread(thread):
    statement = "UPDATE roundtable_issue SET audience = 'named' WHERE id = %s"

    assert refused(statement, thread.issue_holding.issue_id) == (
        "a thread is never open to more people than its issue"
    )


@pytest.mark.trust("C7")
def test_a_reply_has_the_audience_of_its_thread(thread, mayor, comment):
    """C7: a comment has no audience of its own and stands in the thread of what it answers."""
    elsewhere = first_comment(a_thread(an_issue(), mayor))
    reply = say(thread, mayor, parent_id=comment.pk)
    under = "a reply stands under a comment of its thread, one level deep"
    insert = (
        "INSERT INTO portal_comment (thread_id, parent_id, author_id, seat_id, source, html)"
        " VALUES (%s, %s, %s, %s, 'x', 'x')"
    )
    own = (mayor.pk, mayor.current_seats[0].pk)

    assert "audience" not in {field.name for field in Comment._meta.get_fields()}
    assert refused(insert, thread.pk, elsewhere.pk, *own) == under
    assert refused(insert, thread.pk, reply.pk, *own) == under


@pytest.mark.parametrize("column", ["thread", "parent", "author", "created_at"])
def test_a_comment_keeps_its_place_and_author(thread, mayor, chief, comment, column):
    later = say(thread, mayor)
    value = {
        "thread": a_thread(an_issue(), mayor),
        "parent": comment,
        "author": chief,
        "created_at": comment.created_at,
    }[column]
    with pytest.raises(DatabaseError) as refusal:
        Comment.objects.filter(pk=later.pk).update(**{column: value})

    assert str(refusal.value).splitlines()[0] == (
        "a comment keeps its place, its author and its time"
    )


def test_a_comment_is_never_deleted(comment):
    refused("DELETE FROM portal_comment WHERE id = %s", comment.pk)
    refused("TRUNCATE portal_comment CASCADE")

    assert Comment.objects.filter(pk=comment.pk).exists()


def test_earlier_texts_are_neither_changed_nor_removed(comment, mayor):
    edit_comment(comment_id=comment.pk, text="New", edition=edition_of(comment), actor=mayor)
    version = CommentVersion.objects.get()
    refused("UPDATE portal_commentversion SET source = 'x' WHERE id = %s", version.pk)
    refused("DELETE FROM portal_commentversion WHERE id = %s", version.pk)
    refused("TRUNCATE portal_commentversion")

    assert CommentVersion.objects.get().source == "Who keeps the list of orders?"
