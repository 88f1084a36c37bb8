"""Who sees a thread only becomes fewer; and how far somebody has read."""

import pytest

from portal.models import (
    Announcement,
    AuditEvent,
    Member,
    Notification,
    Thread,
    ThreadRead,
)
from portal.operations.threads import (
    mark_thread_read,
    narrow_thread,
    narrow_threads_within,
)
from portal.queries.threads import readers_of
from portal.vocabulary.audiences import Audience
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue
from tests.discussions import a_thread, an_issue, first_comment, run, say

pytestmark = pytest.mark.django_db


def recorded(verb: Verb, thread: Thread) -> AuditEvent:
    return AuditEvent.objects.get(verb=verb, object_type="portal.thread", object_id=str(thread.pk))


def narrowed_issue(issue: Issue, audience: str, *readers: Member) -> int:
    """As an operation of the issue does it: the issue first, then its threads."""
    Issue.objects.filter(pk=issue.pk).update(audience=audience)
    issue.readers.set(readers)
    return narrow_threads_within(
        holder_kind=SubjectKind.ISSUE, subject_ids=[issue.pk], audience=audience, actor=None
    )


def test_a_thread_is_narrowed_and_that_is_recorded(mayor, aide, chief):
    thread = a_thread(an_issue(), mayor)
    narrow_thread(thread_id=thread.pk, audience=Audience.MAYORS, actor=mayor)

    assert set(readers_of(Thread.objects.get(pk=thread.pk))) == {mayor, aide}
    assert recorded(Verb.THREAD_NARROWED, thread).before == {
        "audience": "working_group",
        "readers": [],
    }


def test_a_thread_is_narrowed_to_named_people_step_by_step(mayor, aide, chief, publisher):
    thread = a_thread(an_issue(), mayor)
    both = [aide.pk, chief.pk]
    narrow_thread(thread_id=thread.pk, audience=Audience.NAMED, readers=both, actor=mayor)
    narrow_thread(thread_id=thread.pk, audience=Audience.NAMED, readers=[aide.pk], actor=mayor)

    assert set(readers_of(Thread.objects.get(pk=thread.pk))) == {mayor, aide}


@pytest.mark.parametrize(
    "audience", [Audience.PUBLIC, Audience.WORKING_GROUP, Audience.CHIEFS, Audience.MAYORS]
)
def test_a_thread_never_becomes_wider(mayor, audience):
    thread = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    with pytest.raises(Refusal, match="Choose fewer people than see it now, you among them"):
        narrow_thread(thread_id=thread.pk, audience=audience, actor=mayor)


def test_naming_people_adds_nobody(mayor, aide, chief):
    thread = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    with pytest.raises(Refusal, match="Name only people who may see this now"):
        narrow_thread(thread_id=thread.pk, audience=Audience.NAMED, readers=[chief.pk], actor=mayor)


def test_narrowing_an_issue_narrows_its_wider_threads(mayor, aide, chief, publisher):
    issue = an_issue()
    wide = a_thread(issue, mayor)
    mayors, chiefs = (
        a_thread(issue, opener, audience=audience)
        for opener, audience in ((mayor, Audience.MAYORS), (chief, Audience.CHIEFS))
    )
    assert narrowed_issue(issue, Audience.MAYORS) == 2

    assert [Thread.objects.get(pk=thread.pk).audience for thread in (wide, mayors, chiefs)] == [
        "mayors",
        "mayors",
        "named",
    ]
    assert readers_of(Thread.objects.get(pk=chiefs.pk)) == []


def test_opening_an_issue_opens_no_thread(mayor, aide, chief, publisher):
    """What was said while it was closed stays with those who could read it (C6)."""
    issue = an_issue()
    thread = a_thread(issue, mayor)
    named = a_thread(issue, mayor, audience=Audience.NAMED, readers=[aide.pk, chief.pk])
    narrowed_issue(issue, Audience.NAMED, mayor, aide)
    say(thread, mayor, "Between us.")
    narrowed_issue(issue, Audience.WORKING_GROUP)

    for closed in (thread, named):
        assert set(readers_of(Thread.objects.get(pk=closed.pk))) == {mayor, aide}


def test_naming_fewer_people_for_an_issue_drops_them_from_its_threads_for_good(mayor, aide, chief):
    issue = an_issue()
    narrowed_issue(issue, Audience.NAMED, mayor, aide, chief)
    thread = a_thread(issue, mayor, audience=Audience.NAMED, readers=[aide.pk, chief.pk])
    narrowed_issue(issue, Audience.NAMED, mayor, aide)
    narrowed_issue(issue, Audience.NAMED, mayor, aide, chief)

    assert set(readers_of(Thread.objects.get(pk=thread.pk))) == {mayor, aide}


def test_reading_only_goes_forward_and_never_past_the_end(mayor, chief):
    thread = a_thread(an_issue(), mayor)
    comments = [first_comment(thread), say(thread, mayor, "One"), say(thread, mayor, "Two")]
    read = []
    for number in (comments[1].pk, comments[0].pk, comments[2].pk + 1_000):
        mark_thread_read(member=chief, thread_id=thread.pk, last_comment_id=number)
        read.append(ThreadRead.objects.get().last_comment_id)

    assert read == [comments[1].pk, comments[1].pk, comments[2].pk]


def test_reading_marks_what_one_was_told_of_it(mayor, chief):
    thread = a_thread(an_issue(owner=chief.current_seats[0]), mayor)
    later = say(thread, mayor, "Later")
    for announcement in Announcement.objects.order_by("pk"):
        run(announcement)
    mark_thread_read(member=chief, thread_id=thread.pk, last_comment_id=first_comment(thread).pk)
    unread = Notification.objects.filter(recipient=chief, read_at__isnull=True)

    assert [row.announcement.detail["comment"] for row in unread] == [later.pk]
