"""What is typed is kept on the server, for nobody else, until it is sent or discarded."""

import pytest

from portal.models import ComposerDraft
from tests.discussions import a_thread, an_issue, first_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(mayor):
    return a_thread(an_issue(), mayor)


def address(thread) -> str:
    return f"/threads/{thread.pk}/"


def page_of(answer) -> str:
    return answer.content.decode()


def test_a_draft_is_kept_restored_and_discarded(thread, chief, mayor, signed_in):
    path = f"/threads/drafts/thread-{thread.pk}/"
    client = signed_in(chief)
    answer = client.post(path, {"text": "Half a thou"})
    page = page_of(client.get(address(thread)))

    assert page_of(answer).startswith("Draft kept from ")
    assert page.count(">\nHalf a thou</textarea>") == 1
    assert page.count("Draft kept from ") == 1
    assert page_of(signed_in(mayor).get(address(thread))).count("Half a thou") == 0
    back = signed_in(chief).post(f"{path}discard/", {"back": address(thread)})
    assert (back.url, ComposerDraft.objects.count()) == (address(thread), 0)


def test_a_draft_of_a_reply_is_pointed_at(thread, chief, signed_in):
    above = first_comment(thread)
    client = signed_in(chief)
    client.post(f"/threads/drafts/reply-{above.pk}/", {"text": "Half"})

    assert page_of(client.get(address(thread))).count("(draft kept)") == 1
    composer = page_of(client.get(f"/threads/comments/{above.pk}/reply/"))
    assert composer.count(">\nHalf</textarea>") == 1


def test_an_emptied_draft_is_none(chief, signed_in):
    client = signed_in(chief)
    client.post("/threads/drafts/thread-1/", {"text": "Half"})

    assert client.post("/threads/drafts/thread-1/", {"text": " "}).status_code == 204
    assert ComposerDraft.objects.count() == 0


def test_a_draft_that_is_too_long_says_so(chief, signed_in):
    answer = signed_in(chief).post("/threads/drafts/thread-1/", {"text": "w" * 10_001})

    assert (answer.status_code, page_of(answer)) == (
        422,
        "A comment has at most 10,000 characters. Shorten the draft.",
    )


@pytest.mark.parametrize("back", ["//host/", "https:host", r"\host", "https://host/", ""])
@pytest.mark.trust("E15")
def test_discarding_leads_nowhere_else(back, chief, signed_in):
    assert signed_in(chief).post("/threads/drafts/a/discard/", {"back": back}).url == "/"
