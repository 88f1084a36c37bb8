"""Error pages say what happened, keep what was typed, and need neither session nor database."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, RequestFactory

from portal.middleware.refusals import Refusals
from portal.views.errors import permission_denied, server_error
from portal.vocabulary.refusals import Refusal

TYPED = {"text": "An hour of typing", "password": "secret words", "issuers": ["1", "2"]}


@pytest.fixture
def sent(rf: RequestFactory):
    return rf.post("/statements/import/", TYPED)


@pytest.mark.django_db
@pytest.mark.trust("G12")
def test_a_form_without_its_session_comes_back_with_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": "a@b.example", "password": "secret words"})

    assert answer.status_code == 403
    assert "a@b.example" in answer.text
    assert "secret words" not in answer.text


@pytest.mark.trust("G10")
def test_a_database_that_is_away_is_a_503_that_keeps_what_was_typed(sent):
    try:
        raise OperationalError
    except OperationalError:
        answer = server_error(sent)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "An hour of typing" in answer.text


@pytest.mark.trust("C19")
def test_a_defect_is_a_500_without_a_trace_of_it(sent):
    try:
        raise ValueError("inside /srv/portal")
    except ValueError:
        answer = server_error(sent)

    assert answer.status_code == 500
    assert "An hour of typing" in answer.text
    assert "/srv/portal" not in answer.text


def test_a_forbidden_form_keeps_what_was_typed(sent):
    answer = permission_denied(sent, PermissionDenied())

    assert answer.status_code == 403
    assert "An hour of typing" in answer.text


def test_a_refusal_that_no_form_caught_is_a_page_with_its_sentence(sent):
    answer = Refusals(lambda request: None).process_exception(sent, Refusal("Ask the mayor."))

    assert answer.status_code == 409
    assert "Ask the mayor." in answer.text
