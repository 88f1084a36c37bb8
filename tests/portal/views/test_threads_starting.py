"""Starting a thread: from the page of what it is about, and on a page of its own."""

import pytest

from portal.models import Thread
from portal.vocabulary.audiences import Audience
from tests.discussions import an_issue
from tests.statements.telling_data import frozen_statement

pytestmark = pytest.mark.django_db
A_NUMBER = "A-123-456-789"


def page_of(answer) -> str:
    return answer.content.decode()


def new_thread(**values: str) -> dict[str, str]:
    typed = {"kind": "question", "title": "Who pays", "text": "Who pays for beds?"}
    return typed | {"audience": Audience.WORKING_GROUP} | values


def test_a_thread_is_started_from_the_issues_page(chief, signed_in):
    issue = an_issue()
    client = signed_in(chief)
    page = page_of(client.get(f"/roundtable/{issue.ref}/"))
    path = f"/threads/about/issue/{issue.pk}/"
    answer = client.post(path, new_thread())
    thread = Thread.objects.get()

    assert page.count(f'action="{path}"') == 1
    assert answer.url == f"/threads/{thread.pk}/"
    assert (thread.title, thread.audience, thread.created_by) == (
        "Who pays", Audience.WORKING_GROUP, chief,
    )  # fmt: skip


def test_the_audience_is_asked_for_only_where_there_is_a_choice(mayor, signed_in):
    client = signed_in(mayor)
    wide, narrow = an_issue(), an_issue(audience=Audience.NAMED)
    narrow.readers.add(mayor)
    pages = [page_of(client.get(f"/threads/about/issue/{one.pk}/")) for one in (wide, narrow)]

    assert [page.count('<select name="audience"') for page in pages] == [1, 0]
    assert pages[1].count("Seen by: <strong>Named people</strong>") == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": " "}, "Give the thread a title."),
        ({"text": " "}, "Write something first."),
        ({"audience": "named"}, "Name the people whom this thread is for."),
        ({"audience": "chiefs"}, "Select a valid choice. chiefs is not one of"),
        ({"audience": "public"}, "Select a valid choice. public is not one of"),
        ({"kind": "gossip"}, "Select a valid choice. gossip is not one of"),
        ({"title": f"On {A_NUMBER}"}, "looks like an alien registration number"),
        ({"text": "Ask @Lee Gone"}, "Lee Gone may not see this thread"),
    ],
)
def test_a_refused_thread_comes_back_with_all_that_was_typed(
    values, sentence, mayor, nobody_yet, signed_in
):
    typed = new_thread(**values)
    answer = signed_in(mayor).post(f"/threads/about/issue/{an_issue().pk}/", typed)
    page = page_of(answer)

    assert (answer.status_code, Thread.objects.count()) == (422, 0)
    assert page.count(sentence) in {1, 2}
    assert page.count(f">\n{typed['text']}</textarea>") == 1
    assert page.count(f'value="{typed["title"].strip()}"') == (1 if typed["title"].strip() else 0)


def test_people_are_named_on_the_page_of_the_composer(mayor, chief, signed_in):
    path = f"/threads/about/issue/{an_issue().pk}/"
    client = signed_in(mayor)
    page = page_of(client.get(path))
    client.post(path, new_thread(audience="named", readers=str(chief.pk)))

    assert page.count(f'name="readers" value="{chief.pk}"') == 1
    assert set(Thread.objects.get().readers.all()) == {mayor, chief}


def test_a_statement_is_discussed_by_those_who_work_on_it(publisher, chief, signed_in):
    statement = frozen_statement(publisher)
    path = f"/threads/about/statement/{statement.pk}/"
    opened = signed_in(publisher).post(path, new_thread(audience="working_group"))
    page = page_of(signed_in(publisher).get(f"/statements/{statement.ref}/working/"))

    assert page.count(f'<a href="{opened.url}">Who pays</a>') == 1
    for stranger in (path, opened.url):
        assert signed_in(chief).get(stranger).status_code == 404
