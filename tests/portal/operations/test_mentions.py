"""Whoever may see a thread can be mentioned in it, and nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Comment, Member
from portal.queries.mentions import SUGGESTED, mentionable, read_mentions
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from tests.discussions import a_thread, an_issue, say
from tests.factories import OrganizationFactory, SeatFactory
from tests.portal.crowd import mayors

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(mayor):
    return a_thread(an_issue(), mayor)


def mentioned_in(comment: Comment) -> set[Member]:
    return set(comment.mentioned.all())


def test_whoever_is_named_is_mentioned(thread, mayor, chief, publisher):
    comment = say(thread, mayor, f"@{chief.name}, and @{publisher.name.upper()}: see @noon")

    assert mentioned_in(comment) == {chief, publisher}
    assert comment.html == (
        f"<p><strong>@{chief.name}</strong>, and "
        f"<strong>@{publisher.name.upper()}</strong>: see @noon</p>"
    )


@pytest.mark.parametrize("stranger", ["chief", "observer", "liaison", "nobody_yet"])
def test_who_may_not_see_the_thread_is_not_mentioned(request, mayor, stranger):
    """C10: the sentence names the person and the audience, and nothing is kept."""
    thread = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    member = request.getfixturevalue(stranger)
    with pytest.raises(Refusal) as refusal:
        say(thread, mayor, f"What does @{member.name} say?")

    assert str(refusal.value) == (
        f"{member.name} may not see this thread, which is for: Mayors only. "
        "Take the mention out, or ask in another thread."
    )
    assert thread.comments.count() == 1


def test_a_closed_account_is_no_name(thread, mayor, chief):
    Member.objects.filter(pk=chief.pk).update(is_active=False)

    assert mentioned_in(say(thread, mayor, f"@{chief.name}")) == set()


@pytest.fixture
def namesakes(db):
    """Two people of one name."""
    seats = [
        SeatFactory(organization=OrganizationFactory(short_name=short_name))
        for short_name in ("Alderbrook", "Fairmont")
    ]
    for seat in seats:
        Member.objects.filter(pk=seat.member_id).update(name="Ann Lee")
    return [Member.objects.get(pk=seat.member_id) for seat in seats]


def test_namesakes_are_told_apart_by_their_organization(thread, mayor, namesakes):
    assert mentioned_in(say(thread, mayor, "@Ann Lee (fairmont)?")) == {namesakes[1]}


def test_a_name_that_several_share_asks_which_one(thread, mayor, namesakes):
    with pytest.raises(Refusal) as refusal:
        say(thread, mayor, "@Ann Lee?")

    assert str(refusal.value) == (
        "Several people are called Ann Lee. Write @Ann Lee (Alderbrook) or @Ann Lee (Fairmont)."
    )


def test_of_namesakes_the_one_who_sees_the_thread_is_meant(mayor, namesakes):
    thread = a_thread(an_issue(), mayor, audience=Audience.NAMED, readers=[namesakes[0].pk])

    assert mentioned_in(say(thread, mayor, "@Ann Lee?")) == {namesakes[0]}
    with pytest.raises(Refusal, match="Ann Lee may not see this thread"):
        say(thread, mayor, "@Ann Lee (Fairmont)?")


def test_only_readers_are_offered_for_mentioning(mayor, aide, chief, namesakes):
    thread = a_thread(
        an_issue(), mayor, audience=Audience.NAMED, readers=[aide.pk, namesakes[0].pk]
    )

    assert [one.typed for one in mentionable(thread, "ann")] == ["Ann Lee"]
    assert {one.name for one in mentionable(thread)} == {mayor.name, aide.name, "Ann Lee"}


def test_namesakes_are_offered_with_their_organization(thread, namesakes):
    assert [one.typed for one in mentionable(thread, "ann l")] == [
        "Ann Lee (Alderbrook)",
        "Ann Lee (Fairmont)",
    ]


def test_a_namesake_behind_the_last_one_offered_is_told_apart_too(thread, namesakes):
    [one] = mentionable(thread, "ann l", limit=1)

    assert one.typed == "Ann Lee (Alderbrook)"


def test_of_many_readers_a_few_are_read(thread, django_assert_num_queries):
    mayors(SUGGESTED)
    with CaptureQueriesContext(connection) as few:
        offered = mentionable(thread, " MAYOR 00 ")
    mayors(60, first=SUGGESTED)
    with django_assert_num_queries(len(few)):
        among_many = mentionable(thread, " MAYOR 00 ")

    assert [one.name for one in offered] == [f"Mayor {number:04}" for number in range(SUGGESTED)]
    assert among_many == offered
    assert mentionable(thread, "100%") == []


def test_a_comment_asks_only_about_those_it_names(thread, mayor, chief):
    mayors(40)
    with CaptureQueriesContext(connection) as asked:
        _, meant = read_mentions(f"@{chief.name}, and @Mayor 0007?", thread)

    assert meant == {chief.pk, Member.objects.get(name="Mayor 0007").pk}
    assert sum('FROM "portal_member"' in query["sql"] for query in asked) == 2
