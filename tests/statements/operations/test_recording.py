"""A signature from a letter: what staff must hold in hands, and what it says of itself."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Announcement, Attachment, AuditEvent, Mandate, SigningRule
from portal.operations.screening import ScreeningStop
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal
from statements.models import Signature, SignOn
from statements.operations.recording import record_signature
from statements.operations.signing import answer_statement
from statements.queries.publishing import signatures_for_release
from statements.queries.receipts import recorded_among
from tests.factories import OrganizationFactory, SeatFactory
from tests.proofs import step_up_of
from tests.statements.recording_data import letter_file, letter_of, recorded
from tests.statements.signing_data import (
    ago,
    ahead,
    editor_of,
    mandate_for,
    newest,
    organization_of,
    revise,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(statement):
    return editor_of(statement)


def test_it_binds_by_the_signers_authority_and_says_that_staff_recorded_it(statement, ana, staff):
    made = recorded(statement, ana, staff, printed_title="Mayor of Alder")

    assert (made.seat.member, made.mandate, made.digest) == (
        ana,
        Mandate.objects.get(seat__member=ana),
        newest(statement).digest,
    )
    assert (made.step_up, made.recorded_by, made.printed_title) == (
        "recorded",
        staff,
        "Mayor of Alder",
    )
    assert made.attestation == (
        "A letter signed for City of Alder names this text by its text code. "
        "Staff of an issuing association recorded it."
    )
    assert Attachment.objects.get() == made.letter
    assert recorded_among([made]) == {made.pk}


def test_it_counts_as_a_signature_of_the_newest_text(statement, ana, staff):
    made = recorded(statement, ana, staff)

    assert list(signatures_for_release(statement, ahead(hours=1))) == [made]


def test_it_is_on_record_with_who_pressed_and_how_they_confirmed_it(statement, ana, staff):
    made = recorded(statement, ana, staff, key="form")
    entry = AuditEvent.objects.get(verb=Verb.SIGNATURE_RECORDED)

    assert (entry.actor, entry.after) == (
        staff,
        {
            "signature": made.pk,
            "organization": made.organization_id,
            "confirmed_with": "passkey",
            "factor": "Phone",
            "digest": made.digest,
            "mandate": made.mandate_id,
            "letter": str(made.letter_id),
            "form": "form",
        },
    )
    assert [*Announcement.objects.values_list("kind", flat=True)] == ["signed", "recorded"]


def test_the_same_form_sent_twice_records_once(statement, ana, staff):
    first = recorded(statement, ana, staff, key="form")
    second = recorded(statement, ana, staff, key="form")

    assert (second, Signature.objects.count(), Attachment.objects.count()) == (first, 1, 1)


def test_a_form_records_for_one_organization(statement, ana, staff):
    recorded(statement, ana, staff, key="form")

    with pytest.raises(Refusal, match="recorded the signature of City of Alder already"):
        recorded(statement, signer(), staff, key="form")


def refused(*given, match, **terms) -> None:
    with pytest.raises(Refusal, match=match):
        recorded(*given, **terms)
    assert (Signature.objects.count(), Attachment.objects.count()) == (0, 0)


@pytest.mark.parametrize("missing", [{"file": None}, {"file": letter_file(b"")}])
def test_b9_without_a_letter_nothing_is_recorded(statement, ana, staff, missing):
    refused(statement, ana, staff, match=r"Attach the letter|This file is empty", **missing)


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "A1B2"])
def test_a_letter_that_names_another_text_is_refused(statement, ana, staff, code):
    refused(statement, ana, staff, match="The letter does not name the newest text", text_code=code)


def test_b4_a_letter_for_the_text_before_is_refused(statement, ana, staff):
    before = newest(statement).text_code
    revise(statement, staff)

    refused(statement, ana, staff, match="does not name the newest text", text_code=before)


def test_a_text_code_may_be_written_small_and_without_dashes(statement, ana, staff):
    code = newest(statement).text_code.lower().replace("-", " ")

    assert recorded(statement, ana, staff, text_code=code).digest == newest(statement).digest


def test_a_letter_needs_somebody_whose_authority_is_on_record(statement, ana, staff):
    Mandate.objects.update(revoked_at=ago(seconds=1))

    refused(statement, ana, staff, match="Record the authority first, then the letter")


def test_a_seat_of_another_organization_signs_no_letter(statement, ana, staff):
    other = signer().current_seats[0].pk

    refused(statement, ana, staff, match="no authority to sign on record", seat_id=other)


def test_b9_staff_with_a_seat_there_do_not_record_its_letter(statement, ana, staff):
    SeatFactory(member=staff, organization=organization_of(ana), capacity=Capacity.STAFF)

    refused(statement, ana, staff, match="You hold a seat at Alder")


def test_b9_nobody_records_a_letter_of_their_own(statement, staff):
    seat = SeatFactory(member=staff, capacity=Capacity.PRINCIPAL)
    mandate = seat.mandates.create(instrument="office", valid_from=ago(days=1))
    letter = {"organization_id": seat.organization_id, "seat_id": mandate.seat_id}

    refused(statement, staff, staff, match="You hold a seat at", **letter)


def test_only_staff_of_the_issuers_record(statement, ana):
    elsewhere = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    for stranger in (
        SeatFactory(organization=elsewhere, capacity=Capacity.PUBLISHER).member,
        SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member,
        signer(),
    ):
        refused(statement, ana, stranger, match="by the staff of the issuers")


def test_nobody_records_under_what_somebody_else_confirmed(statement, ana, staff):
    with pytest.raises(PermissionDenied):
        record_signature(
            statement_id=statement.pk,
            letter=letter_of(statement, ana),
            attested=True,
            actor=staff,
            step_up=step_up_of(ana),
            key=None,
        )


def test_what_an_organization_answered_itself_no_letter_overrules(statement, ana, staff):
    answer_statement(
        statement_id=statement.pk,
        organization_id=organization_of(ana).pk,
        kind="declined",
        reason="",
        actor=ana,
    )

    refused(statement, ana, staff, match="Alder has answered already: Not signing")


def test_a_signature_that_stands_is_not_recorded_again(statement, ana, staff):
    sign(statement, ana)

    with pytest.raises(Refusal, match="has answered already: Signed this text"):
        recorded(statement, ana, staff)


def test_after_the_deadline_no_letter_helps(statement, ana, staff):
    SignOn.objects.update(deadline_at=ago(seconds=1))

    refused(statement, ana, staff, match="time to sign")


def test_a_city_that_must_be_asked_is_asked_for_a_letter_too(statement, staff):
    city = OrganizationFactory(kind=OrganizationKind.CITY)
    chief = signer("Chris Chief", "Chief", kind=OrganizationKind.POLICE_AGENCY, parent=city)
    SigningRule.objects.create(
        organization=organization_of(chief), kind="no_objection", set_by=chief
    )

    refused(statement, chief, staff, match="once the mayor says that there is no objection")


def test_what_is_never_stored_is_not_stored_with_a_letter(statement, ana, staff):
    with pytest.raises(ScreeningStop) as stopped:
        recorded(statement, ana, staff, file=letter_file(b"A-Number A123456789, born 1999"))

    assert ([*stopped.value.findings], Signature.objects.count()) == (["file"], 0)


def test_a_reconfirmation_by_the_organization_itself_ends_the_note(statement, ana, staff):
    made = recorded(statement, ana, staff)
    revise(statement, staff)
    made.reconfirmations.create(
        seat=made.seat,
        mandate=made.mandate,
        revision=newest(statement),
        digest=newest(statement).digest,
        attestation="Again.",
        step_up="passkey",
    )

    assert recorded_among([made]) == set()


def test_who_may_sign_there_hears_that_a_letter_was_recorded(statement, ana, staff):
    recorded(statement, ana, staff)

    with pytest.raises(Refusal, match="Staff recorded a signature for Alder from a letter on"):
        sign(statement, colleague(ana))


def colleague(ana):
    member = SeatFactory(organization=organization_of(ana), capacity=Capacity.PRINCIPAL).member
    mandate_for(member)
    return member
