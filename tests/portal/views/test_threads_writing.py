"""Writing into threads: every way works without a script, and no refusal loses a word."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.models import Comment, ThreadRead
from portal.operations.comments import edit_comment
from portal.operations.threads import resolve_thread
from portal.queries.comments import edition_of
from portal.vocabulary.audiences import Audience
from tests.conftest import BACKEND
from tests.discussions import a_thread, an_issue, first_comment, say

pytestmark = pytest.mark.django_db
A_NUMBER = "A-123-456-789"


@pytest.fixture
def thread(mayor):
    return a_thread(an_issue(), mayor)


def address(thread) -> str:
    return f"/threads/{thread.pk}/"


def page_of(answer) -> str:
    return answer.content.decode()


def written(thread) -> list[str]:
    return [comment.source for comment in thread.comments.order_by("pk")][1:]


def test_a_comment_is_sent_and_shown_where_it_stands(thread, chief, signed_in):
    client = signed_in(chief)
    answer = client.post(address(thread), {"text": "The **county**."})
    newest = thread.comments.latest("pk")

    assert answer.url == f"/threads/{thread.pk}/?comment={newest.pk}#comment-{newest.pk}"
    assert page_of(client.get(answer.url)).count("<p>The <strong>county</strong>.</p>") == 1


def test_sending_marks_what_was_shown_as_read(thread, chief, signed_in):
    shown = first_comment(thread).pk
    signed_in(chief).post(address(thread), {"text": "The county.", "seen": str(shown)})

    assert ThreadRead.objects.get(member=chief).last_comment_id == shown


def test_a_form_without_its_token_is_refused(thread, chief):
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief, backend=BACKEND)
    paths = ["", "read/", "resolve/", "reopen/", "narrow/"]
    statuses = [client.post(f"{address(thread)}{path}", {"text": "x"}) for path in paths]

    assert [answer.status_code for answer in statuses] == [403] * 5
    assert written(thread) == []


def test_a_reply_is_written_under_its_comment(thread, chief, signed_in):
    above = first_comment(thread)
    client = signed_in(chief)
    path = f"/threads/comments/{above.pk}/reply/"
    composer = page_of(client.get(path))
    answer = client.post(path, {"text": "We do."})
    reply = thread.comments.latest("pk")

    assert composer.count(f'action="{path}#write-{above.pk}"') == 1
    assert composer.count("<h1>Who keeps the list</h1>") == 1
    assert (answer.status_code, reply.parent, reply.source) == (302, above, "We do.")


def test_the_script_gets_the_composer_alone(thread, chief, signed_in):
    above = first_comment(thread)
    answer = signed_in(chief).get(
        f"/threads/comments/{above.pk}/reply/", headers={"HX-Request": "true"}
    )

    assert page_of(answer).count("<form") == 1
    assert page_of(answer).count("<h1") == 0


def test_a_reply_is_not_answered_itself(thread, chief, signed_in):
    reply = say(thread, chief, parent_id=first_comment(thread).pk)

    assert signed_in(chief).get(f"/threads/comments/{reply.pk}/reply/").status_code == 404


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("   ", "Write something first."),
        ("w" * 10_001, "A comment has at most 10,000 characters. Make two of it."),
        (f"Ask about {A_NUMBER} today", "looks like an alien registration number (A-number)."),
    ],
)
def test_a_refused_comment_comes_back_with_all_that_was_typed(
    text, sentence, thread, chief, signed_in
):
    above = first_comment(thread)
    for path in (address(thread), f"/threads/comments/{above.pk}/reply/"):
        answer = signed_in(chief).post(path, {"text": text})
        page = page_of(answer)

        assert (answer.status_code, written(thread)) == (422, [])
        assert page.count(f">\n{text}</textarea>") == 1
        assert page.count(sentence) == 2  # in the summary and at the field


def test_a_mention_of_somebody_who_may_not_see_it_comes_back(mayor, chief, signed_in):
    thread = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    answer = signed_in(mayor).post(address(thread), {"text": f"Ask @{chief.name}"})

    assert (answer.status_code, written(thread)) == (422, [])
    assert page_of(answer).count(f"{chief.name} may not see this thread") == 2
    assert page_of(answer).count(f"Ask @{chief.name}</textarea>") == 1


def test_staff_release_a_false_hit(thread, publisher, signed_in):
    client = signed_in(publisher)
    text = f"Form {A_NUMBER}"
    stopped = client.post(address(thread), {"text": text})
    again = {"text": text, "release_reason": "The number of a bus line"}

    assert page_of(stopped).count("This is a false hit: release it, because</label>") == 1
    assert (stopped.status_code, client.post(address(thread), again).status_code) == (422, 302)
    assert written(thread) == [text]


def test_several_files_are_sent_with_a_comment(thread, chief, signed_in):
    files = [SimpleUploadedFile(f"{name}.txt", b"Two days") for name in ("a", "b")]
    client = signed_in(chief)
    client.post(address(thread), {"text": "Both", "file": files})
    comment = thread.comments.latest("pk")

    assert {file.name for file in comment.attachments.all()} == {"a.txt", "b.txt"}
    page = page_of(client.get(address(thread)))
    assert page.count(f'href="/attachments/{comment.attachments.first().pk}/"') == 1


def test_refused_files_are_asked_for_again_by_name(thread, chief, signed_in):
    files = [
        SimpleUploadedFile("a.txt", b"Two days"),
        SimpleUploadedFile("b.txt", f"About {A_NUMBER}".encode()),
    ]
    answer = signed_in(chief).post(address(thread), {"text": "Both", "file": files})
    sentence = "Nothing was sent, so choose the files again: a.txt and b.txt."

    assert (answer.status_code, written(thread)) == (422, [])
    assert page_of(answer).count(sentence) == 2
    assert page_of(answer).count("Both</textarea>") == 1


def test_what_is_resolved_meanwhile_loses_nothing(thread, mayor, chief, signed_in):
    resolve_thread(thread_id=thread.pk, sentence="Yes.", actor=mayor)
    answer = signed_in(chief).post(address(thread), {"text": "My long thoughts"})

    assert answer.status_code == 422
    assert page_of(answer).count("My long thoughts") == 1


def test_an_edit_puts_another_text_in_its_place(thread, mayor, signed_in):
    comment = first_comment(thread)
    typed = {"text": "Who owns it?", "edition": edition_of(comment)}
    answer = signed_in(mayor).post(f"/threads/comments/{comment.pk}/edit/", typed)

    assert answer.url == f"/threads/{thread.pk}/?comment={comment.pk}#comment-{comment.pk}"
    assert first_comment(thread).source == "Who owns it?"


def test_a_stale_edit_shows_both_texts_and_can_be_saved_then(thread, mayor, signed_in):
    comment = first_comment(thread)
    first = edition_of(comment)
    edit_comment(comment_id=comment.pk, text="From the phone", edition=first, actor=mayor)
    client = signed_in(mayor)
    path = f"/threads/comments/{comment.pk}/edit/"
    stale = client.post(path, {"text": "From the desk", "edition": first})
    page = page_of(stale)
    edition = page.split('name="edition" value="')[1].split('"')[0]

    assert stale.status_code == 422
    assert page.count('<div class="meanwhile-text">From the phone</div>') == 1
    assert page.count(">\nFrom the desk</textarea>") == 1
    assert client.post(path, {"text": "From both", "edition": edition}).status_code == 302
    assert first_comment(thread).source == "From both"


def test_nobody_edits_what_others_wrote(thread, chief, publisher, signed_in):
    path = f"/threads/comments/{first_comment(thread).pk}/edit/"

    for other in (chief, publisher):
        assert signed_in(other).get(path).status_code == 404
        assert signed_in(other).post(path, {"text": "x"}).status_code == 404


def test_a_removed_comment_leaves_its_place(thread, mayor, chief, signed_in):
    comment = first_comment(thread)
    say(thread, chief, "A reply", parent_id=comment.pk)
    client = signed_in(mayor)
    path = f"/threads/comments/{comment.pk}/remove/"
    asked = client.get(path)
    client.post(path)
    page = page_of(client.get(address(thread)))

    assert (asked.status_code, page.count("Removed by")) == (200, 1)
    assert page.count(f"Removed by {mayor.name} on <time") == 1
    assert (page.count("Who keeps the list of orders?"), page.count("A reply")) == (0, 1)
    assert client.get(f"/threads/comments/{comment.pk}/history/").status_code == 404


def test_staff_remove_with_a_reason_and_others_do_not(thread, publisher, chief, signed_in):
    path = f"/threads/comments/{first_comment(thread).pk}/remove/"

    assert signed_in(chief).post(path, {"reason": "No"}).status_code == 404
    client = signed_in(publisher)
    refused = client.post(path, {"reason": " "})
    assert refused.status_code == 422
    assert page_of(refused).count("Say in a sentence why you remove") == 2
    assert client.post(path, {"reason": "Off the point"}).status_code == 302
    assert Comment.objects.get(thread=thread).removed_by == publisher
