"""Signing against editing, withdrawing, revoking and itself: one after the other, never mixed."""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now

from portal.models import Mandate
from portal.vocabulary.refusals import Refusal
from statements.models import Revision, Signature, Statement
from statements.operations.authority import TextChanged
from statements.operations.signing import withdraw_signature
from tests.races.conftest import ROUNDS
from tests.seats import moved
from tests.statements.signing_data import (
    editor_of,
    joint_statement,
    newest,
    open_sign_on,
    revise,
    sign,
    signer,
)

pytestmark = pytest.mark.usefixtures("cloned_database")

STAGGER = 0.03
"""Seconds by which one side is late, by turns, so that each order comes about."""


def staggered(
    first: Callable[[], Any], second: Callable[[], Any], number: int, *, most: float = STAGGER
) -> list[Any]:
    """Both, one of them a moment late: which, goes by turns, how much is left to chance."""
    waits = (0.0, random.uniform(0, most))  # noqa: S311 - a stagger, no secret
    waits = waits if number % 2 else waits[::-1]

    def after(wait: float, function: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            time.sleep(wait)
            return function()

        return run

    return [after(wait, function) for wait, function in zip(waits, (first, second), strict=True)]


def asked() -> Statement:
    """A statement of its own for each round, open for signing."""
    statement = joint_statement()
    open_sign_on(statement)
    return statement


@pytest.mark.trust("B4")
def test_signing_and_editing_never_leave_a_signature_over_a_text_that_was_not_the_newest(at_once):
    ana, won = signer(), set()
    for number in range(ROUNDS):
        statement = asked()
        shown, editor = newest(statement).digest, editor_of(statement)
        pair = staggered(
            lambda: sign(statement, ana, digest=shown),  # noqa: B023 - run at once
            lambda: revise(statement, editor),  # noqa: B023 - run at once
            number,
        )
        signed, revised = at_once(*pair)

        assert type(revised) is Revision
        assert type(signed) in {Signature, TextChanged}
        revised.refresh_from_db()
        found = Signature.objects.filter(statement=statement)
        assert [row.signed_at < revised.created_at for row in found] == [True] * found.count()
        assert found.exists() == (type(signed) is Signature)
        won.add(type(signed))

    assert won == {Signature, TextChanged}


def test_signing_again_and_withdrawing_leave_at_most_one_living_signature(at_once):
    ana, won = signer(), set()
    for number in range(ROUNDS):
        statement = asked()
        first = sign(statement, ana)
        pair = staggered(
            lambda: sign(statement, ana),  # noqa: B023 - run at once
            lambda: withdraw_signature(signature_id=first.pk, reason="Late doubts.", actor=ana),  # noqa: B023 - run at once
            number,
        )
        signed, withdrawn = at_once(*pair)

        assert (type(signed), type(withdrawn)) == (Signature, Signature)
        assert withdrawn.ended_at is not None
        living = list(Signature.objects.filter(statement=statement, ended_at__isnull=True))
        assert living == ([] if signed == first else [signed])
        won.add(signed == first)

    assert won == {True, False}


@pytest.mark.trust("B6")
def test_a_double_click_signs_once_and_both_get_the_same_receipt(at_once):
    ana = signer()
    for _ in range(ROUNDS):
        statement = asked()
        first, second = at_once(
            lambda: sign(statement, ana, key="form"),  # noqa: B023 - run at once
            lambda: sign(statement, ana, key="form"),  # noqa: B023 - run at once
        )

        assert (first, Signature.objects.filter(statement=statement).count()) == (second, 1)


@pytest.mark.trust("B13")
def test_two_of_one_organization_sign_at_once_and_one_hears_of_the_other(at_once):
    ana = signer("Ana Example")
    colleague = colleague_of(ana)
    won = set()
    for number in range(ROUNDS):
        statement = asked()
        pair = staggered(
            lambda: sign(statement, ana),  # noqa: B023 - run at once
            lambda: sign(statement, colleague),  # noqa: B023 - run at once
            number,
        )
        results = at_once(*pair)

        assert sorted(type(result).__name__ for result in results) == ["Refusal", "Signature"]
        assert Signature.objects.filter(statement=statement).count() == 1
        won.add(type(results[0]))

    assert won == {Signature, Refusal}


def colleague_of(member: Any) -> Any:
    seat = member.current_seats[0]
    other = signer("Lee Other")
    moved(other.seats.all(), organization=seat.organization)
    del other.current_seats
    return other


@pytest.mark.trust("B3")
def test_no_signature_is_given_after_its_mandate_was_revoked(at_once):
    won = set()
    for number in range(ROUNDS):
        statement, ana = asked(), signer()
        mandate = Mandate.objects.get(seat__member=ana)
        pair = staggered(
            lambda: sign(statement, ana),  # noqa: B023 - run at once
            lambda: revoke(mandate.pk),  # noqa: B023 - run at once
            number,
        )
        signed, revoked = at_once(*pair)

        assert not isinstance(revoked, Exception)
        assert type(signed) in {Signature, Refusal}
        assert not isinstance(signed, PermissionDenied)
        mandate.refresh_from_db()
        found = Signature.objects.filter(statement=statement)
        assert [row.signed_at < mandate.revoked_at for row in found] == [True] * found.count()
        assert found.exists() == (type(signed) is Signature)
        won.add(type(signed))

    assert won == {Signature, Refusal}


@transaction.atomic
def revoke(mandate_id: int) -> None:
    """Locks first, so that the instant written is that of a revocation which nobody outran."""
    Mandate.objects.select_for_update().get(pk=mandate_id)
    Mandate.objects.filter(pk=mandate_id).update(revoked_at=Now())
