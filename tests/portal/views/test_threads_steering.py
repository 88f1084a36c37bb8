"""Resolving a thread, opening it again, narrowing who sees it."""

import pytest

from portal.models import Thread
from portal.operations.threads import resolve_thread
from portal.vocabulary.audiences import Audience
from tests.discussions import a_thread, an_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(mayor):
    return a_thread(an_issue(), mayor)


def page_of(answer) -> str:
    return answer.content.decode()


def test_whoever_opened_it_resolves_it_with_a_sentence(thread, mayor, signed_in):
    client = signed_in(mayor)
    page = page_of(client.get(f"/threads/{thread.pk}/"))
    answer = client.post(f"/threads/{thread.pk}/resolve/", {"sentence": "The county does."})

    assert page.count('<button class="button button-second">Resolve</button>') == 1
    assert answer.url == f"/threads/{thread.pk}/"
    assert Thread.objects.get().resolution == "The county does."


@pytest.mark.parametrize(
    ("sentence", "refusal"),
    [
        (" ", "Say in a sentence how this was resolved."),
        ("w" * 501, "Say it in at most 500 characters."),
        ("As for A-123-456-789", "looks like an alien registration number"),
    ],
)
def test_a_refused_sentence_comes_back(sentence, refusal, thread, mayor, signed_in):
    answer = signed_in(mayor).post(f"/threads/{thread.pk}/resolve/", {"sentence": sentence})
    page = page_of(answer)

    assert (answer.status_code, Thread.objects.get().is_resolved) == (422, False)
    assert page.count(refusal) == 2
    assert page.count(f">\n{sentence.strip()}</textarea>") == 1
    assert page.count('<details class="more thread-resolve" id="resolve" open>') == 1


def test_others_are_neither_offered_it_nor_obeyed(thread, chief, signed_in):
    client = signed_in(chief)
    page = page_of(client.get(f"/threads/{thread.pk}/"))
    answer = client.post(f"/threads/{thread.pk}/resolve/", {"sentence": "No."})

    assert (page.count("Resolve</button>"), page.count("/narrow/")) == (0, 0)
    assert answer.status_code == 422
    assert client.get(f"/threads/{thread.pk}/narrow/").status_code == 403


def test_it_is_opened_again_without_a_word(thread, mayor, signed_in):
    resolve_thread(thread_id=thread.pk, sentence="Yes.", actor=mayor)
    client = signed_in(mayor)
    page = page_of(client.get(f"/threads/{thread.pk}/"))
    client.post(f"/threads/{thread.pk}/reopen/")

    assert page.count("Open again</button>") == 1
    assert not Thread.objects.get().is_resolved


def test_narrowing_says_what_it_means_and_does_it(thread, mayor, chief, signed_in):
    client = signed_in(mayor)
    page = page_of(client.get(f"/threads/{thread.pk}/narrow/"))
    answer = client.post(f"/threads/{thread.pk}/narrow/", {"audience": "mayors"})

    assert page.count("This cannot be undone") == 1
    assert answer.url == f"/threads/{thread.pk}/"
    assert Thread.objects.get().audience == Audience.MAYORS
    assert signed_in(chief).get(f"/threads/{thread.pk}/").status_code == 404


def test_narrowing_to_nobody_named_is_refused(thread, mayor, signed_in):
    answer = signed_in(mayor).post(f"/threads/{thread.pk}/narrow/", {"audience": "named"})

    assert answer.status_code == 422
    assert page_of(answer).count("Name the people whom this thread is for.") == 1


def test_nothing_is_opened_to_more_people(mayor, signed_in):
    thread = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    for wider in ("working_group", "public", "chiefs"):
        answer = signed_in(mayor).post(f"/threads/{thread.pk}/narrow/", {"audience": wider})
        assert answer.status_code == 422

    assert Thread.objects.get().audience == Audience.MAYORS


def test_named_people_can_become_fewer(mayor, chief, aide, signed_in):
    readers = [chief.pk, aide.pk]
    thread = a_thread(an_issue(), mayor, audience=Audience.NAMED, readers=readers)
    path = f"/threads/{thread.pk}/narrow/"
    signed_in(mayor).post(path, {"audience": "named", "readers": [aide.pk]})

    assert set(thread.readers.all()) == {mayor, aide}
