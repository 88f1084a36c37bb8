"""Whose name prints, and who signed: the evidence says both where they differ."""

import pytest
from django.urls import reverse

from portal.models import Member
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from statements.models import Signature
from tests.factories import MemberFactory, SeatFactory
from tests.statements.recording_data import recorded
from tests.statements.signing_data import (
    ago,
    delegated,
    editor_of,
    organization_of,
    sign,
)
from tests.statements.telling_data import tell
from tests.statements.test_evidence_sql import refused, row

pytestmark = pytest.mark.django_db


def deputy_of(principal: Member, name: str = "Dep Uty") -> Member:
    """Somebody of the organization whom the principal lets sign."""
    seat = SeatFactory(
        member=MemberFactory(name=name),
        organization=organization_of(principal),
        capacity=Capacity.STAFF,
        title="Aide",
        since=ago(days=3),
    )
    delegated(seat.member, by=principal)
    return seat.member


@pytest.fixture
def deputy(ana: Member) -> Member:
    return deputy_of(ana)


@pytest.fixture
def staff(statement) -> Member:
    return editor_of(statement)


@pytest.mark.parametrize("printed", ["Ana Example", " ana  EXAMPLE ", "\uff21na Example"])
def test_b11_nobody_signs_under_the_name_of_somebody_else_who_works_there(
    statement, deputy, printed
):
    with pytest.raises(Refusal) as refusal:
        sign(statement, deputy, printed_name=printed)

    assert str(refusal.value) == (
        "Ana Example works for Alder too, and did not sign this. Give the name of Dep Uty; whom "
        "they sign for can stand in the title."
    )
    assert Signature.objects.count() == 0


def test_b11_nor_does_an_officeholder(statement, ana, deputy):
    with pytest.raises(Refusal, match=r"^Dep Uty works for Alder too"):
        sign(statement, ana, printed_name="Dep Uty")


def test_b11_nor_past_every_page_and_operation(statement, deputy):
    refused(row(statement, deputy, printed_name=" Ana  example"), "name of somebody else")
    row(statement, deputy, printed_name="Dep Uty").save()


def test_b11_nor_is_a_letter_recorded_so(statement, ana, deputy, staff):
    with pytest.raises(Refusal, match=r"^Ana Example works for Alder too"):
        recorded(statement, deputy, staff, printed_name="Ana Example")


def test_another_form_of_ones_own_name_prints_as_it_is_given(statement, ana, deputy):
    assert sign(statement, deputy, printed_name="Dr. Dep J. Uty").printed_name == "Dr. Dep J. Uty"


def test_two_who_bear_one_name_both_sign_under_it(statement, ana):
    namesake = deputy_of(ana, "Ana Example")

    assert sign(statement, namesake).printed_name == "Ana Example"


def test_the_name_of_who_has_left_is_nobodys_there(statement, ana, deputy):
    SeatFactory(
        member=MemberFactory(name="Old Mayor"),
        organization=organization_of(ana),
        since=ago(days=9),
        until=ago(days=1),
    )

    assert sign(statement, deputy, printed_name="Old Mayor").unprinted_holder == "Dep Uty"


def test_the_page_proposes_the_own_name_and_title_of_who_signs_for_the_principal(
    statement, deputy, address, signed_in
):
    form = signed_in(deputy).get(address).context["sign_form"].initial

    assert (form["printed_name"], form["printed_title"], form["signing_as"]) == (
        "Dep Uty",
        "Aide",
        "organization",
    )


def seen(client, *address) -> str:
    page = client.get(reverse(address[0], args=address[1:])).text
    return page.split('<main id="main"')[1]


def test_b11_whoever_signed_stands_with_the_printed_name_wherever_it_is_read(
    statement, ana, deputy, staff, signed_in
):
    made = sign(statement, deputy, printed_name="D. J. Uty, Esq.")
    mail = tell("receipt")[0].mail.text

    assert "Signed by: Dep Uty" in mail.splitlines()
    receipt = seen(signed_in(ana), "receipt", statement.ref, made.pk)
    assert "<dt>Signed by</dt><dd>Dep Uty</dd>" in receipt
    assert "<dt>Listed as</dt><dd><strong>D. J. Uty, Esq.</strong>" in receipt
    assert "(signed by Dep Uty)" in seen(signed_in(ana), "sign", statement.ref)
    assert "(signed by Dep Uty)" in seen(signed_in(ana), "statement_work", statement.ref)
    assert "Signed by Dep Uty</span>" in seen(signed_in(staff), "staff_page", statement.ref)


def test_b11_the_name_of_that_day_stays_in_the_evidence(statement, ana, signed_in):
    made = sign(statement, ana)
    Member.objects.filter(pk=ana.pk).update(name="Ana Married")

    receipt = seen(signed_in(ana), "receipt", statement.ref, made.pk)
    assert "<dt>Signed by</dt><dd>Ana Example</dd>" in receipt


def test_b11_a_letter_names_who_signed_it_and_who_recorded_it(
    statement, ana, deputy, staff, signed_in
):
    made = recorded(statement, deputy, staff, printed_name="D. J. Uty, Esq.")
    mail = tell("recorded")[0].mail.text

    assert "Letter signed by: Dep Uty" in mail.splitlines()
    receipt = seen(signed_in(ana), "receipt", statement.ref, made.pk)
    assert "<dt>Letter signed by</dt><dd>Dep Uty</dd>" in receipt
    assert f"<dt>Recorded by</dt><dd>{staff.name}<br>" in receipt
    assert "Letter signed by Dep Uty</span>" in seen(signed_in(staff), "staff_page", statement.ref)


def test_where_both_names_are_one_nothing_is_said_twice(statement, ana, staff, signed_in):
    sign(statement, ana)

    assert "igned by Ana Example" not in seen(signed_in(staff), "staff_page", statement.ref)
    assert "igned by Ana Example" not in seen(signed_in(ana), "sign", statement.ref)
    assert "Signed by:" not in tell("receipt")[0].mail.text
