"""Authority from letters and offices: two people, neither of them the holder; many at once."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from portal.models import AuditEvent, Mandate, Member
from portal.operations.mandates import confirm_mandates
from portal.queries.attachments import visible_attachment
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, Instrument
from portal.vocabulary.refusals import Refusal
from tests.factories import SeatFactory
from tests.portal.authority_data import letter_for, office_for, organization_of, revoked
from tests.proofs import step_up_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(mayor: Member) -> Mandate:
    return office_for(mayor)


@pytest.fixture
def deputy(mayor: Member) -> Member:
    return SeatFactory(organization=organization_of(mayor), capacity=Capacity.DESIGNEE).member


def valid() -> set[int]:
    return set(Mandate.objects.valid().values_list("pk", flat=True))


def confirmed(mandate: Mandate, actor: Member) -> int:
    return confirm_mandates(mandate_ids=[mandate.pk], actor=actor, step_up=step_up_of(actor))


# --- letters -------------------------------------------------------------------------------------


def test_b2_a_letter_counts_only_after_a_second_person(publisher, editor, aide, mayor, office):
    made = letter_for(aide, editor)
    assert made.pk not in valid()

    confirmed(made, publisher)
    assert made.pk in valid()
    event = AuditEvent.objects.get(verb=Verb.MANDATE_CONFIRMED)
    assert (event.actor, event.object_id) == (publisher, str(made.pk))


def test_b2_who_entered_it_does_not_confirm_it(editor, aide):
    made = letter_for(aide, editor)

    with pytest.raises(Refusal, match="A second member of staff confirms this"):
        confirmed(made, editor)
    assert valid() == set()


def test_b2_staff_neither_enter_nor_confirm_for_themselves(publisher, editor):
    with pytest.raises(Refusal, match="other than yourself"):
        letter_for(editor, editor)
    made = letter_for(editor, publisher)

    with pytest.raises(Refusal, match="nor who holds it"):
        confirmed(made, editor)


def test_b2_only_association_staff_enter_and_confirm(mayor, aide, deputy, editor, office):
    for actor in (mayor, aide):
        with pytest.raises(Refusal, match="entered by association staff"):
            letter_for(deputy, actor)
    made = letter_for(deputy, editor)

    for actor in (mayor, aide):
        with pytest.raises(Refusal, match="A second member of staff confirms this"):
            confirmed(made, actor)


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"evidence": "  "}, "Say in a sentence what the letter says"),
        ({"until": timezone.now() - timedelta(days=1)}, "lies ahead"),
        ({"file": ContentFile(b"MZ\x90\x00", name="letter.exe")}, "PDF"),
    ],
    ids=["no evidence", "over already", "no letter"],
)
def test_a_letter_says_something_and_is_a_file_that_is_taken(aide, editor, terms, why):
    with pytest.raises(Refusal, match=why):
        letter_for(aide, editor, **terms)
    assert Mandate.objects.count() == 0


def test_the_file_is_for_the_organizations_people_and_association_staff(
    aide, mayor, editor, publisher, chief, observer
):
    letter = letter_for(aide, editor).letter

    seen = [visible_attachment(one, letter.pk) for one in (aide, mayor, editor, publisher)]
    assert seen == [letter] * 4
    assert [visible_attachment(one, letter.pk) for one in (chief, observer)] == [None] * 2


def test_a_letter_that_was_taken_back_is_not_confirmed(aide, editor, publisher):
    made = revoked(letter_for(aide, editor), editor, "Another letter came.")

    with pytest.raises(Refusal, match="needs no confirmation, or no longer"):
        confirmed(made, publisher)


# --- offices, many at once -----------------------------------------------------------------------


def offices(count: int, **terms: object) -> list[int]:
    made = (SeatFactory(capacity=Capacity.PRINCIPAL) for _ in range(count))
    return [
        Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE, **terms).pk for seat in made
    ]


def test_many_offices_are_confirmed_at_once_each_on_record(publisher):
    assert (
        confirm_mandates(mandate_ids=offices(5), actor=publisher, step_up=step_up_of(publisher))
        == 5
    )
    assert Mandate.objects.filter(confirmed_by=publisher, confirmed_at__isnull=False).count() == 5
    assert AuditEvent.objects.filter(verb=Verb.MANDATE_CONFIRMED).count() == 5


def test_b2_one_that_the_actor_entered_keeps_all_from_being_confirmed(publisher):
    wanted = [*offices(2), *offices(1, granted_by=publisher)]

    with pytest.raises(Refusal, match="neither who entered it"):
        confirm_mandates(mandate_ids=wanted, actor=publisher, step_up=step_up_of(publisher))
    assert Mandate.objects.filter(confirmed_by__isnull=False).count() == 0


def test_confirming_asks_the_same_of_the_database_for_3_and_300(
    publisher, django_assert_num_queries
):
    for count in (3, 300):
        wanted = offices(count)
        with django_assert_num_queries(8):
            confirm_mandates(mandate_ids=wanted, actor=publisher, step_up=step_up_of(publisher))


def test_nothing_ticked_and_confirmed_twice_are_said(publisher, editor):
    with pytest.raises(Refusal, match="Tick at least one"):
        confirm_mandates(mandate_ids=[], actor=publisher, step_up=step_up_of(publisher))
    wanted = offices(1)
    confirm_mandates(mandate_ids=wanted, actor=publisher, step_up=step_up_of(publisher))

    with pytest.raises(Refusal, match="Somebody confirmed this meanwhile"):
        confirm_mandates(mandate_ids=wanted, actor=editor, step_up=step_up_of(editor))
