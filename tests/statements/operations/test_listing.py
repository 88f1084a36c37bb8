"""Who is listed under a release and in which order; what is out never changes, by raw SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from portal.models import Job, Mandate, Member
from portal.vocabulary.organizations import Capacity
from statements.models import ListedSignature, Publication, Statement
from statements.operations.publishing import (
    publish_statement,
    undo_publication,
)
from statements.vocabulary.signing import SignatoryOrder
from tests.factories import SeatFactory
from tests.proofs import step_up_of
from tests.statements.publishing_data import (
    ask_everybody,
    association_of,
    clear,
    frozen_statement,
    mayor_of,
    published,
    publishers,
    scheduled,
    sign,
    signed_by,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


def publish(statement: Statement, actor: Member, **changes: object) -> Publication:
    given = {"release_at": None, "order": SignatoryOrder.LEADERS, **changes}
    return publish_statement(
        statement_id=statement.pk, actor=actor, step_up=step_up_of(actor), **given
    )


def state_of(statement: Statement) -> str:
    return Statement.objects.get(pk=statement.pk).state


def names(publication: Publication) -> list[str]:
    return [entry["name"] for entry in publication.snapshot["signatories"]["list"]]


@pytest.fixture
def signing(staff) -> Statement:
    made = frozen_statement(staff)
    ask_everybody(made)
    return made


def test_listed_is_who_signed_this_text_and_has_not_ended(signing, staff):
    kept, gone = signed_by(signing, 2)
    kept.__class__.objects.filter(pk=gone.pk).update(ended_at=Now(), ended_as="withdrawn")
    clear(signing, staff)

    publication = publish(signing, staff[0])
    assert names(publication) == [kept.printed_name]
    assert [row.signature_id for row in publication.listed.all()] == [kept.pk]
    assert publication.snapshot["signatories"]["count"] == 1


def test_an_authority_that_ends_before_the_release_is_not_listed(signing, staff):
    mandate = mayor_of("Shortterm", name="Sam Brief")
    sign(signing, mandate)
    Mandate.objects.filter(pk=mandate.pk).update(valid_until=Now() + timedelta(hours=1))
    clear(signing, staff)
    later = timezone.now() + timedelta(hours=2)

    assert names(publish(signing, staff[0], release_at=later)) == []


def test_a_signature_under_an_earlier_text_is_refused_by_the_database(signing, staff):
    signature = signed_by(signing, 1)[0]
    clear(signing, staff)
    publication = publish(signing, staff[0])
    other = Publication.objects.create(
        statement=frozen_statement(staff),
        revision=publication.revision,
        digest="0" * 64,
        snapshot={},
        release_at=timezone.now(),
        job=Job.objects.create(kind="publication", queue="render"),
    )

    with pytest.raises(IntegrityError, match="must be for the published text"):
        ListedSignature.objects.create(publication=other, signature=signature, position=9)


def test_the_orders(signing, staff):
    leader = mayor_of("Zenith", name="Ann Adams", region="Utah")
    SeatFactory(
        member=leader.seat.member,
        organization=association_of(staff[0]),
        capacity=Capacity.PRINCIPAL,
        title="President",
    )
    for mandate in (
        leader,
        mayor_of("Álder", name="Cy Young Jr.", region="Texas"),
        mayor_of("Brook", name="Bo Marsh", region="Ohio"),
    ):
        sign(signing, mandate)
    clear(signing, staff)
    listed = {}
    for order in SignatoryOrder:
        listed[order] = [name.split()[0] for name in names(publish(signing, staff[0], order=order))]
        undo_publication(statement_id=signing.pk, actor=staff[0])

    assert listed == {
        SignatoryOrder.LEADERS: ["Ann", "Cy", "Bo"],
        SignatoryOrder.PLACE: ["Bo", "Cy", "Ann"],
        SignatoryOrder.SURNAME: ["Ann", "Bo", "Cy"],
        SignatoryOrder.ORGANIZATION: ["Cy", "Bo", "Ann"],
    }


# --- what was published never changes: raw SQL ----------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE statements_publication SET snapshot = '{}'",
        "UPDATE statements_publication SET release_at = now() + interval '1 day'",
        "UPDATE statements_publication SET undone_at = now()",
        "UPDATE statements_publication SET held_at = now()",
        "UPDATE statements_publication SET built_at = NULL",
        "DELETE FROM statements_publication",
        "TRUNCATE statements_publication CASCADE",
        "UPDATE statements_publicationfile SET sha256 = 'x'",
        "DELETE FROM statements_publicationfile",
        "UPDATE statements_listedsignature SET position = 5",
        "DELETE FROM statements_listedsignature",
    ],
)
@pytest.mark.trust("D1", "D2")
def test_the_database_refuses_to_change_what_is_out(staff, command):
    published(staff, signers=1)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(command)


@pytest.mark.parametrize("column", ["snapshot = '{}'", "release_at = now()", "digest = 'x'"])
def test_not_even_before_the_instant(signing, staff, column):
    clear(signing, staff)
    scheduled(signing, staff[0])

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE statements_publication SET {column}")  # noqa: S608 - our own words
