"""Authority that ends while it is used, and that is given twice at once: never a wrong row."""

import time
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from portal.models import Announcement, Mandate, Member, Seat
from portal.operations.mandates import delegate_authority, revoke_mandate
from portal.operations.seats import end_seat
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from portal.vocabulary.refusals import Refusal
from statements.models import Publication, Signature
from statements.operations.succession import AT_THE_INSTANT
from statements.queries.publishing import is_out, release_holds
from tests.factories import OrganizationFactory, SeatFactory
from tests.proofs import step_up_of
from tests.races.conftest import ROUNDS
from tests.races.test_publishing import cleared, publish
from tests.races.test_signing import asked, staggered
from tests.seats import moved
from tests.statements.signing_data import delegated, organization_of, sign, signer

pytestmark = pytest.mark.usefixtures("cloned_database")


def editor() -> Member:
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    return SeatFactory(organization=association, capacity=Capacity.EDITOR).member


def deputy_of(member: Member) -> Member:
    seat = SeatFactory(organization=organization_of(member), capacity=Capacity.DESIGNEE)
    return seat.member


def revoked(mandate: Mandate, actor: Member) -> Mandate:
    return revoke_mandate(mandate_id=mandate.pk, reason="The term is over.", actor=actor)


def lent(principal: Member, seat: Seat) -> Mandate:
    return delegate_authority(
        organization_id=seat.organization_id,
        seat_id=seat.pk,
        begins=None,
        until=timezone.now() + timedelta(days=7),
        actor=principal,
        step_up=step_up_of(principal),
    )


@pytest.mark.parametrize("how", ["office", "delegation"])
def test_b3_revoked_and_signed_at_once_no_signature_is_younger_than_the_revocation(how, at_once):
    staff, won = editor(), set()
    for number in range(ROUNDS):
        statement, ana = asked(), signer()
        deputy = deputy_of(ana)
        mandate = Mandate.objects.get(seat__member=ana)
        if how == "delegation":
            mandate = delegated(deputy, by=ana)
        who = mandate.seat.member
        pair = staggered(
            lambda: sign(statement, who),  # noqa: B023 - run at once
            lambda: revoked(mandate, staff),  # noqa: B023 - run at once
            number,
        )
        signed, ended = at_once(*pair)

        assert (type(ended), type(signed) in {Signature, Refusal}) == (Mandate, True)
        found = Signature.objects.filter(statement=statement)
        assert [row.signed_at < ended.revoked_at for row in found] == [True] * found.count()
        assert found.exists() == (type(signed) is Signature)
        won.add(type(signed))

    assert won == {Signature, Refusal}


def test_b3_a_principals_seat_ends_and_their_delegate_signs_at_once(at_once):
    staff, won = editor(), set()
    for number in range(ROUNDS):
        statement, ana = asked(), signer()
        deputy = deputy_of(ana)
        mandate, seat = delegated(deputy, by=ana), ana.current_seats[0]
        pair = staggered(
            lambda: sign(statement, deputy),  # noqa: B023 - run at once
            lambda: end_seat(seat_id=seat.pk, reason="Term ended.", actor=staff),  # noqa: B023 - run at once
            number,
        )
        signed, ended = at_once(*pair)

        assert (type(ended), type(signed) in {Signature, Refusal}) == (Seat, True)
        mandate.refresh_from_db()
        assert mandate.revoked_at is not None
        found = Signature.objects.filter(statement=statement)
        assert [row.signed_at < mandate.revoked_at for row in found] == [True] * found.count()
        won.add(type(signed))

    assert won == {Signature, Refusal}


def test_b3_a_seat_ends_while_the_release_is_scheduled_and_nothing_goes_out_under_it(at_once):
    staff, won = editor(), set()
    for number in range(ROUNDS):
        statement, publisher, _ = cleared()
        ana = signer()
        signature, seat = sign(statement, ana), ana.current_seats[0]
        pair = staggered(
            lambda: publish(statement, publisher),  # noqa: B023 - run at once
            lambda: end_seat(seat_id=seat.pk, reason="Term ended.", actor=staff),  # noqa: B023 - run at once
            number,
        )
        release, ended = at_once(*pair)

        assert (type(release), type(ended)) == (Publication, Seat)
        is_listed = release.listed.filter(signature=signature).exists()
        assert bool(release_holds(release)) == is_listed
        asked_again = Announcement.objects.filter(kind="authority_lapsed", subject_id=statement.pk)
        assert asked_again.count() == 1
        won.add(is_listed)

    assert won == {True, False}


def goes_out_at(release: Publication, instant: datetime) -> None:
    """Moves the stored instant, past the guard that forbids exactly that."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE statements_publication DISABLE TRIGGER guard")
        cursor.execute(
            "UPDATE statements_publication SET release_at = %s, built_at = now() WHERE id = %s",
            [instant, release.pk],
        )
        cursor.execute("ALTER TABLE statements_publication ENABLE ALWAYS TRIGGER guard")


def watched(release: Publication, *, until: datetime) -> list[bool]:
    """Whether it was out, asked again and again by somebody else."""
    seen = []
    while timezone.now() < until:
        seen.append(is_out(release))
    return seen


def ended_after(seconds: float, seat: Seat, actor: Member) -> Seat:
    time.sleep(seconds)
    return end_seat(seat_id=seat.pk, reason="Term ended.", actor=actor)


@pytest.mark.parametrize("ahead", [0.4, 0.4 + AT_THE_INSTANT.total_seconds()])
def test_b3_a_seat_ends_at_the_very_instant_of_the_release(at_once, ahead):
    """Just before, at and just after it, and where an ending is refused because it is so near."""
    staff, won = editor(), set()
    for number in range(ROUNDS // 2):
        statement, publisher, _ = cleared()
        ana = signer()
        sign(statement, ana)
        release, seat = publish(statement, publisher), ana.current_seats[0]
        instant = timezone.now() + timedelta(seconds=ahead)
        goes_out_at(release, instant)
        seen, ended = at_once(
            lambda: watched(release, until=instant + timedelta(seconds=0.3)),  # noqa: B023 - run at once
            lambda: ended_after(number / 20, seat, staff),  # noqa: B023 - run at once
        )

        assert (type(ended), seen[0]) in {(Seat, False), (Refusal, False)}
        assert seen == sorted(seen), "it was out and then gone"
        is_late = type(ended) is Refusal or ended.until > instant
        assert (is_out(release), seen[-1]) == (is_late, is_late)
        won.add(type(ended))

    assert won == {Seat, Refusal}


def test_b3_two_delegations_at_once_leave_one(at_once):
    ana = signer()
    moved(Seat.objects.all(), since=Now() - timedelta(days=1))
    for _ in range(ROUNDS):
        seat = deputy_of(ana).current_seats[0]
        results = at_once(lambda: lent(ana, seat), lambda: lent(ana, seat))  # noqa: B023 - run at once

        assert sorted(type(result).__name__ for result in results) == ["Mandate", "Refusal"]
        held = Mandate.objects.filter(seat=seat, instrument=Instrument.DELEGATION)
        assert held.count() == 1
