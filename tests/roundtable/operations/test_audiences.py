"""Who sees an issue, and what hangs on it."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import AuditEvent, Member, Thread
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue, IssueThread
from roundtable.operations.audiences import change_audience
from roundtable.queries.audiences import disclosure
from roundtable.queries.issues import issues_visible_to
from roundtable.queries.readers import members_who_see
from roundtable.rules import may_see
from tests.roundtable.issue_data import Table, again, closed, fresh, manned, table

pytestmark = pytest.mark.django_db
PEOPLE = (
    "owner", "helper", "lead", "mayors_staff", "chiefs_staff", "mayor", "chief", "observer",
    "liaison",
)  # fmt: skip


@pytest.fixture
def people() -> Table:
    return table()


def change(people: Table, ref: str, audience: str, *, by: str = "lead", **more: object) -> Issue:
    issue = Issue.objects.get(ref=ref)
    actor = getattr(people, by).member
    return change_audience(issue_id=issue.pk, audience=audience, actor=again(actor), **more)


def opened(people: Table, ref: str, audience: str, *, by: str = "lead", **more: object) -> Issue:
    """By somebody who looked at what becomes visible."""
    shown = disclosure(Issue.objects.get(ref=ref)).code
    return change(people, ref, audience, by=by, shown=shown, **more)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refusal:
        act(*args, **kwargs)
    return str(refusal.value)


def thread_on(ref: str, audience: str, opener: Member) -> Thread:
    thread = Thread.objects.create(
        kind="question", title="When?", audience=audience, created_by=opener
    )
    IssueThread.objects.create(thread=thread, issue=Issue.objects.get(ref=ref))
    return thread


def audiences() -> dict[str, str]:
    return dict(Issue.objects.order_by("position").values_list("ref", "audience"))


@pytest.mark.parametrize("audience", Audience)
def test_query_rule_and_list_of_readers_agree_for_everybody(audience, people):
    issue = closed("R-2", audience)
    issue.readers.set([people.mayor.member, people.chief.member, people.observer.member])
    everybody = [again(getattr(people, name).member) for name in PEOPLE]

    by_query = {m for m in everybody if issues_visible_to(m).filter(pk=issue.pk).exists()}
    by_rule = {m for m in everybody if may_see(m, issue)}

    assert by_query == by_rule == set(members_who_see(issue)) & set(everybody)
    assert by_query == {getattr(people, name).member for name in SEEN_BY[audience]}


SEEN_BY = {
    Audience.PUBLIC: PEOPLE[:7],
    Audience.WORKING_GROUP: PEOPLE[:7],
    Audience.MAYORS: ("owner", "helper", "lead", "mayors_staff", "mayor"),
    Audience.CHIEFS: ("chiefs_staff", "chief"),
    Audience.STAFF: ("lead", "mayors_staff", "chiefs_staff"),
    Audience.NAMED: ("mayor", "chief"),
}


def test_narrowing_takes_the_whole_branch_and_its_wider_threads_along(people):
    wide = thread_on("R-1.1", Audience.WORKING_GROUP, people.owner.member)
    elsewhere = thread_on("R-2", Audience.WORKING_GROUP, people.owner.member)
    narrow = thread_on("R-1.1", Audience.NAMED, people.owner.member)

    change(people, "R-1", Audience.MAYORS)

    assert audiences() == {
        "R-1": "mayors", "R-1.1": "mayors", "R-1.2": "mayors", "R-2": "working_group",
    }  # fmt: skip
    found = [Thread.objects.get(pk=thread.pk).audience for thread in (wide, elsewhere, narrow)]
    assert found == ["mayors", "working_group", "named"]


def test_what_is_narrower_below_stays_as_it_is(people):
    closed("R-1.1", Audience.NAMED).readers.set([people.lead.member])

    change(people, "R-1", Audience.MAYORS)

    assert audiences()["R-1.1"] == "named"
    assert list(Issue.objects.get(ref="R-1.1").readers.all()) == [people.lead.member]


def test_a_named_reader_below_who_loses_sight_above_is_not_named_any_more(people):
    named = closed("R-1.1", Audience.NAMED)
    named.readers.set([people.lead.member, people.chief.member])

    change(people, "R-1", Audience.MAYORS)

    assert list(named.readers.all()) == [people.lead.member]


def test_something_for_the_other_side_does_not_stand_below(people):
    closed("R-1.1", Audience.CHIEFS)

    assert refused(change, people, "R-1", Audience.MAYORS) == (
        "R-1.1 below it is for other people. Move it elsewhere or open it first."
    )


def test_who_answers_for_it_keeps_seeing_it(people):
    manned(people)
    owner = people.owner.member.name
    helper = people.helper.member.name
    lead = people.lead.member.name

    sentence = refused(change, people, "R-1.1", Audience.CHIEFS, by="chiefs_staff")

    assert sentence == (
        f"{owner}, owner of R-1.1, would no longer see it: change the owner first. "
        f"{lead}, staff lead of R-1.1, would no longer see it: change the staff lead first. "
        f"{helper}, helper of R-1.1, would no longer see it: change the helper first."
    )
    assert audiences()["R-1.1"] == "working_group"


def test_who_answers_for_something_below_keeps_seeing_that(people):
    manned(people)

    sentence = refused(change, people, "R-1", Audience.CHIEFS, by="chiefs_staff")

    assert sentence.startswith(f"{people.owner.member.name}, owner of R-1.1, would no longer")


def test_nobody_shuts_themselves_out(people):
    assert refused(change, people, "R-2", Audience.CHIEFS).startswith("You would no longer see it")


def test_named_people_are_named(people):
    assert refused(change, people, "R-2", Audience.NAMED) == (
        "Name at least one person who can see it."
    )
    readers = [people.lead.member, people.chief.member]
    assert set(change(people, "R-2", Audience.NAMED, readers=readers).readers.all()) == set(readers)


def test_nobody_is_named_who_may_not_see_what_it_stands_under(people):
    change(people, "R-1", Audience.MAYORS)
    chief = people.chief.member

    assert refused(
        change, people, "R-1.1", Audience.NAMED, readers=[people.lead.member, chief]
    ) == (f"{chief.name} may not see what it stands under. Leave them out.")


def test_an_issue_is_not_wider_than_what_it_stands_under(people):
    change(people, "R-1", Audience.MAYORS)

    assert refused(opened, people, "R-1.1", Audience.WORKING_GROUP) == (
        "R-1.1 stands under R-1, which is for: mayors only. Open that one first, or move this one."
    )


def test_opening_opens_nothing_below_and_no_thread(people):
    thread = thread_on("R-1.1", Audience.WORKING_GROUP, people.owner.member)
    change(people, "R-1", Audience.MAYORS)

    opened(people, "R-1", Audience.WORKING_GROUP)

    assert audiences() == {
        "R-1": "working_group", "R-1.1": "mayors", "R-1.2": "mayors", "R-2": "working_group",
    }  # fmt: skip
    opened(people, "R-1.1", Audience.WORKING_GROUP)
    assert Thread.objects.get(pk=thread.pk).audience == "mayors"


def test_nothing_is_opened_unseen(people):
    closed("R-2", Audience.MAYORS)

    assert refused(change, people, "R-2", Audience.WORKING_GROUP) == (
        "Look at what becomes visible first, then confirm."
    )


def test_what_was_written_after_the_look_is_not_opened_with_it(people):
    issue = closed("R-2", Audience.MAYORS)
    shown = disclosure(issue).code
    Issue.objects.filter(pk=issue.pk).update(background="Not meant for everybody.")

    assert refused(change, people, "R-2", Audience.WORKING_GROUP, shown=shown) == (
        "Look at what becomes visible first, then confirm."
    )


def test_the_owner_narrows_and_does_not_open(people):
    manned(people)
    change(people, "R-1.1", Audience.MAYORS, by="owner")

    with pytest.raises(PermissionDenied):
        opened(people, "R-1.1", Audience.WORKING_GROUP, by="owner")
    assert audiences()["R-1.1"] == "mayors"


def test_naming_one_more_lets_somebody_in(people):
    change(people, "R-2", Audience.NAMED, readers=[people.lead.member])
    both = [people.lead.member, people.chief.member]

    assert refused(change, people, "R-2", Audience.NAMED, readers=both) == (
        "Look at what becomes visible first, then confirm."
    )
    assert set(opened(people, "R-2", Audience.NAMED, readers=both).readers.all()) == set(both)


@pytest.mark.parametrize("role", ["helper", "mayor", "chief"])
def test_who_does_not_steer_it_changes_nothing(role, people):
    manned(people)

    with pytest.raises(PermissionDenied):
        change(people, "R-1.1", Audience.NAMED, by=role, readers=[getattr(people, role).member])


def test_every_narrowed_issue_is_on_record_without_its_title(people):
    change(people, "R-1", Audience.MAYORS)

    events = AuditEvent.objects.filter(verb="issue_audience_changed").order_by("pk")
    assert list(events.values_list("object_label", "before", "after")) == [
        (
            ref,
            {"audience": "working_group", "readers": []},
            {"audience": "mayors", "readers": []},
        )
        for ref in ("R-1", "R-1.1", "R-1.2")
    ]


def test_what_others_read_in_place_of_the_title_is_kept(people):
    change(people, "R-2", Audience.MAYORS, closed_title="A matter of budgets")

    assert fresh(Issue.objects.get(ref="R-2")).closed_title == "A matter of budgets"
