"""Who hears of what: level by event, and never somebody who may not see it."""

import pytest

from portal.models import MailSettings, Member, Subscription
from portal.operations.following import set_level
from portal.queries.following import followed, followers, level_of, levels_of, mention_by_mail
from portal.vocabulary.following import Event, is_heard
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import Level, SubjectKind
from roundtable.models import Issue
from tests.roundtable.meeting_data import close_issue, proposed
from tests.seats import moved

pytestmark = pytest.mark.django_db
COMMENT, CONCERN, DECISION, MENTION = Event
NOTHING: set[Event] = set()

TABLE = [
    (Level.MUTED, False, NOTHING),
    (Level.MUTED, True, NOTHING),
    (Level.DECISIONS, False, {DECISION}),
    (Level.DECISIONS, True, {DECISION}),
    (Level.MINE, False, {MENTION}),
    (Level.MINE, True, {COMMENT, CONCERN, DECISION, MENTION}),
    (Level.EVERYTHING, False, {COMMENT, CONCERN, DECISION, MENTION}),
    (Level.EVERYTHING, True, {COMMENT, CONCERN, DECISION, MENTION}),
]


@pytest.fixture
def issue() -> Issue:
    proposed()
    return Issue.objects.get(ref="R-1.1")


def hearing(issue: Issue, event: Event, *among: Member) -> list[Member]:
    return followers(SubjectKind.ISSUE, issue.pk, event, among=among or None)


def follow(member: Member, issue: Issue, level: Level) -> None:
    set_level(member=member, kind=SubjectKind.ISSUE, subject_id=issue.pk, level=level)


def own(member: Member, issue: Issue) -> None:
    Issue.objects.filter(pk=issue.pk).update(owner=member.seats.get())


@pytest.mark.parametrize(("level", "is_concerned", "heard"), TABLE)
def test_each_level_hears_what_the_table_says(level, is_concerned, heard):
    found = {event for event in Event if is_heard(event, level=level, is_concerned=is_concerned)}

    assert found == heard


@pytest.mark.parametrize(("level", "is_concerned", "heard"), TABLE)
def test_the_query_agrees_with_the_table(issue, mayor, level, is_concerned, heard):
    follow(mayor, issue, level)
    if is_concerned:
        own(mayor, issue)

    assert {event for event in Event if hearing(issue, event, mayor)} == heard


def test_without_a_choice_the_owner_hears_all_and_others_their_mentions(issue, mayor, chief):
    own(mayor, issue)

    assert {event: hearing(issue, event) for event in Event} == {event: [mayor] for event in Event}
    assert hearing(issue, MENTION, chief) == [chief]
    assert hearing(issue, COMMENT, chief) == []


def test_who_may_not_see_it_hears_nothing_whatever_they_chose(issue, mayor, chief):
    follow(mayor, issue, Level.EVERYTHING)
    follow(chief, issue, Level.EVERYTHING)
    assert hearing(issue, COMMENT) == sorted([mayor, chief], key=lambda member: member.pk)

    close_issue("R-1.1", "chiefs")
    assert hearing(issue, COMMENT) == [chief]
    assert hearing(issue, MENTION, mayor, chief) == [chief]


@pytest.mark.parametrize("change", ["seat", "account"])
def test_who_left_hears_nothing(issue, mayor, change):
    follow(mayor, issue, Level.EVERYTHING)
    if change == "seat":
        moved(mayor.seats.all(), capacity="observer")
    else:
        Member.objects.filter(pk=mayor.pk).update(is_active=False)

    assert hearing(issue, DECISION) == []


# --- choosing ------------------------------------------------------------------------------------


def test_a_choice_replaces_the_one_before(issue, mayor):
    for level in (Level.MUTED, Level.EVERYTHING):
        follow(mayor, issue, level)

    assert levels_of(SubjectKind.ISSUE, issue.pk) == {mayor.pk: Level.EVERYTHING}
    assert level_of(mayor, SubjectKind.ISSUE, issue.pk) == Level.EVERYTHING
    assert level_of(mayor, SubjectKind.STATEMENT, issue.pk) == Level.MINE


def test_what_is_not_open_cannot_be_followed(issue, mayor):
    close_issue("R-1.1", "chiefs")
    with pytest.raises(Refusal) as refused:
        follow(mayor, issue, Level.EVERYTHING)

    assert str(refused.value) == "This is not open to you, so that you cannot follow it."
    assert Subscription.objects.count() == 0


def test_an_observer_follows_nothing(issue, observer):
    assert followed(observer, SubjectKind.ISSUE, issue.pk) is None
    assert followed(observer, "nonsense", issue.pk) is None


def test_mentions_are_mailed_unless_somebody_declined(mayor, chief, aide):
    MailSettings.objects.create(member=mayor, mails_mentions=False)
    MailSettings.objects.create(member=chief, mails_mentions=True)

    assert mention_by_mail([mayor, chief, aide]) == {chief.pk, aide.pk}
