"""An authority ends before its statement is out: the signature lapses, the successor is asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.utils import timezone

from portal.models import Announcement, Mandate, Member, Seat
from portal.operations.mandates import revoke_mandate
from portal.operations.seats import end_seat
from portal.vocabulary.organizations import Capacity, Instrument
from portal.vocabulary.refusals import Refusal
from statements.models import Signature, Statement
from statements.operations.signing import reconfirm_signature, sign_statement
from statements.operations.succession import ask_successors
from statements.queries.publishing import release_holds
from statements.queries.standing import stands
from statements.vocabulary.signing import Standing
from tests.factories import MemberFactory, SeatFactory, confirmed
from tests.proofs import step_up_of
from tests.seats import moved
from tests.statements.authority.data import REVOKED, only, sql
from tests.statements.publishing_data import let_come, mayor_of
from tests.statements.telling_data import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor(release) -> Member:
    return Signature.objects.get().seat.member


@pytest.fixture
def successor(mayor) -> Member:
    """Holds the office too, of those who sign for Brook."""
    city = mayor.current_seats[0].organization
    seat = SeatFactory(
        member=MemberFactory(name="Sue Cessor"),
        organization=city,
        since=Now() - timedelta(days=1),
    )
    since = Now() - timedelta(days=1)
    Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE, valid_from=since, **confirmed())
    return seat.member


def revoked(actor: Member) -> None:
    mandate = Mandate.objects.get(pk=Signature.objects.get().mandate_id)
    revoke_mandate(mandate_id=mandate.pk, reason="The term is over.", actor=actor)


def asked() -> list[Announcement]:
    return list(Announcement.objects.filter(kind="authority_lapsed").order_by("pk"))


def told() -> list[tuple[Member, str]]:
    return [(row.recipient, row.url) for row in run(asked()[-1]) if row.mail]


def standing(statement: Statement) -> Standing:
    return next(stand.standing for stand in stands(statement) if stand.signature)


def reconfirmed(member: Member):
    signature = Signature.objects.get()
    return reconfirm_signature(
        signature_id=signature.pk,
        digest=signature.digest,
        attested=True,
        actor=member,
        step_up=step_up_of(member),
    )


def test_b3_a_revocation_lapses_the_signature_holds_the_release_and_asks_the_successor(
    release, staff, successor
):
    revoked(staff[0])

    assert standing(release.statement) == Standing.LAPSED
    assert "Bo Marsh" in release_holds(release)[0]
    assert told() == [(successor, f"/statements/{release.statement.ref}/sign/")]


def test_the_mail_says_what_to_do_and_names_the_text_only_inside(release, staff, successor):
    revoked(staff[0])
    row = run(asked()[0])[0]

    assert row.title == f"Please reconfirm for Brook ({release.statement.ref})"
    assert 'press "Reconfirm"' in row.mail.text
    assert release.statement.title in " ".join(row.mail.text.split())


def test_where_nobody_can_sign_the_organizations_people_and_the_issuers_staff_are_told(
    release, staff, mayor
):
    aide = SeatFactory(
        organization=mayor.current_seats[0].organization, capacity=Capacity.STAFF
    ).member
    revoked(staff[0])

    ref = release.statement.ref
    assert {(member, url) for member, url in told()} == {
        (mayor, f"/statements/{ref}/sign/"),
        (aide, f"/statements/{ref}/sign/"),
        *((member, f"/statements/{ref}/staff/") for member in staff),
    }


def test_one_ending_is_told_once_however_often_it_is_looked_at(release, staff, successor):
    revoked(staff[0])
    ask_successors()
    ask_successors(successor.current_seats[0].organization_id)

    assert len(asked()) == 1


def test_b3_a_seat_that_ends_asks_the_successor_too(release, staff, mayor, successor):
    moved(Seat.objects.filter(member=mayor), since=Now() - timedelta(days=9))
    end_seat(seat_id=mayor.current_seats[0].pk, reason="Term ended.", actor=staff[0])

    assert [member for member, _ in told()] == [successor]


def test_b3_what_runs_out_by_itself_is_found_by_the_clock(release, successor):
    sql(only(REVOKED, "min"))
    assert asked() == []
    ask_successors()

    assert [member for member, _ in told()] == [successor]


def test_b3_the_successor_reconfirms_while_signing_is_closed_and_nothing_holds_the_release(
    release, staff, successor, signed_in
):
    revoked(staff[0])
    page = signed_in(successor).get(f"/statements/{release.statement.ref}/sign/")
    assert "Reconfirm</button>" in page.text
    reconfirmed(successor)

    assert (standing(release.statement), release_holds(release)) == (Standing.SIGNED, [])


def test_reconfirmed_before_the_mail_went_nobody_is_asked(release, staff, successor):
    revoked(staff[0])
    reconfirmed(successor)

    assert run(asked()[0]) == []


def test_a_second_ending_of_the_same_signature_asks_once_more(release, staff, successor):
    revoked(staff[0])
    third = SeatFactory(organization=successor.current_seats[0].organization)
    Mandate.objects.create(seat=third, instrument=Instrument.OFFICE, **confirmed())
    reconfirmed(successor)
    revoke_mandate(
        mandate_id=Mandate.objects.get(seat__member=successor).pk, reason="Left.", actor=staff[0]
    )

    assert (len(asked()), [member for member, _ in told()]) == (2, [third.member])
    reconfirmed(third.member)
    assert standing(release.statement) == Standing.SIGNED


def test_who_has_no_authority_reconfirms_nothing(release, staff, mayor):
    revoked(staff[0])

    with pytest.raises(Refusal, match="because your authority to sign ended"):
        reconfirmed(mayor)


def test_once_it_is_out_an_ending_asks_nobody(release, staff, successor):
    let_come(release)
    revoked(staff[0])

    assert asked() == []


def test_it_waits_on_the_successors_home_page(release, staff, successor, signed_in):
    revoked(staff[0])
    page = signed_in(successor).get("/").text

    assert "Your signature does not count now: reconfirm, for City of Brook." in page


def test_a_delegate_is_asked_to_sign_like_the_principal_and_reads_for_whom(signing, signed_in):
    office = mayor_of("Vale", name="Val Vale")
    seat = SeatFactory(organization=office.seat.organization, capacity=Capacity.DESIGNEE)
    Mandate.objects.create(
        seat=seat,
        instrument=Instrument.DELEGATION,
        granted_by=office.seat.member,
        valid_until=timezone.now() + timedelta(days=7),
    )

    page = signed_in(seat.member).get("/").text
    assert "Co-sign or not, for City of Vale, while Val Vale is away." in page


@pytest.mark.parametrize("who", ["member of another city", "staff of an association"])
def test_b1_nobody_signs_for_an_organization_without_its_authority(signing, staff, who):
    other = mayor_of("Elsewhere", name="Al Other").seat.member
    actor = staff[0] if who == "staff of an association" else other
    vale = mayor_of("Vale", name="Val Vale").seat.organization

    with pytest.raises(PermissionDenied):
        sign_statement(
            statement_id=signing.pk,
            organization_id=vale.pk,
            digest=signing.revisions.latest("number").digest,
            signing_as="officeholder",
            printed_name="Al Other",
            printed_title="Mayor",
            attested=True,
            actor=actor,
            step_up=step_up_of(actor),
            key=None,
        )
    assert Signature.objects.filter(organization=vale).count() == 0
