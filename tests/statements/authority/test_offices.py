"""An office that nobody has confirmed: its holder signs at once, and no release lists that."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from portal.models import Announcement, Mandate, Member, Seat
from portal.operations.mandates import confirm_mandates, revoke_mandate
from portal.queries.clock import database_now
from portal.vocabulary.organizations import Capacity, Instrument
from portal.vocabulary.refusals import Refusal
from statements.models import ListedSignature, Publication, Signature, Statement
from statements.operations.publishing import publish_statement
from statements.operations.signing import reconfirm_signature, withdraw_signature
from statements.queries.publishing import aftermath, signatures_for_release
from statements.vocabulary.signing import SignatoryOrder
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory
from tests.portal.people_pages import sign_in
from tests.proofs import step_up_of
from tests.statements import signing_data
from tests.statements.publishing_data import (
    ask_everybody,
    clear,
    frozen_statement,
    let_come,
    publishers,
    rebuilt,
    scheduled,
)
from tests.statements.telling_data import run

pytestmark = [pytest.mark.django_db, pytest.mark.trust("B2")]

WAITS = "Office not confirmed yet: Ana Example, Alder"


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


@pytest.fixture
def signing(staff) -> Statement:
    made = frozen_statement(staff)
    ask_everybody(made)
    clear(made, staff)
    return made


@pytest.fixture
def ana() -> Member:
    """The mayor of Alder, whose office nobody has confirmed."""
    city = OrganizationFactory(name="City of Alder", short_name="Alder")
    seat = SeatFactory(member=MemberFactory(name="Ana Example"), organization=city)
    Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE)
    return seat.member


@pytest.fixture
def deputy(ana) -> Member:
    """Signs in Ana's place this week."""
    city = ana.current_seats[0].organization
    seat = SeatFactory(
        member=MemberFactory(name="Dep Uty"), organization=city, capacity=Capacity.DESIGNEE
    )
    signing_data.delegated(seat.member, by=ana, valid_from=timezone.now())
    return seat.member


def confirm(staff: list[Member]) -> None:
    waiting = Mandate.objects.filter(instrument=Instrument.OFFICE, confirmed_by=None)
    confirm_mandates(
        mandate_ids=waiting.values_list("pk", flat=True),
        actor=staff[1],
        step_up=step_up_of(staff[1]),
    )


def unconfirm(office: Mandate) -> None:
    """Past the guard that forbids exactly this: what is confirmed stays so."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE portal_mandate DISABLE TRIGGER guard")
        Mandate.objects.filter(pk=office.pk).update(confirmed_by=None, confirmed_at=None)
        cursor.execute("ALTER TABLE portal_mandate ENABLE ALWAYS TRIGGER guard")


def publish(statement: Statement, actor: Member) -> Publication:
    return publish_statement(
        statement_id=statement.pk,
        release_at=None,
        order=SignatoryOrder.LEADERS,
        actor=actor,
        step_up=step_up_of(actor),
    )


def listed(publication: Publication) -> list[str]:
    found = ListedSignature.objects.filter(publication=publication)
    return list(found.values_list("signature__printed_name", flat=True))


# --- the operation -------------------------------------------------------------------------------


def test_b2_its_holder_signs_at_once_and_nothing_is_released_until_it_is_confirmed(
    signing, staff, ana
):
    made = signing_data.sign(signing, ana)
    assert [one.pk for one in signatures_for_release(signing, database_now())] == [made.pk]
    with pytest.raises(Refusal, match=f"{WAITS}. A member of association staff who neither"):
        publish(signing, staff[0])
    assert Publication.objects.count() == 0

    confirm(staff)
    assert listed(publish(signing, staff[0])) == ["Ana Example"]


def test_b2_plain_sql_lists_nothing_under_an_office_that_nobody_confirmed(signing, staff, ana):
    made = signing_data.sign(signing, ana)
    confirm(staff)
    publication = publish(signing, staff[0])
    unconfirm(Mandate.objects.get(instrument=Instrument.OFFICE))

    with pytest.raises(DatabaseError, match="under an office that nobody confirmed"):
        ListedSignature.objects.create(publication=publication, signature=made, position=9)


def test_b2_what_an_unconfirmed_principal_lends_is_not_released_either(signing, staff, ana, deputy):
    signing_data.sign(signing, deputy)
    with pytest.raises(Refusal, match=f"{WAITS}, for whom Dep Uty signed"):
        publish(signing, staff[0])

    confirm(staff)
    assert listed(publish(signing, staff[0])) == ["Dep Uty"]


def test_b2_an_office_that_was_none_is_ended_instead_and_lists_nobody(signing, staff, ana):
    signing_data.sign(signing, ana)
    office = Mandate.objects.get(instrument=Instrument.OFFICE)
    revoke_mandate(mandate_id=office.pk, reason="Never elected.", actor=staff[0])

    assert listed(publish(signing, staff[0])) == []


def test_b2_a_signature_that_was_taken_back_stops_nothing(signing, staff, ana):
    made = signing_data.sign(signing, ana)
    withdraw_signature(signature_id=made.pk, reason="A mistake.", actor=ana)

    assert listed(publish(signing, staff[0])) == []


def test_b2_the_first_five_are_named_and_the_others_counted(signing, staff):
    for number in range(7):
        city = OrganizationFactory(short_name=f"Town {number}")
        seat = SeatFactory(member=MemberFactory(name=f"Head {number}"), organization=city)
        Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE, granted_by=staff[0])
        signing_data.sign(signing, seat.member)

    with pytest.raises(Refusal) as refused:
        publish(signing, staff[0])
    inviter = f"invited by {staff[0].name}"
    assert f"Head 0, Town 0 ({inviter}); Head 1" in str(refused.value)
    assert f"Head 4, Town 4 ({inviter}); 2 more. A member" in str(refused.value)


# --- under a release that is coming --------------------------------------------------------------


@pytest.fixture
def successor(signing, staff) -> tuple[Signature, Member]:
    """Bo signed and is listed; his office has ended; Sue's, which follows, is not confirmed."""
    bo = signing_data.signer("Bo Marsh", name="City of Brook", short_name="Brook")
    made = signing_data.sign(signing, bo)
    scheduled(signing, staff[0])
    office = Mandate.objects.get(seat__member=bo)
    revoke_mandate(mandate_id=office.pk, reason="Term ended.", actor=staff[0])
    seat = SeatFactory(
        member=MemberFactory(name="Sue Cessor"), organization=bo.current_seats[0].organization
    )
    Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE)
    return made, seat.member


def agree_again(signature: Signature, actor: Member) -> None:
    reconfirm_signature(
        signature_id=signature.pk,
        digest=signature.digest,
        attested=True,
        actor=actor,
        step_up=step_up_of(actor),
    )


def test_b2_b3_a_successor_holds_up_a_coming_release_until_the_office_is_confirmed(
    signing, staff, successor
):
    signature, sue = successor
    with pytest.raises(Refusal, match="has to confirm the office first"):
        agree_again(signature, sue)
    assert signature.reconfirmations.count() == 0

    confirm(staff)
    agree_again(signature, sue)
    assert signature.reconfirmations.count() == 1


def test_b2_building_again_asks_the_same(signing, staff, ana):
    bo = signing_data.signer("Bo Marsh", name="City of Brook", short_name="Brook")
    signature = signing_data.sign(signing, bo)
    signing_data.sign(signing, ana)
    confirm(staff)
    scheduled(signing, staff[0])
    withdraw_signature(signature_id=signature.pk, reason="Not now.", actor=bo)
    unconfirm(Mandate.objects.get(seat__member=ana))

    with pytest.raises(Refusal, match=WAITS):
        rebuilt(signing, staff[0])
    confirm(staff)
    assert listed(rebuilt(signing, staff[0])) == ["Ana Example"]


def test_b2_who_signs_late_is_named_on_the_public_page_once_the_office_is_confirmed(
    signing, staff, ana
):
    release = scheduled(signing, staff[0])
    let_come(release)
    signing_data.sign(signing, ana)
    page = f"/statements/{signing.ref}/"
    assert (aftermath(release).late, "Ana Example" in Client().get(page).text) == ([], False)

    confirm(staff)
    assert [one.printed_name for one in aftermath(release).late] == ["Ana Example"]
    assert "Ana Example" in Client().get(page).text


# --- what is said beforehand ---------------------------------------------------------------------


def main_of(member: Member, path: str) -> str:
    page = sign_in(member).get(path)
    assert page.status_code == 200
    return " ".join(page.text.split('<main id="main"')[1].split())


@pytest.mark.parametrize("page", ["publish", "staff"])
def test_b2_staff_see_it_on_the_way_with_the_way_out(signing, staff, ana, page):
    signing_data.sign(signing, ana)
    shown = main_of(staff[0], f"/statements/{signing.ref}/{page}/")

    assert WAITS in shown
    assert '<a href="/authority/confirm/#offices">Confirm offices</a>' in shown
    assert "Ana Example" in shown
    assert shown.count("Office not confirmed yet") == 2
    confirm(staff)
    assert "not confirmed yet" not in main_of(staff[0], f"/statements/{signing.ref}/{page}/")


def test_b2_the_receipt_says_what_it_waits_for(signing, staff, ana):
    made = signing_data.sign(signing, ana)
    address = f"/statements/{signing.ref}/receipt/{made.pk}/"
    words = "A second member of association staff does so before the text goes out"
    assert words in main_of(ana, address)
    [told] = run(Announcement.objects.get(key=f"receipt:{made.pk}"))
    assert "staff confirms your office before the text goes out" in told.mail.text

    confirm(staff)
    assert "Nobody has confirmed this office" not in main_of(ana, address)


def test_b2_the_holder_reads_it_with_why_they_can_sign(ana):
    city = Seat.objects.get(member=ana).organization_id

    assert "has yet to confirm it" in main_of(ana, f"/members/{city}/authority/")


def test_b2_nobody_else_waits(signing, staff):
    bo = signing_data.signer("Bo Marsh", name="City of Brook", short_name="Brook")
    aide = SeatFactory(
        organization=bo.current_seats[0].organization, capacity=Capacity.STAFF
    ).member
    signing_data.delegated(
        aide, by=bo, valid_from=timezone.now(), valid_until=timezone.now() + timedelta(days=1)
    )
    made = signing_data.sign(signing, aide)

    assert "not confirmed" not in main_of(staff[0], f"/statements/{signing.ref}/staff/")
    assert "Nobody has confirmed" not in main_of(
        aide, f"/statements/{signing.ref}/receipt/{made.pk}/"
    )
