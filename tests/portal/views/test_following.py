"""The control by which a member follows an issue or a statement."""

import pytest

from portal.models import Subscription
from portal.vocabulary.threads import Level
from roundtable.models import Issue
from tests.roundtable.meeting_data import close_issue, proposed
from tests.statements.telling_data import frozen_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(db: None) -> str:
    proposed()
    return f"/following/issue/{Issue.objects.get(ref='R-1.1').pk}/"


def chosen() -> list[tuple[str, str]]:
    return list(Subscription.objects.values_list("subject_kind", "level"))


def test_a_choice_is_kept_and_leads_back(path, mayor, signed_in):
    client = signed_in(mayor)
    answer = client.post(path, {"level": "everything"})

    assert (answer.url, chosen()) == ("/roundtable/R-1.1/", [("issue", Level.EVERYTHING)])
    page = client.get(answer.url).content.decode()
    assert page.count("Following: Everything") == 1
    assert page.count("Of R-1.1 you hear: everything.") == 1


def test_without_a_choice_the_page_shows_the_usual_level(path, mayor, signed_in):
    page = signed_in(mayor).get("/roundtable/R-1.1/").content.decode()

    assert page.count("Following: What concerns me, and mentions") == 1


def test_a_statement_is_followed_from_its_working_page(publisher, signed_in):
    statement = frozen_statement(publisher)
    client = signed_in(publisher)
    answer = client.post(f"/following/statement/{statement.pk}/", {"level": "decisions"})

    assert answer.url == f"/statements/{statement.ref}/working/"
    assert client.get(answer.url).content.decode().count("Following: Decisions only") == 1


@pytest.mark.parametrize("level", ["", "nonsense"])
def test_no_level_keeps_what_was(path, mayor, signed_in, level):
    answer = signed_in(mayor).post(path, {"level": level})

    assert (answer.url, chosen()) == ("/roundtable/R-1.1/", [])


def test_what_a_member_may_not_see_is_not_there(path, mayor, observer, signed_in):
    close_issue("R-1.1", "chiefs")
    for member in (mayor, observer):
        assert signed_in(member).post(path, {"level": "everything"}).status_code == 404
    for nowhere in ("/following/issue/999999/", "/following/letter/1/"):
        assert signed_in(mayor).post(nowhere, {"level": "everything"}).status_code == 404

    assert chosen() == []
