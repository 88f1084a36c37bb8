"""Whose seat has ended still opens what they are named under, and nothing besides."""

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from portal.models import Member, ReadEvent
from portal.vocabulary.organizations import Capacity
from statements.models import Signature
from tests.factories import SeatFactory
from tests.seats import moved
from tests.statements.recording_data import WORDS, recorded
from tests.statements.signing_data import (
    buttons,
    delegated,
    editor_of,
    organization_of,
    publish,
    sign,
)

pytestmark = pytest.mark.django_db


def left(member: Member) -> Member:
    """The term is over; the member read anew."""
    moved(member.seats.all(), until=Now())
    return Member.objects.get(pk=member.pk)


def paragraph(signature: Signature) -> str:
    """Words that stand in the text alone."""
    return str(signature.revision.blocks.filter(kind="paragraph").first().html[:40])


@pytest.fixture(params=["recorded", "signed"])
def made(request, statement, ana) -> Signature:
    staff = editor_of(statement)
    return recorded(statement, ana, staff) if request.param == "recorded" else sign(statement, ana)


@pytest.fixture
def receipt(made) -> str:
    return reverse("receipt", args=[made.statement.ref, made.pk])


@pytest.fixture
def dispute(made) -> str:
    return reverse("dispute_signature", args=[made.statement.ref, made.pk])


def test_b9_a_signer_who_has_left_opens_the_receipt_and_says_that_it_was_not_they(
    made, receipt, dispute, ana, signed_in
):
    client = signed_in(left(ana))

    assert dispute in client.get(receipt).text
    assert buttons(client.get(dispute)) == ["This wasn't me"]
    answer = client.post(dispute, {"reason": "I had left."}, follow=True)
    made.refresh_from_db()
    assert (answer.status_code, made.ended_as) == (200, "disputed")


def test_b9_they_get_no_text_that_is_not_out_and_no_page_of_it(made, receipt, ana, signed_in):
    client, ref = signed_in(left(ana)), made.statement.ref
    page = client.get(receipt)

    assert paragraph(made) not in page.text
    assert f'href="/statements/{ref}/"' not in page.text
    assert buttons(page) == []
    others = (f"/statements/{ref}/", f"/statements/{ref}/sign/", f"/statements/{ref}/working/")
    assert [client.get(address).status_code for address in others] == [404] * 3
    assert ReadEvent.objects.count() == 0


def test_b9_they_take_nothing_back_otherwise(made, receipt, ana, signed_in):
    client = signed_in(left(ana))

    for act in ({"act": "recall"}, {"act": "withdraw", "reason": "I would."}):
        assert client.post(receipt, act).status_code == 403
    made.refresh_from_db()
    assert made.ended_at is None


def test_b9_the_letter_behind_it_opens_for_its_signer(statement, ana, signed_in):
    letter = recorded(statement, ana, editor_of(statement)).letter

    answer = signed_in(left(ana)).get(reverse("attachment", args=[letter.pk]))
    assert (answer.status_code, answer.getvalue()) == (200, WORDS)


def test_a_colleague_who_has_left_finds_nothing(made, receipt, dispute, ana, signed_in):
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF, since=Now())
    client = signed_in(left(aide.member))

    assert [client.get(address).status_code for address in (receipt, dispute)] == [404, 404]


def test_once_it_is_out_they_read_the_text_like_everybody(made, receipt, ana, signed_in):
    publish(made.statement, made)
    page = signed_in(left(ana)).get(receipt)

    assert paragraph(made) in page.text
    assert ReadEvent.objects.count() == 0


# --- who reads what ---------------------------------------------------------------------------


def reads() -> list[tuple[str, str, str]]:
    found = ReadEvent.objects.order_by("pk")
    return [(one.actor.name, one.object_label, one.version) for one in found]


def test_h11_opening_a_receipt_with_a_text_that_is_not_out_is_noted(
    statement, ana, made, receipt, signed_in
):
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    page = signed_in(aide).get(receipt)

    assert paragraph(made) in page.text
    assert reads() == [(aide.name, statement.ref, "version 1")]


def test_h11_so_is_the_text_on_a_receipt_that_comes_back_with_a_refusal(
    statement, ana, made, receipt, signed_in
):
    deputy = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    delegated(deputy, by=ana)

    assert signed_in(deputy).post(receipt, {"act": "withdraw", "reason": ""}).status_code == 422
    assert reads() == [(deputy.name, statement.ref, "version 1")]


def test_h11_on_the_page_where_it_is_disputed_there_is_no_text(made, dispute, ana, signed_in):
    page = signed_in(ana).get(dispute)

    assert paragraph(made) not in page.text
    assert reads() == []
