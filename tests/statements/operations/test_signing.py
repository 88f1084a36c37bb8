"""An organization is bound to exactly the text shown, by somebody who may bind it, once."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Announcement, AuditEvent, Organization, Seat
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal
from statements.models import Publication, Signature
from statements.operations.authority import TextChanged
from statements.operations.signing import (
    recall_signature,
)
from statements.vocabulary.signing import SigningAs
from tests.factories import MemberFactory, SeatFactory
from tests.statements.signing_data import (
    ago,
    ahead,
    delegated,
    mandate_for,
    newest,
    open_sign_on,
    organization_of,
    publish,
    revise,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


# --- signing ---------------------------------------------------------------------------------


def test_a_signature_freezes_who_signed_what_and_by_what_authority(statement, ana):
    made = sign(statement, ana, printed_title="Mayor of Alder", key="form")

    assert (made.printed_name, made.printed_title, made.printed_organization) == (
        "Ana Example",
        "Mayor of Alder",
        "City of Alder",
    )
    assert (made.digest, made.signing_as, made.step_up) == (
        newest(statement).digest,
        SigningAs.OFFICEHOLDER,
        "passkey",
    )
    assert made.attestation == (
        "I have read this text and I am authorized to sign it for City of Alder. "
        "My name may be published with it."
    )
    assert (made.mandate_snapshot["instrument"], made.mandate_snapshot["title"]) == (
        "office",
        "Mayor",
    )


def test_signing_is_on_record_and_announced_once_for_all_and_once_for_the_receipt(statement, ana):
    made = sign(statement, ana)

    assert AuditEvent.objects.get(verb=Verb.STATEMENT_SIGNED).after["signature"] == made.pk
    assert list(Announcement.objects.values_list("kind", "key", "detail")) == [
        (
            "signed",
            f"signed:{made.pk}",
            {"signature": made.pk, "organization": made.organization_id},
        ),
        ("receipt", f"receipt:{made.pk}", {"signature": made.pk}),
    ]


def test_a_second_press_gives_the_same_signature(statement, ana):
    first, second = sign(statement, ana), sign(statement, ana)

    assert (first, Signature.objects.count(), Announcement.objects.count()) == (second, 1, 2)


@pytest.mark.trust("B6")
def test_a_form_sent_again_after_a_recall_does_not_sign_again(statement, ana):
    made = sign(statement, ana, key="form")
    recall_signature(signature_id=made.pk, actor=ana)

    again = sign(statement, ana, key="form")

    assert (again.pk, again.ended_as, Signature.objects.count()) == (made.pk, "recalled", 1)


@pytest.mark.trust("B6")
def test_a_form_signs_for_one_organization(statement, ana):
    other = SeatFactory(member=ana, capacity=Capacity.PRINCIPAL)
    sign(statement, ana, key="form")
    del ana.current_seats
    with pytest.raises(Refusal, match="This form has signed for City of Alder already"):
        sign(statement, ana, key="form", organization_id=give_office(other).pk)


def give_office(seat: Seat) -> Organization:
    seat.mandates.create(instrument="office", valid_from=ago(days=1))
    return seat.organization


def test_a_colleague_hears_who_signed_already(statement, ana):
    colleague = SeatFactory(organization=organization_of(ana), capacity=Capacity.ACTING).member
    delegated(colleague, by=ana)
    sign(statement, ana)

    with pytest.raises(Refusal, match=r"^Ana Example signed already for Alder on \w+ \d+, \d{4}"):
        sign(statement, colleague)


def test_another_text_than_the_one_shown_is_not_signed(statement, ana):
    shown = newest(statement).digest
    revise(statement)

    with pytest.raises(TextChanged):
        sign(statement, ana, digest=shown)
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    "given",
    [
        {"attested": False},
        {"printed_name": " "},
        {"printed_title": ""},
        {"signing_as": "somebody"},
    ],
)
def test_nothing_is_signed_by_half(statement, ana, given):
    with pytest.raises(Refusal):
        sign(statement, ana, **given)
    assert Signature.objects.count() == 0


# --- who and when ----------------------------------------------------------------------------


def test_nobody_signs_for_an_organization_of_others(statement, ana):
    other = signer()
    with pytest.raises(PermissionDenied):
        sign(statement, ana, organization_id=organization_of(other).pk)


def test_a_seat_alone_is_no_authority_and_the_refusal_names_who_has_it(statement, ana):
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member

    with pytest.raises(
        Refusal, match=r"^You cannot sign for Alder because nobody .* none\. Ana Example can\.$"
    ):
        sign(statement, aide)


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"valid_from": ago(days=2), "valid_until": ago(seconds=1)}, "to sign ended"),
        ({"valid_from": ahead(hours=1)}, "only begins"),
        ({"revoked_at": ago(seconds=1)}, "it was taken back"),
        ({"instrument": "letter", "evidence": "A letter."}, "has not confirmed your letter"),
    ],
    ids=["expired", "future", "revoked", "unconfirmed"],
)
def test_a_mandate_must_hold_now(statement, terms, why):
    chief = SeatFactory(since=ago(days=9)).member
    mandate_for(chief, granted_by=MemberFactory(), **terms)

    with pytest.raises(Refusal, match=why):
        sign(statement, chief)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"opens_at": None}, "This statement is not open for signing."),
        ({"opens_at": ahead(hours=1)}, "Signing opens "),
        ({"deadline_at": ago(seconds=1)}, "The time to sign ended "),
    ],
)
def test_signing_has_its_time(statement, ana, terms, sentence):
    open_sign_on(statement, **terms)

    with pytest.raises(Refusal, match=f"^{sentence}"):
        sign(statement, ana)


def test_only_who_is_asked_signs(statement, ana):
    open_sign_on(statement, kinds=[OrganizationKind.POLICE_AGENCY])

    with pytest.raises(Refusal, match=r"^Alder is not asked to sign this statement"):
        sign(statement, ana)


def test_a_late_signer_signs_after_the_release_but_not_between(statement, ana):
    publication = publish(statement, release_at=ahead(minutes=1))
    with pytest.raises(Refusal, match=r"^Signing is closed for now"):
        sign(statement, ana)

    Publication.objects.filter(pk=publication.pk).update(undone_at=ago(seconds=1))
    out = publish(statement)

    assert sign(statement, ana).signed_at > out.release_at
