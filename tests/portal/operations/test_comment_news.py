"""Whom a comment is told to, by what they want to hear and may see when it is sent."""

import pytest
from django.db.models.functions import Now

from portal.jobs import claim
from portal.models import Announcement, MailSettings, Member, Notification, Seat, Subscription
from portal.operations.comments import edit_comment, remove_comment
from portal.operations.notifications import send_announcement
from portal.operations.threads import narrow_thread
from portal.queries.comments import edition_of, permalink
from portal.queries.notifications import unread_count
from portal.registry import registry
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.threads import Level, SubjectKind
from tests.discussions import a_thread, an_issue, first_comment, run, say, told_of
from tests.factories import SeatFactory

pytestmark = pytest.mark.django_db


def follow(member: Member, issue, level: Level) -> None:
    Subscription.objects.create(
        member=member, subject_kind=SubjectKind.ISSUE, subject_id=issue.pk, level=level
    )


@pytest.fixture
def issue(db):
    return an_issue(title="Unmistakable title")


@pytest.fixture
def thread(issue, mayor):
    return a_thread(issue, mayor)


@pytest.fixture
def other(db) -> Member:
    """Another member of the working group."""
    return SeatFactory(capacity=Capacity.DESIGNEE).member


def test_nobody_is_told_who_asked_for_nothing(thread, chief, other, publisher):
    assert told_of(first_comment(thread)) == []


def test_whoever_is_mentioned_gets_a_mail(thread, issue, mayor, chief):
    comment = say(thread, mayor, f"@{chief.name}, who keeps it?")

    assert told_of(comment) == [(chief.name, f"You were mentioned in {issue.ref}", True)]


def test_a_reply_is_told_to_whom_it_answers_and_to_the_opener(thread, issue, mayor, chief, other):
    above = say(thread, chief, "We do.")
    reply = say(thread, other, "Since when?", parent_id=above.pk)
    title = f"You got an answer in {issue.ref}"

    assert told_of(reply) == sorted([(chief.name, title, True), (mayor.name, title, True)])


def test_the_opener_hears_of_each_comment(thread, issue, mayor, chief):
    assert told_of(say(thread, chief)) == [(mayor.name, f"You got an answer in {issue.ref}", True)]


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (Level.MUTED, []),
        (Level.DECISIONS, []),
        (Level.MINE, []),
        (Level.EVERYTHING, ["New comment"]),
    ],
)
def test_followers_hear_by_their_level_without_a_mail(thread, issue, mayor, other, level, told):
    follow(other, issue, level)
    comment = say(thread, mayor)

    assert told_of(comment) == [(other.name, f"{words} in {issue.ref}", False) for words in told]


@pytest.mark.parametrize(
    ("level", "is_told"),
    [
        (Level.MUTED, False),
        (Level.DECISIONS, False),
        (Level.MINE, True),
        (Level.EVERYTHING, True),
        (None, True),
    ],
)
def test_those_whom_the_issue_concerns_hear_of_it_unless_they_said_otherwise(
    mayor, chief, level, is_told
):
    issue = an_issue(owner=chief.current_seats[0])
    if level is not None:
        follow(chief, issue, level)
    comment = first_comment(a_thread(issue, mayor))

    assert told_of(comment) == [(chief.name, f"New comment in {issue.ref}", False)] * is_told


@pytest.mark.parametrize("level", [Level.MUTED, Level.DECISIONS])
def test_muted_means_no_mention_either(thread, issue, mayor, chief, level):
    follow(chief, issue, level)
    follow(mayor, issue, level)

    assert told_of(say(thread, mayor, f"@{chief.name}?")) == []
    assert told_of(say(thread, chief, "We do.")) == []


def test_who_wants_no_mail_for_mentions_finds_them_in_the_inbox(thread, issue, mayor, chief):
    MailSettings.objects.create(member=chief, mails_mentions=False)
    comment = say(thread, mayor, f"@{chief.name}?")

    assert told_of(comment) == [(chief.name, f"You were mentioned in {issue.ref}", False)]


def test_the_author_is_never_told(issue, mayor):
    follow(mayor, issue, Level.EVERYTHING)
    thread = a_thread(issue, mayor)

    assert told_of(say(thread, mayor, f"@{mayor.name} (a note)")) == []


def test_nobody_is_told_twice_of_one_comment(issue, mayor, chief):
    follow(chief, issue, Level.EVERYTHING)
    thread = a_thread(issue, chief)
    above = say(thread, chief, "We do.")
    comment = say(thread, mayor, f"@{chief.name}?", parent_id=above.pk)

    assert told_of(comment) == [(chief.name, f"You were mentioned in {issue.ref}", True)]


def test_an_edit_tells_the_newly_mentioned_once(thread, issue, mayor, chief, other):
    comment = say(thread, mayor, f"@{chief.name}?")
    told_of(comment)
    for text in (f"@{chief.name} and @{other.name}?", "Nobody.", f"@{chief.name} @{other.name}"):
        edition = edition_of(type(comment).objects.get(pk=comment.pk))
        edit_comment(comment_id=comment.pk, text=text, edition=edition, actor=mayor)
    added = Announcement.objects.get(key=f"mention-{comment.pk}-1")

    assert [row.recipient for row in run(added)] == [other]
    assert Announcement.objects.filter(kind="mention").count() == 2


def test_a_mention_that_was_taken_back_in_time_is_not_told(thread, mayor, chief):
    comment = say(thread, mayor, f"@{chief.name}?")
    edit_comment(comment_id=comment.pk, text="?", edition=edition_of(comment), actor=mayor)

    assert told_of(comment) == []


def test_a_comment_that_was_removed_in_time_is_not_told(thread, mayor, chief):
    comment = say(thread, mayor, f"@{chief.name}?")
    remove_comment(comment_id=comment.pk, actor=mayor)

    assert told_of(comment) == []


def test_who_lost_the_seat_before_it_is_sent_is_not_told(thread, mayor, chief):
    """C9: recipients are computed when it is sent."""
    comment = say(thread, mayor, f"@{chief.name}?")
    Seat.objects.filter(member=chief).update(until=Now())

    assert told_of(comment) == []


def test_who_lost_sight_of_the_thread_before_it_is_sent_is_not_told(thread, mayor, chief):
    comment = say(thread, mayor, f"@{chief.name}?")
    narrow_thread(thread_id=thread.pk, audience=Audience.MAYORS, actor=mayor)

    assert told_of(comment) == []


def test_followers_who_may_not_see_the_thread_hear_nothing(issue, mayor, chief):
    follow(chief, issue, Level.EVERYTHING)
    thread = a_thread(issue, mayor, audience=Audience.MAYORS)

    assert told_of(first_comment(thread)) == []


def test_the_name_of_a_thread_is_for_those_who_see_it(issue, mayor, aide, chief):
    thread = a_thread(issue, mayor, audience=Audience.MAYORS)
    subjects = registry.announcement_kinds["comment"].subjects

    assert subjects(aide, [thread.pk]) == {thread.pk: "Who keeps the list"}
    assert subjects(chief, [thread.pk]) == {}


def test_mail_about_open_things_quotes_the_comment(thread, issue, mayor, chief):
    comment = say(thread, mayor, f"@{chief.name}, who keeps *it*?")
    told_of(comment)
    mail = Notification.objects.get(recipient=chief).mail
    city = mayor.current_seats[0].organization

    assert mail.subject == f"You were mentioned in {issue.ref}"
    assert mail.text.split("\n\n")[:3] == [
        f"{mayor.name}, {city.short_name}, about {issue.ref} Unmistakable title:",
        f"@{chief.name}, who keeps *it*?",
        "Read and answer it here:",
    ]
    assert permalink(comment) in mail.text


@pytest.mark.parametrize("closed", ["issue", "thread"])
@pytest.mark.trust("C9")
def test_mail_about_closed_things_is_a_link_and_nothing_else(publisher, editor, closed):
    audience = Audience.STAFF
    issue = an_issue(
        title="Unmistakable title",
        audience=audience if closed == "issue" else Audience.WORKING_GROUP,
    )
    thread = a_thread(issue, publisher, title="Unmistakable thread", audience=audience)
    comment = say(thread, publisher, f"@{editor.name}: unmistakable words")
    told_of(comment)
    row = Notification.objects.get(recipient=editor)

    assert row.title == row.mail.subject == f"You were mentioned in {issue.ref}"
    assert row.mail.text.split("\n\n")[0].strip() == (
        f"You were mentioned in {issue.ref}. Read and answer it here:"
    )
    assert "unmistakable" not in (row.mail.text + row.url).lower()


def test_a_principals_mention_is_copied_to_that_principals_staff(issue, chief, mayor, aide):
    thread = a_thread(issue, chief)
    comment = say(thread, chief, f"@{mayor.name}?")

    assert told_of(comment) == sorted(
        [
            (mayor.name, f"You were mentioned in {issue.ref}", True),
            (aide.name, f"You were mentioned in {issue.ref}", True),
        ]
    )


def test_staff_who_want_to_hear_nothing_get_no_copy(issue, chief, mayor, aide):
    follow(aide, issue, Level.MUTED)
    thread = a_thread(issue, chief)

    assert [row[0] for row in told_of(say(thread, chief, f"@{mayor.name}?"))] == [mayor.name]


def test_staff_who_mention_their_principal_get_no_copy(issue, mayor, aide):
    thread = a_thread(issue, aide)

    assert [row[0] for row in told_of(say(thread, aide, f"@{mayor.name}?"))] == [mayor.name]


def test_running_it_again_tells_nobody_again(thread, mayor, chief):
    say(thread, mayor, f"@{chief.name}?")
    mention = Announcement.objects.get(kind="mention")
    claimed = claim(mention.job_id)
    send_announcement(claimed)
    send_announcement(claimed)

    assert unread_count(chief) == 1
