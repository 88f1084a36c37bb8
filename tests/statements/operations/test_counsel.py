"""Counsel is asked about a version and answers once; it binds nobody, and no other sees it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse

from portal.models import Announcement, AuditEvent, Member, Seat
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from statements.models import CounselRequest
from statements.operations.counsel import answer_as_counsel, ask_counsel
from tests.factories import MemberFactory, SeatFactory
from tests.statements.signing_data import (
    ago,
    buttons,
    editor_of,
    open_sign_on,
    organization_of,
    revise,
    sign,
    signer,
)
from tests.statements.telling_data import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def attorney(ana) -> Member:
    """Works for Ana's city."""
    return SeatFactory(
        member=MemberFactory(name="Lex Attorney"),
        organization=organization_of(ana),
        capacity=Capacity.STAFF,
        title="City attorney",
        since=ago(days=9),
    ).member


def ask(statement, asker: Member, counsel: Member) -> CounselRequest:
    return ask_counsel(
        statement_id=statement.pk,
        organization_id=organization_of(asker).pk,
        counsel_id=counsel.pk,
        actor=asker,
    )


def page_of(request: CounselRequest) -> str:
    return reverse("counsel", args=[request.statement.ref, request.pk])


def test_one_version_is_asked_about_once(statement, ana, attorney):
    first = ask(statement, ana, attorney)
    assert ask(statement, ana, attorney) == first
    assert AuditEvent.objects.filter(verb=Verb.COUNSEL_ASKED).count() == 1

    revise(statement)
    assert ask(statement, ana, attorney) != first
    assert CounselRequest.objects.count() == 2


def test_anybody_who_works_there_asks_and_only_colleagues_are_asked(statement, ana, attorney):
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    assert ask(statement, aide, attorney).asked_by.member == aide
    other = signer()
    with pytest.raises(Refusal, match="Choose somebody who works for Alder"):
        ask(statement, aide, ana)  # who leads it, decides
    with pytest.raises(Refusal, match="Choose somebody who works for Alder"):
        ask(statement, ana, other)
    with pytest.raises(Refusal, match="Choose somebody who works for Alder"):
        ask(statement, ana, ana)
    with pytest.raises(PermissionDenied):
        ask_counsel(
            statement_id=statement.pk,
            organization_id=organization_of(other).pk,
            counsel_id=attorney.pk,
            actor=ana,
        )


def test_nobody_is_asked_when_nobody_can_sign(statement, ana, attorney):
    open_sign_on(statement, deadline_at=ago(seconds=1))

    with pytest.raises(Refusal, match="The time to sign ended"):
        ask(statement, ana, attorney)


@pytest.mark.parametrize("answer", ["no_objection", "call_me", "council"])
def test_counsel_answers_once_and_the_city_signs_all_the_same(statement, ana, attorney, answer):
    request = ask(statement, ana, attorney)
    answered = answer_as_counsel(request_id=request.pk, answer=answer, actor=attorney)
    assert answer_as_counsel(request_id=request.pk, answer=answer, actor=attorney) == answered

    other = "council" if answer == "call_me" else "call_me"
    with pytest.raises(Refusal, match="You answered already"):
        answer_as_counsel(request_id=request.pk, answer=other, actor=attorney)
    with pytest.raises(IntegrityError, match="counsel answers once"), transaction.atomic():
        CounselRequest.objects.filter(pk=request.pk).update(answer=other)
    event = AuditEvent.objects.get(verb=Verb.COUNSEL_ANSWERED)
    assert (event.actor, event.object_label) == (attorney, f"Question {request.pk} to counsel")
    assert sign(statement, ana).ended_at is None


def test_nobody_but_counsel_answers(statement, ana, attorney):
    request = ask(statement, ana, attorney)
    with pytest.raises(PermissionDenied):
        answer_as_counsel(request_id=request.pk, answer="no_objection", actor=ana)
    with pytest.raises(Refusal, match="Choose one"):
        answer_as_counsel(request_id=request.pk, answer="as you like", actor=attorney)

    Seat.objects.filter(member=attorney).update(until=Now())
    with pytest.raises(PermissionDenied):
        answer_as_counsel(request_id=request.pk, answer="no_objection", actor=attorney)


def test_counsel_gets_a_mail_and_the_asker_the_answer(statement, ana, attorney):
    request = ask(statement, ana, attorney)
    (asked,) = tell("counsel_asked")
    assert (asked.recipient, asked.url) == (attorney, page_of(request))
    assert statement.title not in asked.title

    answer_as_counsel(request_id=request.pk, answer="council", actor=attorney)
    (answered,) = tell("counsel_answered")
    assert (answered.recipient, answered.mail.to) == (ana, ana.email)
    assert answered.title == f"Counsel answered: This needs council action ({statement.ref})"


def test_who_left_or_answered_already_gets_no_mail(statement, ana, attorney):
    request = ask(statement, ana, attorney)
    answer_as_counsel(request_id=request.pk, answer="council", actor=attorney)
    assert tell("counsel_asked") == []

    revise(statement)
    ask(statement, ana, attorney)
    Seat.objects.filter(member=attorney).update(until=Now())
    assert tell("counsel_asked") == []
    assert Announcement.objects.filter(kind="counsel_asked").count() == 2


# --- the pages ------------------------------------------------------------------------------------


def test_from_the_sign_page_to_the_answer(statement, ana, attorney, address, signed_in):
    client = signed_in(ana)
    sent = {"organization": organization_of(ana).pk, "counsel": attorney.pk}
    asked = client.post(reverse("counsel_ask", args=[statement.ref]), sent, follow=True)
    assert "Lex Attorney gets a mail with a link to this text." in asked.text
    assert "No answer yet" in asked.text

    request = CounselRequest.objects.get()
    client = signed_in(attorney)
    page = client.get(page_of(request))
    assert buttons(page) == ["No legal objection", "Call me", "This needs council action"]
    assert "The office itself: Mayor" in page.text
    answered = client.post(page_of(request), {"answer": "call_me"}, follow=True)
    assert (buttons(answered), "Call me" in answered.text) == ([], True)

    assert "Call me" in signed_in(ana).get(address).text


def test_counsel_reads_what_is_new_since_the_city_last_signed(statement, ana, attorney, signed_in):
    sign(statement, ana)
    revise(statement)
    request = ask(statement, ana, attorney)
    page = signed_in(attorney).get(page_of(request))

    assert "last signed or answered version 1" in page.text
    assert "<ins" in page.text


def test_counsel_reads_that_the_text_has_changed_since(statement, ana, attorney, signed_in):
    request = ask(statement, ana, attorney)
    revise(statement)

    assert (
        "Version 2 is in the place of this text" in signed_in(attorney).get(page_of(request)).text
    )


def test_only_that_organization_sees_any_of_it(statement, ana, attorney, address, signed_in):
    request = ask(statement, ana, attorney)
    answer_as_counsel(request_id=request.pk, answer="call_me", actor=attorney)
    statement.__class__.objects.update(handed_over_at=ago(hours=1))
    staff, other = editor_of(statement), signer()

    for member in (staff, other):
        client = signed_in(member)
        assert client.get(page_of(request)).status_code == 404
        assert client.post(page_of(request), {"answer": "council"}).status_code == 404
    pages = [
        signed_in(other).get(address),
        signed_in(staff).get(f"/statements/{statement.ref}/staff/"),
    ]
    assert [page_of(request) in page.text for page in pages] == [False, False]
    assert ["Call me" in page.text for page in pages] == [False, False]


def test_where_nobody_can_be_asked_the_way_to_invite_is_shown(statement, ana, address, signed_in):
    page = signed_in(ana).get(address)

    assert "Nobody of Alder who could be asked has a seat here yet." in page.text
    assert f'href="/members/{organization_of(ana).pk}/people/"' in page.text
