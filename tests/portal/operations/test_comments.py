"""Writing comments and replies, and adding files to them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.models import Attachment, Member
from portal.operations.comments import (
    add_comment,
    attach_to_comment,
    remove_comment,
)
from portal.operations.drafts import reply_place, save_draft, thread_place
from portal.operations.screening import ScreeningStop
from portal.operations.threads import resolve_thread
from portal.queries.attachments import may_see_attachment
from portal.queries.comments import thread_window
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from tests.discussions import a_thread, an_issue, drafts_of, first_comment, say
from tests.factories import SeatFactory

pytestmark = pytest.mark.django_db
A_NUMBER = "A-123-456-789"


@pytest.fixture
def thread(mayor):
    return a_thread(an_issue(), mayor)


def a_file(name: str = "dates.txt", text: str = "Two days") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_a_comment_is_kept_as_typed_and_as_shown(thread, chief):
    comment = say(thread, chief, " *We* do. \r\n\r\nAlways. ")

    assert (comment.source, comment.html) == (
        "*We* do. \n\nAlways.",
        "<p><em>We</em> do.</p>\n<p>Always.</p>",
    )
    assert (comment.author, comment.seat.member, comment.parent) == (chief, chief, None)


def test_a_reply_stands_under_a_comment(thread, chief):
    above = first_comment(thread)

    assert say(thread, chief, parent_id=above.pk).parent == above


def test_a_reply_stands_under_no_reply_and_in_no_other_thread(thread, chief, mayor):
    reply = say(thread, chief, parent_id=first_comment(thread).pk)
    elsewhere = first_comment(a_thread(an_issue(), mayor))
    for place in (reply, elsewhere):
        with pytest.raises(Refusal, match="A reply stands under a comment of the same thread"):
            say(thread, chief, parent_id=place.pk)


def test_a_resolved_thread_takes_no_more_comments(thread, mayor, chief):
    resolve_thread(thread_id=thread.pk, sentence="Yes.", actor=mayor)
    with pytest.raises(Refusal) as refusal:
        say(thread, chief)

    assert str(refusal.value) == (
        "This thread is resolved. Open it again first, or start another one."
    )


def test_who_may_not_see_the_thread_does_not_write_in_it(mayor, chief, observer):
    closed = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    for stranger in (chief, observer):
        with pytest.raises(Refusal, match="no longer open to you"):
            say(closed, stranger)


def test_a_thread_that_is_not_there_is_answered_the_same(chief):
    with pytest.raises(Refusal, match="no longer open to you"):
        add_comment(thread_id=0, text="x", actor=chief)


@pytest.mark.parametrize("text", ["", " \n ", "> ", "\u200b"])
def test_an_empty_comment_is_none(thread, chief, text):
    with pytest.raises(Refusal):
        say(thread, chief, text)

    assert thread.comments.count() == 1


def test_hidden_characters_are_refused(thread, chief):
    with pytest.raises(Refusal, match="hidden character"):
        say(thread, chief, "a\u202eb")


def test_what_is_never_stored_stops(thread, chief):
    with pytest.raises(ScreeningStop) as stop:
        say(thread, chief, f"See {A_NUMBER}")

    assert list(stop.value.findings) == ["text"]
    assert thread.comments.count() == 1


def test_sending_discards_the_draft_of_its_place(thread, chief):
    above = first_comment(thread)
    places = [thread_place(thread.pk), reply_place(above.pk)]
    for place in places:
        save_draft(member=chief, place=place, text="We")
    say(thread, chief, parent_id=above.pk)

    assert drafts_of(chief, places) == {places[0]: "We"}


def test_a_member_with_several_seats_speaks_from_a_working_one(thread):
    seat = SeatFactory(capacity=Capacity.OBSERVER)
    working = SeatFactory(member=seat.member, capacity=Capacity.STAFF)

    assert say(thread, Member.objects.get(pk=seat.member_id)).seat == working


def test_a_comment_comes_with_its_files(thread, mayor, chief):
    comment = say(thread, chief, files=[a_file("a.txt"), a_file("b.txt")])

    assert [file.name for file in comment.attachments.order_by("name")] == ["a.txt", "b.txt"]
    assert all(may_see_attachment(mayor, file) for file in comment.attachments.all())


def test_a_refused_file_keeps_the_comment_back(thread, chief):
    with pytest.raises(ScreeningStop) as stop:
        say(thread, chief, files=[a_file(text=A_NUMBER)])

    assert [name for name, found in stop.value.findings.items() if found] == ["file"]
    assert (thread.comments.count(), Attachment.objects.count()) == (1, 0)


def test_files_are_added_later_by_the_author_only(thread, mayor, chief):
    comment = say(thread, chief)
    attach_to_comment(comment_id=comment.pk, file=a_file(), actor=chief)
    with pytest.raises(Refusal, match="added by whoever wrote the comment"):
        attach_to_comment(comment_id=comment.pk, file=a_file(), actor=mayor)

    assert comment.attachments.count() == 1


def test_a_file_is_for_those_who_see_its_comment(mayor, aide, chief, observer, liaison):
    thread = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    file = attach_to_comment(comment_id=first_comment(thread).pk, file=a_file(), actor=mayor)
    people = {"mayor": mayor, "aide": aide, "chief": chief, "observer": observer, "dhs": liaison}

    assert {name for name, one in people.items() if may_see_attachment(one, file)} == {
        "mayor",
        "aide",
    }


def test_the_files_of_a_removed_comment_are_gone(thread, chief):
    comment = say(thread, chief, files=[a_file()])
    remove_comment(comment_id=comment.pk, actor=chief)

    assert not may_see_attachment(chief, Attachment.objects.get())
    assert thread_window(chief, thread).comments[1].attachments == []


def test_too_many_files_are_refused(thread, chief):
    with pytest.raises(Refusal, match="at most 10 files"):
        say(thread, chief, files=[a_file(f"{number}.txt") for number in range(11)])
