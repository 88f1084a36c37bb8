"""The staff page: one next step, and what a step refuses comes back as a sentence."""

import re

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from portal.vocabulary.organizations import Capacity
from statements.models import SignOn, Statement
from statements.operations.signing import recall_signature, withdraw_signature
from statements.vocabulary.states import StatementState
from tests.factories import SeatFactory
from tests.statements.signing_data import (
    ago,
    ahead,
    buttons,
    editor_of,
    joint_statement,
    open_sign_on,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement() -> Statement:
    made = joint_statement()
    Statement.objects.update(handed_over_at=Now())
    return made


@pytest.fixture
def staff(statement, signed_in):
    seat = SeatFactory(organization=statement.issuers.get(), capacity=Capacity.PUBLISHER)
    return signed_in(seat.member)


def page_of(statement: Statement) -> str:
    return f"/statements/{statement.ref}/staff/"


def test_a_step_is_taken_and_the_next_one_offered(staff, statement):
    page = staff.post(f"{page_of(statement)}freeze/", follow=True)

    assert ("The text is frozen." in page.text, "Clear" in page.text) == (True, True)


def test_a_refused_step_says_why(staff, statement):
    page = staff.post(f"{page_of(statement)}reopen/", follow=True)

    assert "not possible while it is draft" in page.text


def test_giving_up_needs_a_reason_that_may_be_stored(staff, statement):
    address = f"{page_of(statement)}abandon/"
    empty = staff.post(address, {"text": ""}, follow=True)
    stopped = staff.post(address, {"text": "See the file of A123456789."}, follow=True)

    assert "in a sentence why" in empty.text
    assert "A123456789" not in stopped.text
    assert Statement.objects.get().state == StatementState.DRAFTING
    staff.post(address, {"text": "Overtaken by events."})
    assert Statement.objects.get().state == StatementState.ABANDONED


def test_an_unknown_step_is_not_there(staff, statement):
    assert staff.post(f"{page_of(statement)}destroy/").status_code == 404


def test_the_deadline_moves_to_a_later_time(staff, statement):
    open_sign_on(statement, deadline_at=ahead(hours=1))
    later = {"deadline": "2031-01-01T12:00", "zone": "America/New_York"}

    assert staff.post(f"{page_of(statement)}deadline/", later).status_code == 302
    assert SignOn.objects.get().deadline_at.isoformat() == "2031-01-01T17:00:00+00:00"
    earlier = {"deadline": "2030-01-01T12:00", "zone": "America/New_York"}
    refused = staff.post(f"{page_of(statement)}deadline/", earlier)
    assert (refused.status_code, "only be moved to a later" in refused.text) == (422, True)
    assert 'value="2030-01-01T12:00"' in refused.text


def test_the_list_tells_a_recalled_signature_from_a_withdrawn_one(staff, statement):
    open_sign_on(statement)
    ana, bo = signer("Ana Example"), signer("Bo Example")
    recall_signature(signature_id=sign(statement, ana).pk, actor=ana)
    withdraw_signature(signature_id=sign(statement, bo).pk, reason="A mistake.", actor=bo)
    page = staff.get(page_of(statement)).text

    assert re.findall(r">(Recalled|Withdrew)<", page) == ["Recalled", "Withdrew"]


def test_every_editor_of_an_issuing_association_may_remind(statement, signed_in):
    open_sign_on(statement)
    signer()
    editor = signed_in(editor_of(statement))
    page = editor.get(page_of(statement))
    assert buttons(page) == ["Remind those who are silent"]

    answer = editor.post(reverse("remind", args=[statement.ref]), follow=True)
    assert "One organization is reminded." in answer.text


@pytest.mark.parametrize(
    "terms",
    [{"opens_at": ahead(hours=1)}, {"deadline_at": ago(seconds=1)}],
    ids=["opening", "past the deadline"],
)
def test_an_editor_is_not_offered_what_would_be_refused(statement, signed_in, terms):
    open_sign_on(statement, **terms)

    assert buttons(signed_in(editor_of(statement)).get(page_of(statement))) == []
