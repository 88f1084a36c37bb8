"""A window on a thread: fast for 500 comments, and it says where the unread ones are."""

import pytest

from portal.models import Comment, Member, Thread
from portal.operations.comments import remove_comment
from portal.operations.threads import mark_thread_read
from portal.queries.comments import WINDOW, newer_than, permalink, thread_window
from portal.queries.threads import visible_thread
from tests.discussions import a_thread, an_issue, first_comment, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(mayor):
    return a_thread(an_issue(), mayor)


def fill(thread: Thread, author: Member, count: int, *, parent: Comment | None = None) -> list[int]:
    """Comments written past the operation, which would tell people of each."""
    rows = [
        Comment(
            thread=thread,
            parent=parent,
            author=author,
            seat=author.current_seats[0],
            source=f"Comment {number}",
            html=f"<p>Comment {number}</p>",
        )
        for number in range(count)
    ]
    return [row.pk for row in Comment.objects.bulk_create(rows)]


def shown(window) -> list[int]:
    return [view.pk for view in window.comments]


def test_a_short_thread_is_shown_whole_with_replies_under_their_comment(thread, mayor, chief):
    above = first_comment(thread)
    below = say(thread, chief, "Another")
    reply = say(thread, chief, "Reply", parent_id=above.pk)
    window = thread_window(mayor, thread)

    assert [(view.pk, [one.pk for one in view.replies]) for view in window.comments] == [
        (above.pk, [reply.pk]),
        (below.pk, []),
    ]
    assert (window.earlier_count, window.later_count, window.comment_count) == (0, 0, 3)
    assert (window.newest_id, window.may_comment) == (reply.pk, True)


def test_a_long_thread_shows_its_newest_comments(thread, mayor, chief):
    written = fill(thread, chief, 100)
    window = thread_window(mayor, thread)

    assert shown(window) == written[-WINDOW:]
    assert (window.earlier_count, window.later_count) == (61, 0)


def test_the_window_moves_to_both_sides(thread, mayor, chief):
    written = [first_comment(thread).pk, *fill(thread, chief, 100)]
    earlier = thread_window(mayor, thread, before=written[61])
    later = thread_window(mayor, thread, after=written[20])

    assert (shown(earlier), earlier.earlier_count, earlier.later_count) == (written[21:61], 21, 40)
    assert (shown(later), later.earlier_count, later.later_count) == (written[21:61], 21, 40)


def test_the_window_opens_around_a_comment_or_a_reply(thread, mayor, chief):
    written = [first_comment(thread).pk, *fill(thread, chief, 100)]
    reply = say(thread, chief, "Reply", parent_id=written[50])
    windows = [thread_window(mayor, thread, around=pk) for pk in (written[50], reply.pk)]

    assert [shown(window) for window in windows] == [written[30:70]] * 2


@pytest.mark.parametrize("place", ["around", "before", "after"])
def test_a_comment_that_is_none_of_the_thread_gives_the_newest(thread, mayor, chief, place):
    written = fill(thread, chief, 50)
    elsewhere = first_comment(a_thread(an_issue(), mayor)).pk
    number = {"around": elsewhere, "before": 0, "after": elsewhere}[place]

    assert shown(thread_window(mayor, thread, **{place: number})) == written[-WINDOW:]


def test_the_first_unread_comment_is_named(thread, mayor, chief):
    written = fill(thread, chief, 60)
    fill(thread, mayor, 3)
    mark_thread_read(member=mayor, thread_id=thread.pk, last_comment_id=written[9])
    window = thread_window(mayor, thread)

    assert (window.first_unread_id, window.unread_count) == (written[10], 50)
    assert [view.is_unread for view in window.comments].count(True) == 37


def test_removed_comments_are_not_news(thread, mayor, chief):
    comment = say(thread, chief)
    remove_comment(comment_id=comment.pk, actor=chief)
    window = thread_window(mayor, thread)

    assert (window.first_unread_id, window.unread_count, window.comment_count) == (None, 0, 1)


def test_what_one_may_do_with_a_comment(mayor, chief, publisher, aide):
    thread = a_thread(an_issue(), mayor)
    may = {
        name: (view.may_edit, view.may_remove, window.may_resolve, window.may_steer)
        for name, member in {"mayor": mayor, "chief": chief, "publisher": publisher}.items()
        for window in [thread_window(member, thread)]
        for view in window.comments
    }

    assert may == {
        "mayor": (True, True, True, False),
        "chief": (False, False, False, False),
        "publisher": (False, True, True, True),
    }


def test_what_is_new_comes_flat_and_in_order(thread, mayor, chief):
    seen = first_comment(thread)
    comment = say(thread, chief, "One")
    reply = say(thread, mayor, "Two", parent_id=seen.pk)

    news = newer_than(mayor, thread, seen.pk)

    assert [(view.pk, view.parent_id, view.is_unread) for view in news] == [
        (comment.pk, None, True),
        (reply.pk, seen.pk, False),
    ]
    assert newer_than(mayor, thread, reply.pk) == []


@pytest.mark.trust("E1")
def test_stored_text_is_cleaned_once_more_when_it_is_shown(thread, mayor):
    Comment.objects.update(html='<p onclick="x()">A<script>x()</script></p>')

    assert thread_window(mayor, thread).comments[0].html == "<p>A</p>"


def test_a_permalink_names_thread_and_comment(thread):
    comment = first_comment(thread)

    assert permalink(comment) == f"/threads/{thread.pk}/?comment={comment.pk}#comment-{comment.pk}"


@pytest.mark.parametrize("comments", [3, 500])
def test_500_comments_take_as_many_queries_as_3(
    thread, mayor, chief, comments, django_assert_num_queries
):
    fill(thread, chief, comments // 2, parent=first_comment(thread))
    fill(thread, chief, comments - comments // 2)
    member = Member.objects.get(pk=mayor.pk)
    with django_assert_num_queries(10):
        window = thread_window(member, visible_thread(member, thread.pk))
        files = [view.attachments for view in window.comments]

    assert files == [[]] * len(window.comments)
