"""Opening, resolving and opening threads again."""

import pytest
from django.db.models.functions import Now

from portal.models import (
    Announcement,
    AuditEvent,
    Comment,
    Member,
    Notification,
    Seat,
    Thread,
)
from portal.operations.drafts import new_thread_place, save_draft
from portal.operations.screening import ScreeningStop
from portal.operations.threads import (
    narrow_thread,
    open_thread,
    reopen_thread,
    resolve_thread,
)
from portal.queries.threads import readers_of
from portal.vocabulary.audiences import Audience
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import SubjectKind, ThreadKind
from tests.discussions import a_thread, an_issue, drafts_of, first_comment, run

pytestmark = pytest.mark.django_db
A_NUMBER = "A-123-456-789"


def recorded(verb: Verb, thread: Thread) -> AuditEvent:
    return AuditEvent.objects.get(verb=verb, object_type="portal.thread", object_id=str(thread.pk))


def test_a_thread_begins_with_its_first_comment(mayor):
    issue = an_issue()
    thread = a_thread(issue, mayor, title="  Who   keeps it ", text="Who keeps the *list*?")
    comment = first_comment(thread)

    assert (thread.title, thread.kind, thread.created_by) == (
        "Who keeps it",
        ThreadKind.QUESTION,
        mayor,
    )
    assert (comment.author, comment.seat, comment.html) == (
        mayor,
        mayor.current_seats[0],
        "<p>Who keeps the <em>list</em>?</p>",
    )
    assert thread.issue_holding.issue == issue


def test_opening_is_recorded_without_any_text(mayor):
    issue = an_issue()
    thread = a_thread(issue, mayor)

    assert recorded(Verb.THREAD_OPENED, thread).after == {
        "kind": "question",
        "audience": "working_group",
        "about": issue.ref,
    }


def test_opening_discards_the_draft(mayor):
    issue = an_issue()
    place = new_thread_place(SubjectKind.ISSUE, issue.pk)
    save_draft(member=mayor, place=place, text="Who")
    a_thread(issue, mayor)

    assert drafts_of(mayor, [place]) == {}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": " "}, "Give the thread a title."),
        ({"title": "x" * 201}, "A title has at most 200 characters. Put the rest in the text."),
        ({"text": " \n"}, "Write something first."),
        ({"text": "> "}, "Write something first."),
        ({"text": "x" * 10_001}, "A comment has at most 10,000 characters. Make two of it."),
        (
            {"audience": Audience.CHIEFS},
            "Choose who this thread is for: people who may see this, you among them.",
        ),
        (
            {"audience": Audience.PUBLIC},
            "Choose who this thread is for: people who may see this, you among them.",
        ),
        ({"audience": Audience.NAMED}, "Name the people whom this thread is for."),
    ],
)
def test_what_is_refused_keeps_nothing(mayor, values, sentence):
    with pytest.raises(Refusal) as refusal:
        a_thread(an_issue(), mayor, **values)

    assert str(refusal.value) == sentence
    assert (Thread.objects.count(), Comment.objects.count()) == (0, 0)


def test_a_thread_is_opened_only_where_one_sees_the_issue(mayor):
    with pytest.raises(Refusal, match="no longer open to you"):
        a_thread(an_issue(audience=Audience.STAFF), mayor)


def test_no_thread_is_open_to_more_people_than_its_issue(mayor):
    with pytest.raises(Refusal, match="people who may see this"):
        a_thread(an_issue(audience=Audience.MAYORS), mayor, audience=Audience.WORKING_GROUP)


@pytest.mark.parametrize("field", ["title", "text"])
def test_what_is_never_stored_stops_in_its_field(mayor, field):
    with pytest.raises(ScreeningStop) as stop:
        a_thread(an_issue(), mayor, **{field: f"See {A_NUMBER}"})

    assert [name for name, found in stop.value.findings.items() if found] == [field]
    assert Thread.objects.count() == 0


def test_a_thread_for_named_people_is_for_its_opener_too(mayor, chief, publisher):
    thread = a_thread(an_issue(), mayor, audience=Audience.NAMED, readers=[chief.pk])

    assert set(readers_of(thread)) == {mayor, chief}


def test_only_people_who_see_the_issue_are_named(mayor, chief, observer):
    issue = an_issue(audience=Audience.MAYORS)
    for stranger in (chief, observer):
        with pytest.raises(Refusal, match="Name only people who may see this now"):
            a_thread(issue, mayor, audience=Audience.NAMED, readers=[stranger.pk])


def test_whoever_opened_it_resolves_it_with_a_sentence(mayor):
    thread = a_thread(an_issue(), mayor)
    resolved = resolve_thread(thread_id=thread.pk, sentence=" The clerk\ndoes. ", actor=mayor)

    assert (resolved.resolution, resolved.resolved_by, resolved.is_resolved) == (
        "The clerk does.",
        mayor,
        True,
    )
    assert recorded(Verb.THREAD_RESOLVED, thread).reason == "The clerk does."


def test_resolving_and_opening_again_are_silent(mayor, chief):
    thread = a_thread(an_issue(), mayor)
    for announcement in Announcement.objects.all():
        run(announcement)
    told = Announcement.objects.count(), Notification.objects.count()
    resolve_thread(thread_id=thread.pk, sentence="The clerk does.", actor=mayor)
    reopen_thread(thread_id=thread.pk, actor=mayor)

    assert (Announcement.objects.count(), Notification.objects.count()) == told


def test_opening_again_takes_it_back_and_keeps_the_sentence_in_the_record(mayor):
    thread = a_thread(an_issue(), mayor)
    resolve_thread(thread_id=thread.pk, sentence="The clerk does.", actor=mayor)
    opened = reopen_thread(thread_id=thread.pk, actor=mayor)

    assert (opened.resolution, opened.resolved_by, opened.resolved_at) == ("", None, None)
    assert recorded(Verb.THREAD_RESOLVED, thread).reason == "The clerk does."
    assert recorded(Verb.THREAD_REOPENED, thread).actor == mayor


def test_those_who_run_the_discussion_resolve_it_too(mayor, chief, publisher):
    issue = an_issue(owner=chief.current_seats[0])
    for steerer in (chief, publisher):
        thread = a_thread(issue, mayor)
        assert resolve_thread(thread_id=thread.pk, sentence="Yes.", actor=steerer).is_resolved


def test_others_do_not_resolve_it(mayor, chief):
    thread = a_thread(an_issue(), mayor)
    for operation in (
        lambda: resolve_thread(thread_id=thread.pk, sentence="Yes.", actor=chief),
        lambda: narrow_thread(thread_id=thread.pk, audience=Audience.CHIEFS, actor=chief),
        lambda: reopen_thread(thread_id=thread.pk, actor=chief),
    ):
        with pytest.raises(Refusal, match="by whoever opened it and by those who run"):
            operation()


@pytest.mark.parametrize(
    ("sentence", "refusal"),
    [
        (" ", "Say in a sentence how this was resolved."),
        ("x" * 501, "Say it in at most 500 characters."),
    ],
)
def test_resolving_takes_a_sentence(mayor, sentence, refusal):
    thread = a_thread(an_issue(), mayor)
    with pytest.raises(Refusal) as refused:
        resolve_thread(thread_id=thread.pk, sentence=sentence, actor=mayor)

    assert str(refused.value) == refusal


def test_the_sentence_is_screened(mayor):
    thread = a_thread(an_issue(), mayor)
    with pytest.raises(ScreeningStop) as stop:
        resolve_thread(thread_id=thread.pk, sentence=A_NUMBER, actor=mayor)

    assert list(stop.value.findings) == ["sentence"]


def test_resolving_twice_says_so(mayor):
    thread = a_thread(an_issue(), mayor)
    resolve_thread(thread_id=thread.pk, sentence="Yes.", actor=mayor)
    with pytest.raises(Refusal, match="resolved already"):
        resolve_thread(thread_id=thread.pk, sentence="No.", actor=mayor)


def test_a_thread_that_is_open_is_not_opened_again(mayor):
    thread = a_thread(an_issue(), mayor)
    with pytest.raises(Refusal, match="open already"):
        reopen_thread(thread_id=thread.pk, actor=mayor)


def test_who_may_not_see_a_thread_changes_nothing_of_it(mayor, chief):
    thread = a_thread(an_issue(owner=chief.current_seats[0]), mayor, audience=Audience.MAYORS)
    with pytest.raises(Refusal, match="no longer open to you"):
        resolve_thread(thread_id=thread.pk, sentence="Yes.", actor=chief)


def test_a_thread_of_an_unknown_kind_is_a_mistake(mayor):
    with pytest.raises(ValueError, match="chat"):
        open_thread(
            kind="chat",
            title="T",
            text="x",
            audience=Audience.WORKING_GROUP,
            holder_kind=SubjectKind.ISSUE,
            subject_id=an_issue().pk,
            actor=mayor,
        )


def test_a_seat_that_ended_opens_nothing(mayor):
    Seat.objects.filter(member=mayor).update(until=Now())
    with pytest.raises(Refusal, match="no longer open to you"):
        a_thread(an_issue(), Member.objects.get(pk=mayor.pk))
