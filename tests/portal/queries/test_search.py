"""What search finds, in which order, and that nothing is found that may not be seen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.intake.search_words import words_of
from portal.models import Comment, Member
from portal.operations.comments import remove_comment
from portal.queries.search import Results, address_of, search
from portal.vocabulary.audiences import Audience
from portal.vocabulary.threads import ThreadKind
from roundtable.models import Issue, Meeting
from statements.models import Block, Statement
from statements.operations.importing import Origin, import_statement
from tests.discussions import a_thread, an_issue, first_comment, say
from tests.portal.samples import RELEASE
from tests.statements.publishing_data import frozen_statement, published, publishers

pytestmark = pytest.mark.django_db
TOKEN = "Zebrawood"


def found(member: Member, text: str, **asked: object) -> Results:
    return search(Member.objects.get(pk=member.pk), words_of(text), **asked)


def titles(results: Results) -> list[str]:
    return [plain(hit.title) for group in results.shown for hit in group.hits]


def plain(shown) -> str:
    return "".join(piece.text for piece in shown)


def marks(shown) -> list[str]:
    return [piece.text for piece in shown if piece.is_match]


def counts(results: Results) -> dict[str, int]:
    return {group.kind: group.count for group in results.groups}


def everything_shown(results: Results) -> str:
    hits = [hit for group in results.groups for hit in group.hits]
    return f"{results.suggestion} {hits} {results.similar} {counts(results)}"


def draft_of(member: Member, text: str = RELEASE) -> Statement:
    city = member.current_seats[0].organization
    origin = Origin(file_name="a.txt", organization=city, issuers=[], actor=None)
    return import_statement(text=text, origin=origin)


def test_issues_are_found_by_title_background_and_update_with_their_stems(mayor):
    an_issue(title="Beds", background="Transporting detainees takes four hours.")
    an_issue(title="Transportation of detainees")
    an_issue(title="Grants", last_update="The detainee was moved.")
    an_issue(title="Court orders")

    assert titles(found(mayor, "detainee transport")) == ["Transportation of detainees", "Beds"]


def test_a_word_in_the_title_counts_more_than_one_below_it(mayor):
    an_issue(title="Beds", background="Custody and custody and custody.")
    an_issue(title="Custody")

    assert titles(found(mayor, "custody")) == ["Custody", "Beds"]


def test_the_last_word_finds_longer_ones(mayor):
    an_issue(title="Notification of releases")

    assert titles(found(mayor, "releases noti")) == ["Notification of releases"]


def test_words_that_say_nothing_are_passed_over(mayor):
    an_issue(title="Custody of the county")

    assert titles(found(mayor, "the custody of")) == ["Custody of the county"]
    assert titles(found(mayor, "the of")) == []
    assert titles(found(mayor, "!?")) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [('"court orders"', ["Court orders"]), ("orders -court", ["Orders"])],
)
def test_phrases_and_words_left_out(mayor, typed, expected):
    an_issue(title="Court orders")
    an_issue(title="Orders")

    assert titles(found(mayor, typed)) == expected


def test_a_thread_is_found_by_what_was_said_in_it_and_leads_there(mayor, chief):
    thread = a_thread(an_issue(), mayor, title="Beds at night", kind=ThreadKind.FACT)
    said = say(thread, chief, "The **sally port** closes at ten.")

    [hit] = found(mayor, "sally beds", kind="threads").shown[0].hits

    assert hit.url == f"/threads/{thread.pk}/?comment={said.pk}#comment-{said.pk}"
    assert hit.label == f"Fact on {thread.issue_holding.issue.ref}"
    assert plain(hit.excerpt) == "The sally port closes at ten."
    assert marks(hit.excerpt) == ["sally"]
    assert marks(hit.title) == ["Beds"]


def test_removed_comments_are_not_found(mayor):
    thread = a_thread(an_issue(), mayor)
    said = say(thread, mayor, f"{TOKEN} stays here.")
    remove_comment(comment_id=said.pk, actor=mayor)

    assert titles(found(mayor, TOKEN)) == []
    assert titles(found(mayor, "list")) == ["Who keeps the list"]


def test_a_statement_is_found_by_words_of_several_passages(mayor):
    statement = draft_of(mayor)

    [hit] = found(mayor, "notice monday", kind="statements").shown[0].hits

    assert hit.url == f"/statements/{statement.ref}/"
    assert plain(hit.title) == "Two Bodies Ask for Notice"
    assert marks(hit.title) == ["Notice"]
    assert len(marks(hit.excerpt)) == 1


def test_only_the_newest_text_of_a_draft_is_searched(mayor):
    statement = draft_of(mayor)
    old = statement.revisions.get()
    new = statement.revisions.create(number=2, reason="Shorter", digest="0" * 64)
    Block.objects.create(revision=new, position=0, key=old.blocks.first().key, kind="paragraph",
                         html=f"<p>{TOKEN}</p>")  # fmt: skip

    assert counts(found(mayor, TOKEN))["statements"] == 1
    assert counts(found(mayor, "Monday"))["statements"] == 0


def test_a_draft_is_found_only_by_those_who_work_on_it(mayor, chief):
    draft_of(mayor)

    assert titles(found(mayor, "bodies")) == ["Two Bodies Ask for Notice"]
    assert titles(found(chief, "bodies")) == []


def test_a_published_statement_is_found_by_the_whole_working_group(chief):
    staff = publishers()
    frozen_statement(staff)
    assert titles(found(chief, "bodies")) == []

    published(staff)

    assert titles(found(chief, "bodies")) == ["Two Bodies Ask for Notice"]


def test_a_slip_finds_similar_titles_and_the_word_that_was_meant(mayor):
    an_issue(title="Transportation of detainees")

    results = found(mayor, "trasportation")

    assert titles(results) == []
    assert [plain(hit.title) for hit in results.similar] == ["Transportation of detainees"]
    assert results.suggestion == "transportation"


def test_similar_titles_do_not_repeat_what_was_found(mayor):
    an_issue(title="Transportation of detainees")
    an_issue(title="Transports")

    results = found(mayor, "transport")

    assert [plain(hit.title) for hit in results.similar] == []
    assert sorted(titles(results)) == ["Transportation of detainees", "Transports"]


@pytest.mark.parametrize(
    "typed",
    [TOKEN, TOKEN[:4], TOKEN[:6], "Zebrawod", "Zebarwood", f'"{TOKEN}"', f"court or {TOKEN}"],
)
@pytest.mark.trust("C8")
def test_what_is_closed_is_not_found_nor_counted_nor_suggested(mayor, chief, typed):
    """C8: the same answer as where it does not exist."""
    before = everything_shown(found(chief, typed))
    closed = an_issue(title=f"{TOKEN} deal", background=TOKEN, audience=Audience.MAYORS)
    a_thread(closed, mayor, title=f"{TOKEN} dates", text=TOKEN, audience=Audience.MAYORS)
    open_issue = an_issue(title="Parking")
    a_thread(open_issue, mayor, title=TOKEN, text=TOKEN, audience=Audience.MAYORS)
    draft_of(mayor, RELEASE.replace("Two Bodies", TOKEN).replace("Monday", TOKEN))

    assert everything_shown(found(chief, typed)) == before
    assert TOKEN in everything_shown(found(mayor, typed))


def test_what_was_closed_later_is_not_found_any_more(chief):
    issue = an_issue(title=f"{TOKEN} deal")
    assert titles(found(chief, TOKEN)) == [f"{TOKEN} deal"]

    Issue.objects.filter(pk=issue.pk).update(audience=Audience.MAYORS)

    assert titles(found(chief, TOKEN)) == []


@pytest.mark.parametrize("role", ["observer", "liaison", "nobody_yet"])
def test_outside_the_working_group_nothing_is_found(request, mayor, role):
    a_thread(an_issue(title=TOKEN), mayor, title=TOKEN)
    member = request.getfixturevalue(role)

    results = found(member, TOKEN)

    assert counts(results) == {"issues": 0, "statements": 0, "threads": 0}
    assert results.similar == []


def test_references_lead_to_what_may_be_seen(mayor, chief):
    issue = an_issue(audience=Audience.MAYORS)
    statement = draft_of(mayor)
    Meeting.objects.create(ref="M-7K3MP", title="Call")

    def leads_to(member: Member, ref: str) -> str | None:
        return address_of(member, words_of(ref))

    assert leads_to(mayor, issue.ref.lower()) == f"/roundtable/{issue.ref}/"
    assert leads_to(mayor, statement.ref) == f"/statements/{statement.ref}/"
    assert leads_to(mayor, "M-7K3MP") == "/meetings/M-7K3MP/"
    assert [leads_to(chief, ref) for ref in (issue.ref, statement.ref, "R-99")] == [None] * 3


def test_one_kind_comes_in_pages(mayor):
    for number in range(22):
        an_issue(title=f"Custody {number}")

    overview = found(mayor, "custody")
    page = found(mayor, "custody", kind="issues", page=2)

    assert [(group.count, len(group.hits), group.is_cut) for group in overview.shown] == [
        (22, 5, True)
    ]
    assert [len(group.hits) for group in page.shown] == [2]


def test_the_number_of_queries_does_not_grow(mayor):
    with_three = _queries(mayor, 3)
    with_more = _queries(mayor, 30)

    assert with_more == with_three


def _queries(mayor: Member, count: int) -> int:
    for _ in range(count):
        a_thread(an_issue(title="Custody"), mayor, title="Custody", text="Custody.")
        draft_of(mayor, RELEASE.replace("notice", "custody"))
    member = Member.objects.get(pk=mayor.pk)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        search(member, words_of("custody"))
    return len(captured)


def test_comments_of_a_thread_make_one_hit(mayor):
    thread = a_thread(an_issue(), mayor)
    for _ in range(3):
        say(thread, mayor, "Custody.")

    results = found(mayor, "custody")

    assert counts(results)["threads"] == 1
    assert Comment.objects.filter(thread=thread).count() == 4
    assert first_comment(thread).source == "Who keeps the list of orders?"
