"""Reading threads: the page, its windows, what is new, what counts as read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Comment, ThreadRead
from portal.operations.threads import narrow_thread, resolve_thread
from portal.vocabulary.audiences import Audience
from tests.discussions import a_thread, an_issue, first_comment, say
from tests.portal.views.test_sight import told, words

pytestmark = pytest.mark.django_db
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](//host/x)",
    '<a hx-get="/accounts/logout/" hx-trigger="load">a</a>',
    '<b hx-on:click="alert(1)" style="position:fixed">a</b>',
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "![a](x){onerror=alert(1)}",
    "<iframe src=javascript:alert(1)></iframe>",
]


@pytest.fixture
def thread(mayor):
    return a_thread(an_issue(), mayor)


def address(thread) -> str:
    return f"/threads/{thread.pk}/"


def text_of(answer) -> str:
    return answer.content.decode()


def read_so_far(member) -> list[int]:
    return list(ThreadRead.objects.filter(member=member).values_list("last_comment_id", flat=True))


def test_the_page_says_what_it_is_about_and_who_sees_it(thread, chief, signed_in):
    page = text_of(signed_in(chief).get(address(thread)))

    assert page.count("<h1>Who keeps the list</h1>") == 1
    assert words(page) == "Working group: 2 people"
    assert page.count('<div class="comment-text"><p>Who keeps the list of orders?</p></div>') == 1


def test_a_thread_for_named_people_names_them(mayor, chief, publisher, signed_in):
    thread = a_thread(an_issue(), mayor, audience=Audience.NAMED, readers=[chief.pk])
    page = text_of(signed_in(chief).get(address(thread)))

    assert words(page) == "Named people 2 people"
    assert told(page) == {mayor.name, chief.name}


def test_a_thread_that_may_not_be_seen_looks_like_none_at_all(mayor, chief, observer, client):
    closed = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    comment = first_comment(closed)
    for stranger in (chief, observer):
        client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
        for path in ("", "newer/", "people/", "narrow/"):
            there, nowhere = (client.get(f"/threads/{pk}/{path}") for pk in (closed.pk, 987654))
            assert (there.status_code, nowhere.status_code) == (404, 404)
            assert text_of(there) == text_of(nowhere)
        for path in ("reply/", "edit/", "remove/", "history/"):
            answer = client.get(f"/threads/comments/{comment.pk}/{path}")
            assert answer.status_code == 404
        for path in ("", "read/", "resolve/", "reopen/", "narrow/"):
            assert client.post(f"/threads/{closed.pk}/{path}", {"text": "x"}).status_code == 404


def test_a_thread_of_a_closed_issue_is_not_started(mayor, chief, signed_in):
    issue = an_issue(audience=Audience.MAYORS, closed_title="Closed item")
    client = signed_in(chief)

    assert client.get(f"/threads/about/issue/{issue.pk}/").status_code == 404
    assert client.get("/threads/about/issue/987654/").status_code == 404
    assert client.get("/threads/about/nonsense/1/").status_code == 404


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.trust("E1")
def test_what_could_run_is_shown_as_text(payload, thread, chief, signed_in):
    say(thread, chief, f"Before {payload} after")
    page = text_of(signed_in(chief).get(address(thread)))
    shown = page.split('<div class="comment-text">')[2].split("</div>")[0]

    for word in ("<script", "<img", "<svg", "<iframe", "<math", "<noscript", "<b ", "href="):
        assert word not in shown


def test_a_link_to_a_comment_shows_the_comments_around_it(thread, chief, signed_in):
    made = [say(thread, chief, f"Word {number}") for number in range(60)]
    page = text_of(signed_in(chief).get(f"{address(thread)}?comment={made[10].pk}"))

    assert page.count(f'id="comment-{made[10].pk}"') == 1
    assert page.count("Later comments (30)") == 1


def test_a_long_thread_is_read_a_window_at_a_time(thread, chief, signed_in):
    made = [say(thread, chief, f"Word {number}") for number in range(60)]
    client = signed_in(chief)
    page = text_of(client.get(address(thread)))

    assert page.count('<article class="comment') == 40
    assert page.count(f'href="?before={made[20].pk}#last"') == 1
    assert page.count("Earlier comments (21)") == 1
    earlier = text_of(client.get(f"{address(thread)}?before={made[20].pk}"))
    assert earlier.count('<article class="comment') == 21
    assert earlier.count("Later comments (40)") == 1


@pytest.mark.parametrize("address_of", ["comment", "before", "after"])
@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30, "٣"])
def test_a_place_that_is_none_shows_the_newest(address_of, number, thread, chief, signed_in):
    answer = signed_in(chief).get(address(thread), {address_of: number})

    assert text_of(answer).count('<article class="comment') == 1


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_page_stays_as_quick_with_500_comments(thread, mayor, chief, signed_in):
    for number in range(2):
        above = say(thread, mayor, f"Word {number}")
        say(thread, chief, "Yes", parent_id=above.pk)
    client = signed_in(chief)
    client.get(address(thread))  # what is read once per process
    pages = [address(thread), f"{address(thread)}?comment={first_comment(thread).pk}"]
    few = [queries(client, page) for page in pages]
    seat = mayor.current_seats[0]
    Comment.objects.bulk_create(
        Comment(thread=thread, author=mayor, seat=seat, source="W", html="<p>W</p>")
        for _ in range(500)
    )

    assert [queries(client, page) for page in pages] == few


def test_looking_for_newer_ones_costs_as_much_for_one_as_for_many(thread, mayor, chief, signed_in):
    client = signed_in(chief)
    path = f"{address(thread)}newer/?after=0&from=0&tail=1"
    client.get(path)
    few = queries(client, path)
    for number in range(30):
        say(thread, mayor, f"Word {number}")

    assert queries(client, path) == few


def test_nothing_newer_is_no_content(thread, chief, signed_in):
    newest = first_comment(thread).pk
    answer = signed_in(chief).get(f"{address(thread)}newer/?after={newest}&tail=1")

    assert (answer.status_code, answer.content) == (204, b"")


def test_what_is_newer_comes_to_its_place(thread, mayor, chief, signed_in):
    top = first_comment(thread)
    reply = say(thread, mayor, "The city does", parent_id=top.pk)
    other = say(thread, mayor, "Or the county")
    path = f"{address(thread)}newer/?after={top.pk}&from={top.pk}&tail=1"
    page = text_of(signed_in(chief).get(path))

    assert page.count(f'hx-swap-oob="beforeend:#replies-{top.pk}"') == 1
    assert page.count('hx-swap-oob="beforeend:#comments"') == 1
    assert page.count(f"/threads/{thread.pk}/newer/?after={other.pk}&amp;from={top.pk}") == 1
    assert page.count(">2 new comments</a>") == 1
    assert page.count(f"?comment={reply.pk}#comment-{reply.pk}") == 2  # its own, and the news


def test_an_earlier_window_is_told_of_news_and_not_given_them(thread, mayor, chief, signed_in):
    top = first_comment(thread)
    say(thread, mayor, "Or the county")
    page = text_of(signed_in(chief).get(f"{address(thread)}newer/?after={top.pk}&from={top.pk}"))

    assert (page.count("<article"), page.count(">1 new comment</a>")) == (0, 1)


def test_ones_own_comment_is_no_news(thread, chief, signed_in):
    top = first_comment(thread)
    say(thread, chief, "The county")
    path = f"{address(thread)}newer/?after={top.pk}&from={top.pk}&tail=1"
    page = text_of(signed_in(chief).get(path))

    assert (page.count("<article"), page.count('id="news"')) == (1, 0)


def test_looking_changes_nothing(thread, chief, signed_in):
    signed_in(chief).get(address(thread))

    assert read_so_far(chief) == []


def test_new_ones_are_marked_and_reached(thread, mayor, chief, signed_in):
    client = signed_in(chief)
    client.post(f"{address(thread)}read/", {"up_to": first_comment(thread).pk})
    newer = say(thread, mayor, "The county")
    page = text_of(client.get(address(thread)))

    assert page.count("First of 1 new") == 1
    assert page.count(f'href="#comment-{newer.pk}">First of') == 1
    divider = page.index('id="new"')
    assert page.index('class="comment"') < divider < page.index("comment comment-unread")


def test_the_first_new_one_may_lie_in_another_window(thread, chief, mayor, signed_in):
    for number in range(50):
        say(thread, chief, f"Word {number}")
    first = first_comment(thread).pk
    page = text_of(signed_in(chief).get(address(thread)))

    assert page.count(f'href="?comment={first}#comment-{first}">First of 1 new') == 1


def test_the_button_marks_everything_as_read(thread, mayor, chief, signed_in):
    newest = say(thread, mayor, "The county")
    client = signed_in(chief)
    answer = client.post(f"{address(thread)}read/", {"up_to": newest.pk})

    assert (answer.url, read_so_far(chief)) == (address(thread), [newest.pk])
    assert text_of(client.get(address(thread))).count("First of") == 0


def test_what_was_on_the_screen_is_read_up_to_the_first_that_was_not(
    thread, mayor, chief, signed_in
):
    first, second, third = first_comment(thread), say(thread, mayor, "B"), say(thread, mayor, "C")
    client = signed_in(chief)
    reading = [f"{third.pk}", f"{third.pk},{first.pk}", f"{first.pk},{second.pk},{third.pk}"]
    marks = []
    for seen in reading:
        assert client.post(f"{address(thread)}read/", {"seen": seen}).status_code == 204
        marks.append(read_so_far(chief))

    assert marks == [[first.pk - 1], [second.pk - 1], [third.pk]]


@pytest.mark.parametrize("seen", ["", "x", ",,", "0", "9" * 25])
def test_seeing_nothing_marks_nothing(seen, thread, chief, signed_in):
    answer = signed_in(chief).post(f"{address(thread)}read/", {"seen": seen})

    assert (answer.status_code, read_so_far(chief)) == (204, [])


def test_only_readers_are_suggested(mayor, aide, chief, signed_in):
    thread = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    people = signed_in(aide).get(f"{address(thread)}people/?q=robin").json()["people"]

    assert {person["typed"] for person in people} == {mayor.name, aide.name}


def test_an_edit_is_marked_and_what_was_before_can_be_read(thread, mayor, signed_in):
    client = signed_in(mayor)
    comment = first_comment(thread)
    page = text_of(client.get(f"/threads/comments/{comment.pk}/edit/"))
    edition = page.split('name="edition" value="')[1].split('"')[0]
    client.post(
        f"/threads/comments/{comment.pk}/edit/", {"text": "Who *keeps* it?", "edition": edition}
    )
    history = text_of(client.get(f"/threads/comments/{comment.pk}/history/"))

    assert text_of(client.get(address(thread))).count(">Edited<") == 1
    assert history.count("<p>Who keeps the list of orders?</p>") == 1
    assert history.count("<p>Who <em>keeps</em> it?</p>") == 1


def test_a_resolved_thread_begins_with_how(thread, mayor, chief, signed_in):
    resolve_thread(thread_id=thread.pk, sentence="The county does.", actor=mayor)
    page = text_of(signed_in(chief).get(address(thread)))

    assert page.index("The county does.") < page.index("<article")
    assert (page.count("Open again"), page.count('id="compose"')) == (0, 0)


def test_the_issues_page_lists_its_threads(mayor, chief, signed_in):
    issue = an_issue()
    a_thread(issue, mayor, title="An open one")
    done = a_thread(issue, mayor, title="A resolved one")
    resolve_thread(thread_id=done.pk, sentence="So it is.", actor=mayor)
    hidden = a_thread(issue, mayor, title="Not for chiefs")
    narrow_thread(thread_id=hidden.pk, audience=Audience.MAYORS, actor=mayor)
    page = text_of(signed_in(chief).get(f"/roundtable/{issue.ref}/"))

    assert page.index("An open one") < page.index("Resolved (1)") < page.index("A resolved one")
    assert page.count("Not for chiefs") == 0
    assert page.count('<span class="thread-new">1 new</span>') == 2
