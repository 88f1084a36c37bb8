"""What costs much is limited for each member: how it is said, what is kept, when it ends."""

import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings

from portal.models import Attachment, Export, Member, Thread
from portal.vocabulary.audiences import Audience
from portal.vocabulary.limits import RATES, Limit, in_words
from portal.vocabulary.threads import ThreadKind
from statements.models import Statement
from statements.operations.importing import Origin, import_statement
from tests.conftest import BACKEND
from tests.discussions import a_thread, an_issue, first_comment, say
from tests.portal.samples import OUTLINE, RELEASE

pytestmark = pytest.mark.django_db
NO_SERVER = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/1",
        "OPTIONS": {"socket_connect_timeout": 1},
    }
}
WROTE = "You wrote many comments in a short time. What you typed is still here: send it again in"
ASKED = "You asked for many documents in a short time. Ask for the next one in"
SEARCHED = "You searched many times in a short time. Search again in"
ADDED = "You added many files in a short time. Add the next one in"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """The counts lie in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def thread(mayor: Member) -> Thread:
    return a_thread(an_issue(), mayor)


@pytest.fixture
def statement(publisher: Member) -> Statement:
    association = publisher.current_seats[0].organization
    origin = Origin(
        file_name="release.txt", organization=association, issuers=[association], actor=None
    )
    return import_statement(text=RELEASE, origin=origin)


def limited(**rates: str) -> override_settings:
    return override_settings(RATE_LIMITS=rates)


def page_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def refused(answer: HttpResponse, sentence: str, *, within: int = 60) -> bool:
    """Whether it is a 429 that says so, and in the header when to try again."""
    wait = int(answer["Retry-After"])
    told = page_of(answer).count(f"{sentence} {in_words(wait)}.")
    return answer.status_code == 429 and told > 0 and 0 < wait <= within


def entered(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend=BACKEND)
    return client


def sources(thread: Thread) -> list[str]:
    return [comment.source for comment in thread.comments.order_by("pk")][1:]


def a_file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"Notes of {name}".encode())


def test_e16_the_rates_are_those_that_were_promised():
    assert RATES == {
        Limit.EXPORT: "5/m/user",
        Limit.UPLOAD: "20/h/user",
        Limit.SEARCH: "60/m/user",
        Limit.COMMENT: "30/m/user",
        Limit.CONFIRM: "10/m/user",
        Limit.VERIFY: "20/m/ip",
        Limit.MENTION: "120/m/user",
    }


@limited(mention="2/m/user")
def test_e16_names_are_offered_only_so_often(thread, mayor, chief):
    client, address = entered(chief), f"/threads/{thread.pk}/people/?q={mayor.name[:8]}"
    offered = [client.get(address).json()["people"] for _ in range(2)]
    answer = client.get(address)

    assert [[one["name"] for one in people] for people in offered] == 2 * [[mayor.name, chief.name]]
    assert refused(
        answer,
        "You looked for many names in a short time. Type the whole name, or look again in",
    )


@limited(comment="1/m/user")
def test_e16_a_comment_too_many_comes_back_in_its_form(thread, chief):
    client, address = entered(chief), f"/threads/{thread.pk}/"
    statuses = [client.post(address, {"text": "The county."}).status_code]
    answer = client.post(address, {"text": "An hour of typing"})

    assert (statuses, sources(thread)) == ([302], ["The county."])
    assert refused(answer, WROTE)
    assert page_of(answer).count(">\nAn hour of typing</textarea>") == 1


@limited(comment="1/m/user")
def test_e16_replies_edits_and_threads_count_as_comments_and_come_back_too(thread, chief):
    mine, top = say(thread, chief, "The county."), first_comment(thread)
    about = f"/threads/about/issue/{thread.issue_holding.issue_id}/"
    client = entered(chief)
    client.post(f"/threads/{thread.pk}/", {"text": "One."})
    new = {"kind": ThreadKind.FACT, "title": "Beds", "audience": Audience.WORKING_GROUP}
    answers = [
        client.post(f"/threads/comments/{top.pk}/reply/", {"text": "An hour of typing"}),
        client.post(f"/threads/comments/{mine.pk}/edit/", {"text": "An hour of typing"}),
        client.post(about, {"text": "An hour of typing", **new}),
    ]

    assert [refused(answer, WROTE) for answer in answers] == [True] * 3
    assert [page_of(one).count(">\nAn hour of typing</textarea>") for one in answers] == [1] * 3
    assert (sources(thread), Thread.objects.count()) == (["The county.", "One."], 1)


@limited(comment="1/m/user")
def test_e16_one_members_haste_is_nothing_to_another(thread, chief, publisher):
    address = f"/threads/{thread.pk}/"
    clients = [entered(member) for member in (chief, chief, publisher)]
    answers = [client.post(address, {"text": "We do."}) for client in clients]

    assert [answer.status_code for answer in answers] == [302, 429, 302]


@limited(comment="1/4s/user")
def test_e16_after_the_wait_that_was_told_it_is_taken(thread, chief):
    client, address = entered(chief), f"/threads/{thread.pk}/"
    client.post(address, {"text": "One."})
    answer = client.post(address, {"text": "Two."})
    time.sleep(int(answer["Retry-After"]))
    later = client.post(address, {"text": "Two."})

    assert (answer.status_code, later.status_code) == (429, 302)
    assert sources(thread) == ["One.", "Two."]


@limited(search="1/m/user")
def test_e16_a_search_too_many_is_a_page_that_leads_back_to_it(mayor):
    client = entered(mayor)
    client.get("/search/?q=court")
    answer = client.get("/search/?q=beds&page=1")

    assert refused(answer, SEARCHED)
    assert page_of(answer).count('href="/search/?q=beds&amp;page=1">Try again</a>') == 1


@limited(search="1/m/user")
def test_e16_limits_hold_again_right_after_the_cache_was_emptied(mayor):
    client = entered(mayor)
    before = [client.get("/search/?q=court").status_code for _ in range(2)]
    cache.clear()  # a restart of Redis
    after = [client.get("/search/?q=court").status_code for _ in range(2)]

    assert (before, after) == ([200, 429], [200, 429])


@limited(export="1/m/user")
def test_e16_a_document_too_many_is_not_made_and_the_way_back_is_its_page(statement, publisher):
    page = f"/statements/{statement.ref}/"
    client = entered(publisher)
    client.post(f"/statements/{statement.ref}/pdf/")
    export = Export.objects.get()
    issue = an_issue()
    addresses = [
        f"/statements/{statement.ref}/pdf/",
        f"/roundtable/proposals/{issue.proposal.ref}/pdf/",
        f"/documents/{export.pk}/retry/",
    ]
    came_from = {"Referer": f"http://testserver{page}"}
    answers = [client.post(address, headers=came_from) for address in addresses]

    assert [refused(answer, ASKED) for answer in answers] == [True] * 3
    assert [page_of(one).count(f'href="{page}">Go back</a>') for one in answers] == [1] * 3
    assert Export.objects.count() == 1


@limited(export="1/m/user")
def test_the_way_back_never_leads_to_another_site(statement, publisher):
    client, address = entered(publisher), f"/statements/{statement.ref}/pdf/"
    client.post(address)
    answer = client.post(address, headers={"Referer": "https://elsewhere.example/"})

    assert page_of(answer).count(f'href="/statements/{statement.ref}/">Go back</a>') == 1
    assert "elsewhere" not in page_of(answer)


@limited(upload="1/h/user")
def test_e16_files_count_wherever_they_are_added(statement, publisher):
    issue = an_issue()
    thread = a_thread(issue, publisher)
    client = entered(publisher)
    first = client.post(f"/statements/{statement.ref}/files/", {"file": a_file("a.txt")})
    answers = [
        client.post(f"/statements/{statement.ref}/files/", {"file": a_file("b.txt")}),
        client.post(f"/roundtable/{issue.ref}/files/", {"file": a_file("c.txt")}),
        client.post(f"/threads/{thread.pk}/", {"text": "See these.", "file": a_file("d.txt")}),
    ]

    assert first.status_code == 302
    assert [refused(answer, ADDED, within=3600) for answer in answers] == [True] * 3
    assert page_of(answers[2]).count(">\nSee these.</textarea>") == 1
    assert list(Attachment.objects.values_list("name", flat=True)) == ["a.txt"]


@limited(upload="1/h/user")
@pytest.mark.parametrize(
    ("path", "text", "field"),
    [("/statements/import/", RELEASE, "organization"), ("/roundtable/import/", OUTLINE, "issuer")],
)
def test_e16_files_that_are_read_into_texts_count_and_the_form_stays(
    publisher, mayor, path, text, field
):
    association = publisher.current_seats[0].organization.pk
    typed = {"organization": association, "issuers": [association], "issuer": association}
    client = entered(publisher)

    def send(words: str = text) -> HttpResponse:
        return client.post(path, typed | {"file": SimpleUploadedFile("a.txt", words.encode())})

    first, again = send(), send("Another one")
    pasted = client.post(path, typed | {"text": "Beds"})

    assert first.status_code in {200, 302}
    assert refused(again, ADDED, within=3600)
    kept = f'name="{field}" value="{association}"', f'<option value="{association}" selected>'
    assert [one in page_of(again) for one in kept].count(True) == 1
    assert pasted.status_code != 429


@limited(search="1/m/user")
@pytest.mark.parametrize("path", ["/statements/", "/members/"])
def test_e16_words_count_wherever_they_are_searched_for(mayor, path):
    client = entered(mayor)
    looks = [client.get(path).status_code for _ in range(2)]
    client.get(f"{path}?q=court")
    answer = client.get(f"{path}?q=beds")

    assert looks == [200, 200]
    assert refused(answer, SEARCHED)
    assert page_of(answer).count(f'href="{path}?q=beds">Try again</a>') == 1


@limited(upload="3/h/user")
def test_e16_the_files_of_one_comment_are_counted_together_or_not_at_all(mayor, chief):
    thread = a_thread(an_issue(), mayor)
    client, address = entered(chief), f"/threads/{thread.pk}/"

    def send(*names: str) -> int:
        files = [a_file(name) for name in names]
        return client.post(address, {"text": "See these.", "file": files}).status_code

    assert [send("a.txt", "b.txt"), send("c.txt", "d.txt"), send("e.txt")] == [302, 429, 302]
    assert list(Attachment.objects.order_by("name").values_list("name", flat=True)) == [
        "a.txt", "b.txt", "e.txt",
    ]  # fmt: skip


@override_settings(CACHES=NO_SERVER, RATE_LIMITS={})
def test_e16_with_the_cache_away_no_comment_is_lost_and_the_log_says_so(thread, chief, caplog):
    answer = entered(chief).post(f"/threads/{thread.pk}/", {"text": "The county."})

    assert (answer.status_code, sources(thread)) == (302, ["The county."])
    assert caplog.messages == ["comment is not limited, the cache is away: ConnectionError"]


@override_settings(CACHES=NO_SERVER)
@pytest.mark.trust("G5")
def test_e16_with_the_cache_away_nobody_signs_in_uncounted(mayor):
    client = Client(raise_request_exception=False)
    typed = {"login": mayor.email, "password": "whatever it was"}
    answer = client.post("/accounts/login/", typed)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert mayor.email in page_of(answer)
    assert "whatever it was" not in page_of(answer)
