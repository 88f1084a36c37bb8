""" "This wasn't me": at once, by whoever is bound, and never without a trace."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import AuditEvent, Mandate, Member
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from statements.models import Publication
from statements.operations.disputing import dispute_signature
from statements.operations.signing import reconfirm_signature, withdraw_signature
from statements.queries.standing import stand_of
from tests.factories import SeatFactory
from tests.proofs import step_up_of
from tests.statements.authority.data import shown
from tests.statements.publishing_data import (
    ask_everybody,
    clear,
    frozen_statement,
    let_come,
    publishers,
    scheduled,
)
from tests.statements.recording_data import recorded
from tests.statements.signing_data import (
    ago,
    delegated,
    editor_of,
    newest,
    organization_of,
    revise,
    sign,
    signer,
)
from tests.statements.telling_data import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(statement):
    return editor_of(statement)


def disputed(signature, actor, reason=""):
    return dispute_signature(signature_id=signature.pk, reason=reason, actor=actor)


@pytest.mark.parametrize("way", ["recorded", "signed"])
def test_the_signer_ends_the_signature_with_one_press(statement, ana, staff, way):
    made = recorded(statement, ana, staff) if way == "recorded" else sign(statement, ana)

    found = disputed(made, ana)

    assert (found.ended_as, found.ended_reason) == ("disputed", "")
    assert stand_of(statement, organization_of(ana)).label == "Disputed by the signer"


def test_it_is_on_record_under_a_word_of_its_own(statement, ana, staff):
    made = recorded(statement, ana, staff)
    disputed(made, ana, " I was abroad. ")
    entry = AuditEvent.objects.get(verb=Verb.SIGNATURE_DISPUTED)

    assert (entry.actor, entry.reason, entry.after) == (
        ana,
        "I was abroad.",
        {"signature": made.pk, "organization": made.organization_id, "as": "disputed"},
    )


def colleague_of(member: Member) -> Member:
    """Somebody whom the principal lets sign."""
    seat = SeatFactory(organization=organization_of(member), capacity=Capacity.ACTING)
    delegated(seat.member, by=member)
    return seat.member


@pytest.mark.trust("B12")
def test_b9_of_a_letter_whoever_may_sign_there_says_so_and_it_is_not_called_the_signers_word(
    statement, ana, staff
):
    found = disputed(recorded(statement, ana, staff), colleague_of(ana))

    assert found.ended_as == "disowned"
    label = stand_of(statement, organization_of(ana)).label
    assert label == "Disputed by the organization"


@pytest.mark.trust("B12")
def test_b9_what_the_signer_pressed_nobody_else_disputes_and_others_withdraw_it_with_a_reason(
    statement, ana
):
    made, colleague = sign(statement, ana), colleague_of(ana)
    with pytest.raises(PermissionDenied):
        disputed(made, colleague)

    withdraw_signature(signature_id=made.pk, reason="The mayor asked.", actor=colleague)
    made.refresh_from_db()
    assert (made.ended_as, made.ended_reason) == ("withdrawn", "The mayor asked.")


def test_b9_a_letter_that_the_organization_reconfirmed_is_disputed_by_its_signer_alone(
    statement, ana, staff
):
    made, colleague = recorded(statement, ana, staff), colleague_of(ana)
    revise(statement)
    reconfirm_signature(
        signature_id=made.pk,
        digest=newest(statement).digest,
        attested=True,
        actor=ana,
        step_up=step_up_of(ana),
    )

    with pytest.raises(PermissionDenied):
        disputed(made, colleague)
    assert disputed(made, ana).ended_as == "disputed"


def test_a_suspended_signer_says_nothing(statement, ana):
    made = sign(statement, ana)
    Member.objects.filter(pk=ana.pk).update(is_active=False)

    with pytest.raises(Refusal, match="Your account was closed"):
        disputed(made, ana)


def test_a_signer_whose_authority_has_ended_still_says_it_was_not_they(statement, ana, staff):
    made = recorded(statement, ana, staff)
    Mandate.objects.update(revoked_at=ago(seconds=0))

    assert disputed(made, ana).ended_as == "disputed"


def test_nobody_else_disputes(statement, ana, staff):
    made = recorded(statement, ana, staff)
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member

    for stranger in (aide, staff, signer()):
        with pytest.raises(PermissionDenied):
            disputed(made, stranger)
    made.refresh_from_db()
    assert made.ended_at is None


def test_what_has_ended_stays_as_it_ended(statement, ana, staff):
    made = recorded(statement, ana, staff)
    first = disputed(made, ana, "Not me.")

    again = disputed(made, ana, "Really not.")

    assert (again.ended_at, again.ended_reason) == (first.ended_at, "Not me.")
    assert AuditEvent.objects.filter(verb=Verb.SIGNATURE_DISPUTED).count() == 1


def test_afterwards_the_organization_can_sign_itself(statement, ana, staff):
    disputed(recorded(statement, ana, staff), ana)

    assert sign(statement, ana).recorded_by is None


@pytest.fixture
def release(ana):
    """Scheduled, with one recorded signature."""
    two = publishers()
    made = frozen_statement(two)
    ask_everybody(made)
    signature = recorded(made, ana, two[0])
    clear(made, two)
    return scheduled(made, two[0]), signature


def test_a_release_that_is_not_out_is_held_in_the_same_transaction(release, ana):
    publication, signature = release
    disputed(signature, ana)
    publication.refresh_from_db()

    assert publication.held_reason == "City of Alder says that its signature was not given."
    let_come(publication)
    assert set(shown(publication.statement).values()) == {False}


def test_after_the_release_the_bytes_stay_and_the_page_says_when_it_was_disputed(
    release, ana, client
):
    publication, signature = release
    let_come(publication)
    address = f"/statements/{publication.statement.ref}"
    before = client.get(f"{address}.pdf").content
    disputed(signature, ana)

    page = client.get(f"{address}/").text
    assert "Disputed by the signer <time" in page
    assert client.get(f"{address}.pdf").content == before
    assert Publication.objects.get().held_at is None


@pytest.mark.trust("B12")
def test_b9_the_public_reads_that_the_organization_disputes_what_its_signer_does_not(
    release, ana, client
):
    publication, signature = release
    let_come(publication)
    disputed(signature, colleague_of(ana))

    page = client.get(f"/statements/{publication.statement.ref}/").text
    assert "Disputed by the organization <time" in page
    assert "Withdrew or disputed after the release" in page
    assert "Disputed by the signer" not in page


# --- telling ---------------------------------------------------------------------------------


def test_the_signer_is_told_at_once_with_the_way_to_say_no(statement, ana, staff, settings):
    settings.SITE_URL = "https://portal.example"
    made = recorded(statement, ana, staff)
    row = tell("recorded")[0]
    receipt = f"https://portal.example/statements/{statement.ref}/receipt/{made.pk}/"

    assert (row.recipient, row.mail.subject) == (
        ana,
        f"Staff recorded your signature for City of Alder ({statement.ref})",
    )
    lines = row.mail.text.splitlines()
    assert receipt in lines
    assert f"This wasn't me: {receipt}dispute/" in lines
    assert f"Text code: {made.revision.text_code}" in lines


def test_others_who_may_sign_there_are_told_as_well_and_read_whose_it_is(statement, ana, staff):
    colleague = colleague_of(ana)
    recorded(statement, ana, staff)
    subjects = {row.recipient: row.mail.subject for row in tell("recorded")}

    assert sorted(subjects, key=str) == sorted([ana, colleague], key=str)
    assert subjects[colleague].startswith("Staff recorded a signature for City of Alder")


def test_an_ordinary_receipt_offers_the_same(statement, ana):
    made = sign(statement, ana)
    text = tell("receipt")[0].mail.text

    assert f"/statements/{statement.ref}/receipt/{made.pk}/dispute/" in text


def test_a_dispute_is_told_to_staff_and_to_the_signer_who_did_not_say_it(statement, ana, staff):
    colleague = colleague_of(ana)
    disputed(recorded(statement, ana, staff), colleague)
    told = tell("disputed")
    rows = {row.recipient: row.title for row in told}

    assert {row.mail.text.partition(" says that")[0] for row in told} == {
        "Somebody who may sign for City of Alder"
    }
    title = f"Disputed: the signature for City of Alder ({statement.ref})"
    assert rows == {staff: title, ana: title}


def test_what_was_disputed_before_the_mail_went_out_gives_no_mail_about_recording(
    statement, ana, staff
):
    disputed(recorded(statement, ana, staff), ana)

    assert tell("recorded") == []
