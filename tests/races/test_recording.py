"""Letters against signing and publishing: one after the other, never mixed."""

import pytest
from django.db.models import F

from portal.vocabulary.refusals import Refusal
from statements.models import ListedSignature, Publication, Signature
from statements.operations.disputing import dispute_signature
from tests.races.conftest import ROUNDS
from tests.races.test_publishing import cleared, publish
from tests.races.test_signing import asked, staggered
from tests.statements.recording_data import recorded
from tests.statements.signing_data import editor_of, sign, signer

pytestmark = pytest.mark.usefixtures("cloned_database")


def test_b13_a_letter_and_a_press_at_once_make_one_signature(at_once):
    ana, won = signer(), set()
    for number in range(ROUNDS):
        statement = asked()
        staff = editor_of(statement)
        pair = staggered(
            lambda: sign(statement, ana),  # noqa: B023 - run at once
            lambda: recorded(statement, ana, staff),  # noqa: B023 - run at once
            number,
        )
        results = at_once(*pair)

        assert sorted(type(result).__name__ for result in results) == ["Refusal", "Signature"]
        made = Signature.objects.get(statement=statement)
        assert made in results
        won.add(made.recorded_by_id is None)

    assert won == {True, False}


def test_b6_one_letter_sent_twice_at_once_is_recorded_once(at_once):
    ana = signer()
    for _ in range(ROUNDS):
        statement = asked()
        staff = editor_of(statement)
        first, second = at_once(
            lambda: recorded(statement, ana, staff, key="form"),  # noqa: B023 - run at once
            lambda: recorded(statement, ana, staff, key="form"),  # noqa: B023 - run at once
        )

        assert (first, Signature.objects.filter(statement=statement).count()) == (second, 1)


def test_b14_what_is_disputed_while_it_is_published_is_never_listed_in_a_release(at_once):
    ana, won = signer(), set()
    for number in range(ROUNDS):
        statement, actor, _ = cleared()
        made = recorded(statement, ana, actor)
        pair = staggered(
            lambda: publish(statement, actor),  # noqa: B023 - run at once
            lambda: dispute_signature(signature_id=made.pk, reason="", actor=ana),  # noqa: B023 - run at once
            number,
        )
        published, disputed = at_once(*pair)

        assert (type(published), type(disputed)) == (Publication, Signature)
        listed = ListedSignature.objects.filter(publication=published)
        held = Publication.objects.filter(pk=published.pk, held_at__isnull=False).exists()
        assert listed.exists() is held
        won.add(held)

    gone = {"signature__ended_at__isnull": False, "publication__held_at__isnull": True}
    outside = {"signature__ended_at__gt": F("publication__release_at")}
    assert not ListedSignature.objects.filter(**gone).exclude(**outside).exists()
    assert won == {True, False}


def test_two_who_record_letters_of_one_organization_hear_of_each_other(at_once):
    ana, won = signer(), set()
    for number in range(ROUNDS):
        statement = asked()
        one, other = editor_of(statement), editor_of(statement)
        pair = staggered(
            lambda: recorded(statement, ana, one),  # noqa: B023 - run at once
            lambda: recorded(statement, ana, other),  # noqa: B023 - run at once
            number,
        )
        results = at_once(*pair)

        assert sorted(type(result).__name__ for result in results) == ["Refusal", "Signature"]
        won.add(type(results[0]))

    assert won == {Signature, Refusal}
