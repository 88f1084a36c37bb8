"""Who can see this: what a page tells is what each member's own page answers."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Member, Thread
from portal.operations.attachments import add_attachment
from portal.queries.sight import NAMED_AT_MOST, sight_of_audience
from portal.vocabulary.audiences import CLOSED, Audience, within
from roundtable.models import IssueThread
from tests.conftest import BACKEND
from tests.discussions import a_thread, an_issue
from tests.factories import SeatFactory
from tests.portal.test_access import status_of
from tests.roundtable.documents.agenda_data import winter_meeting
from tests.roundtable.meeting_data import planned
from tests.roundtable.views.test_agendas import make, pdf, publish
from tests.statements.queries import test_discussion as states
from tests.statements.queries.test_discussion import draft, people

__all__ = ["draft", "people"]
pytestmark = pytest.mark.django_db
HAPPENINGS = (
    states.a_draft,
    states.sent_to_staff,
    states.open_for_markup,
    states.open_for_signing,
    states.yet_to_open,
    states.open_to_agencies,
    states.open_to_members,
    states.open_to_one,
    states.signed,
)


def page_of(member: Member, path: str) -> str:
    client = Client()
    client.force_login(Member.objects.get(pk=member.pk), backend=BACKEND)
    return client.get(path).content.decode()


def told(page: str, label: str = "Who can see this") -> set[str]:
    """The names behind the count."""
    part = page.split(f"<dt>{label}")[1].split("</dd>", maxsplit=1)[0]
    return {unescape(name) for name in re.findall(r"<li>([^<]+)</li>", part)}


def words(page: str, label: str = "Who can see this") -> str:
    """All of it without the names, in one line."""
    part = page.split(f"<dt>{label}")[1].split("<dd>")[1].split("</dd>", maxsplit=1)[0]
    bare = re.sub(r"<ul.*?</ul>|<[^>]+>", "", part, flags=re.DOTALL)
    return unescape(" ".join(bare.split())).replace(" :", ":")


def reached(path: str) -> set[str]:
    """Names of the active members to whom the page itself answers."""
    found = set()
    for member in Member.objects.filter(is_active=True):
        client = Client()
        client.force_login(member, backend=BACKEND)
        if status_of(client, path) == 200:
            found.add(member.name)
    return found


@pytest.mark.parametrize("happen", HAPPENINGS)
def test_c1_a_statement_tells_exactly_who_reaches_it(draft, people, happen):
    happen(draft, people)
    file = add_attachment(data=b"Notes.", name="a.txt", actor=people["mayor"], holder=draft)
    draft.attachments.add(file)
    page = page_of(people["mayor"], f"/statements/{draft.ref}/working/")

    assert told(page) == reached(f"/statements/{draft.ref}/working/")
    assert told(page, "Who can see these files") == reached(f"/attachments/{file.pk}/")


def test_c1_the_staff_page_tells_the_same(draft, people):
    states.sent_to_staff(draft, people)
    pages = [f"/statements/{draft.ref}/{part}/" for part in ("working", "staff")]

    first, second = (told(page_of(people["publisher"], page)) for page in pages)
    assert first == second == {people[name].name for name in STAFF_AND_CITY}


STAFF_AND_CITY = ("mayor", "aide", "publisher", "editor")


def test_whoever_only_reads_is_told_how_many_and_not_who(draft, people):
    states.open_for_markup(draft, people)
    page = page_of(people["chief"], f"/statements/{draft.ref}/")
    city = draft.organization.short_name

    assert told(page) == set()
    assert words(page) == f"People of {city}, the whole working group: 5 people"


@pytest.mark.parametrize(
    ("issue_audience", "audience"),
    [(outer, inner) for outer in Audience for inner in within(outer)],
)
def test_c1_a_thread_on_an_issue_tells_exactly_who_reaches_it(people, issue_audience, audience):
    issue = an_issue(audience=issue_audience)
    thread = Thread.objects.create(
        kind="fact", title="Dates", audience=audience, created_by=people["mayor"]
    )
    IssueThread.objects.create(thread=thread, issue=issue)
    opener = people["mayor"]
    seat = opener.current_seats[0]
    thread.comments.create(author=opener, seat=seat, source="So.", html="<p>So.</p>")
    for readers in (issue.readers, thread.readers):
        readers.add(*(people[name] for name in ("publisher", "aide", "chief", "observer")))
    path = f"/threads/{thread.pk}/"
    reading = reached(path)
    pages = {member.name: page_of(member, path) for member in people.values()}

    assert all(told(pages[name]) in (set(), reading) for name in reading)
    assert {name for name in reading if told(pages[name])} == (
        reading if audience in CLOSED else reading & {people["publisher"].name, *steering(people)}
    )


def steering(people: dict[str, Member]) -> set[str]:
    """Staff, and who opened the thread."""
    return {people[name].name for name in ("publisher", "editor", "mayor")}


@pytest.mark.parametrize("happen", HAPPENINGS)
def test_c1_a_thread_on_a_statement_tells_exactly_who_reaches_it(draft, people, happen):
    thread = states.a_thread(draft, people["mayor"])
    happen(draft, people)
    page = page_of(people["mayor"], f"/threads/{thread.pk}/")

    assert told(page) == reached(f"/threads/{thread.pk}/")
    assert words(page).startswith("Working group: those who work on the statement ")


@pytest.mark.parametrize("audience", Audience)
def test_c1_an_issue_tells_exactly_who_reads_it(people, audience):
    """Whoever may not read it gets its place: a page without its discussion."""
    issue = an_issue(audience=audience)
    issue.readers.add(*(people[name] for name in ("publisher", "aide", "chief", "observer")))
    pages = {m.name: page_of(m, f"/roundtable/{issue.ref}/") for m in people.values()}
    reading = {name for name, page in pages.items() if 'id="threads"' in page}
    staff = {people[name].name for name in ("publisher", "editor")}

    assert all(told(pages[name]) in (set(), reading) for name in reading)
    assert {name for name in reading if told(pages[name])} == (
        reading if audience in CLOSED else reading & staff
    )


def test_c1_a_meeting_tells_exactly_who_reaches_it(people):
    meeting = planned(people["publisher"])
    path = f"/meetings/{meeting.ref}/"

    assert told(page_of(people["publisher"], path)) == reached(path)
    assert words(page_of(people["mayor"], path)) == "Working group: 5 people"


def test_c1_an_agenda_tells_for_whom_it_is(people):
    meeting = winter_meeting()
    label, path = "Who can see this PDF", f"/meetings/{meeting.ref}/"
    make(publish(meeting, people["publisher"], ["working_group"]))

    assert told(page_of(people["publisher"], path), label) == reached(pdf(meeting))
    assert Client().get(pdf(meeting)).status_code == 404


def test_c1_a_public_agenda_is_told_to_be_for_everybody(people):
    meeting = winter_meeting()
    make(publish(meeting, people["publisher"], ["public"]))
    page = page_of(people["publisher"], f"/meetings/{meeting.ref}/")

    assert words(page, "Who can see this PDF") == "Everybody"
    assert Client().get(pdf(meeting)).getvalue()[:4] == b"%PDF"


@pytest.mark.parametrize("kind", ["statement", "thread", "meeting", "issue"])
def test_more_people_cost_no_more_queries(kind, draft, people, django_assert_num_queries):
    states.open_for_markup(draft, people)
    issue, staff = an_issue(), people["publisher"]
    pages = {
        "statement": f"/statements/{draft.ref}/working/",
        "thread": f"/threads/{a_thread(issue, staff).pk}/",
        "meeting": f"/meetings/{planned(staff).ref}/",
        "issue": f"/roundtable/{issue.ref}/",
    }
    client = Client()
    client.force_login(people["mayor"] if kind == "statement" else staff, backend=BACKEND)
    client.get(pages[kind])  # the first request of a session asks for more
    with CaptureQueriesContext(connection) as asked:
        few = len(told(client.get(pages[kind]).content.decode()))
    SeatFactory.create_batch(7)

    with django_assert_num_queries(len(asked)):
        assert len(told(client.get(pages[kind]).content.decode())) == few + 7


def test_of_very_many_people_only_the_first_are_named(people):
    SeatFactory.create_batch(NAMED_AT_MOST)
    found = sight_of_audience(Audience.WORKING_GROUP, tells_names=True)

    assert (found.count, len(found.names), found.unnamed) == (205, NAMED_AT_MOST, 5)
