"""Attempts to bind an organization that did not agree, by the rows of docs/trust.md."""

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from portal.models import AuditEvent, Member
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from statements.models import ListedSignature, Publication, Signature, Statement
from statements.operations.signing import withdraw_signature
from tests.conftest import BACKEND
from tests.factories import SeatFactory
from tests.proofs import PROOF
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
    joint_statement,
    mandate_for,
    newest,
    open_sign_on,
    organization_of,
    revise,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db

COUNTED = """\
{{ signer_count }} Cities Ask for Notice

WASHINGTON, DC—We, {{ signer_count }} of us, ask for notice two days ahead.

###
"""


@pytest.fixture
def statement() -> Statement:
    """Open for signing: every city and agency is asked, for a day."""
    made = joint_statement()
    open_sign_on(made)
    return made


@pytest.fixture
def ana() -> Member:
    return signer("Ana Example", "Mayor", name="City of Alder", short_name="Alder")


def as_member(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend=BACKEND)
    return client


def form_of(statement: Statement, member: Member, /, **changed: object) -> dict[str, object]:
    """What the sign page's own form sends."""
    return {
        "act": "sign",
        "organization": organization_of(member).pk,
        "digest": newest(statement).digest,
        "key": "form",
        "signing_as": "officeholder",
        "printed_name": member.name,
        "printed_title": "Mayor",
        "attested": "on",
        **PROOF,
    } | changed


def sign_page(statement: Statement) -> str:
    return reverse("sign", args=[statement.ref])


# --- B4, B6, B7: exactly this text, once, from our own page ---------------------------------------


def test_b4_neither_an_earlier_text_nor_that_of_another_statement_is_signed(statement, ana):
    shown, other = newest(statement).digest, newest(joint_statement()).digest
    revise(statement)
    client = as_member(ana)
    answers = [
        client.post(sign_page(statement), form_of(statement, ana, digest=digest))
        for digest in (shown, other, "0" * 64)
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert "<ins>" in answers[0].text  # what is new stands on the page
    assert Signature.objects.count() == 0


def test_b6_the_same_form_again_leads_to_the_same_receipt(statement, ana):
    client, sent = as_member(ana), form_of(statement, ana)
    first, second = (client.post(sign_page(statement), sent) for _ in range(2))

    assert (first.status_code, second.url) == (302, first.url)
    assert Signature.objects.count() == 1


def test_b6_the_same_form_for_another_organization_signs_nothing_more(statement, ana):
    other = SeatFactory(member=ana, capacity=Capacity.PRINCIPAL)
    other.mandates.create(instrument="office", valid_from=ago(days=1))
    client = as_member(ana)
    client.post(sign_page(statement), form_of(statement, ana))

    sent = form_of(statement, ana, organization=other.organization_id)
    answer = client.post(sign_page(statement), sent)

    assert (answer.status_code, Signature.objects.count()) == (409, 1)
    assert "This form has signed for City of Alder already" in answer.text


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_b7_other_ways_to_ask_sign_and_end_nothing(statement, ana, method):
    made, client = sign(statement, ana), as_member(ana)
    asked = [
        reverse(name, args=args)
        for name, args in (
            ("sign", [statement.ref]),
            ("receipt", [statement.ref, made.pk]),
            ("dispute_signature", [statement.ref, made.pk]),
            ("record_signature", [statement.ref]),
            ("publish", [statement.ref]),
        )
    ]

    assert {getattr(client, method)(address).status_code for address in asked} == {405}
    assert Signature.objects.get().ended_at is None


@pytest.mark.parametrize("name", ["receipt", "dispute_signature"])
def test_b7_reading_ends_no_signature_whatever_the_address_says(statement, ana, name):
    made = sign(statement, ana)
    address = reverse(name, args=[statement.ref, made.pk])

    assert as_member(ana).get(address, {"act": "recall", "reason": "x"}).status_code == 200
    assert Signature.objects.get().ended_at is None


@pytest.mark.parametrize("name", ["receipt", "dispute_signature"])
def test_b7_another_site_ends_no_signature(statement, ana, name):
    made = sign(statement, ana)
    answer = as_member(ana).post(
        reverse(name, args=[statement.ref, made.pk]),
        {"act": "recall", "reason": ""},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert Signature.objects.get().ended_at is None


# --- B8: framed nowhere ---------------------------------------------------------------------------


def test_b8_files_and_answers_of_every_kind_forbid_to_be_framed(ana):
    two = publishers()
    made = frozen_statement(two)
    ask_everybody(made)
    letter = recorded(made, ana, two[0]).letter_id
    clear(made, two)
    let_come(scheduled(made, two[0]))
    client = as_member(ana)
    answers = {
        path: client.get(path)
        for path in (
            f"/statements/{made.ref}/",
            *(f"/statements/{made.ref}.{suffix}" for suffix in ("pdf", "txt", "json")),
            "/statements/S-00000.pdf",
            f"/attachments/{letter}/",
            "/statements/feed/",
            "/accounts/login/",
            sign_page(made),
            f"/statements/{made.ref}/staff/sign-on/",
        )
    }
    for answer in answers.values():
        answer.getvalue()  # a download is read to its end, which closes its file

    assert {answer.status_code for answer in answers.values()} == {200, 302, 404}
    assert {answer["X-Frame-Options"] for answer in answers.values()} == {"DENY"}
    assert client.post(sign_page(made), {}, headers={"Sec-Fetch-Site": "cross-site"})[
        "X-Frame-Options"
    ] == ("DENY")


# --- B11, B12, B13: what was given stays, ends in the open, counts once ---------------------------


def test_b11_a_new_name_title_and_city_leave_page_and_bytes_as_they_were(ana):
    release = out_with(ana)
    before = shown(release)
    ana.name = "Ana Renamed"
    ana.save()
    seat = ana.current_seats[0]
    seat.title = "Former Mayor"
    seat.save()
    seat.organization.name = "City of Elsewhere"
    seat.organization.save()

    assert shown(release) == before
    assert "Ana Example</strong>, Mayor, City of Alder" in before["/"]


def test_b12_a_withdrawal_after_the_release_changes_no_byte_and_is_said_and_recorded(ana):
    release = out_with(ana)
    before = shown(release)
    made = Signature.objects.get()
    withdraw_signature(signature_id=made.pk, reason="The council objects.", actor=ana)
    after = shown(release)

    assert {part: after[part] for part in after if part != "/"} == {
        part: before[part] for part in before if part != "/"
    }
    assert ("Withdrew after the release" in before["/"], "Withdrew after" in after["/"]) == (
        False,
        True,
    )
    entry = AuditEvent.objects.get(verb=Verb.SIGNATURE_ENDED)
    assert (entry.actor, entry.reason) == (ana, "The council objects.")


@pytest.mark.parametrize("command", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_b12_no_signature_is_deleted(statement, ana, command):
    sign(statement, ana)
    table = Signature._meta.db_table

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(command.format(table))
    assert Signature.objects.count() == 1


def test_b13_two_people_of_one_organization_make_one_signature_and_the_numbers_agree(ana):
    colleague = SeatFactory(organization=organization_of(ana), capacity=Capacity.PRINCIPAL).member
    mandate_for(colleague)
    two = publishers()
    made = frozen_statement(two, text=COUNTED)
    ask_everybody(made)
    for member in (ana, signer("Bo Example")):
        sign(made, member)
    answer = as_member(colleague).post(sign_page(made), form_of(made, colleague))
    clear(made, two)
    release = scheduled(made, two[0])
    let_come(release)

    listed = ListedSignature.objects.filter(publication=release)
    numbers = {listed.count(), listed.values("signature__organization").distinct().count()}
    assert (answer.status_code, numbers) == (409, {2})
    page = Client().get(f"/statements/{made.ref}/").text
    assert "<title>2 Cities Ask for Notice" in page
    assert "We, 2 (as of" in page
    assert "2 organizations have signed this text" in page


def out_with(member: Member) -> Publication:
    """A release that is out, with the signature of one organization."""
    two = publishers()
    made = frozen_statement(two)
    ask_everybody(made)
    sign(made, member)
    clear(made, two)
    release = scheduled(made, two[0])
    let_come(release)
    return release


def shown(release: Publication) -> dict[str, str]:
    """The page as it reads, and what the files hash to."""
    client, ref = Client(), release.statement.ref
    files = {
        suffix: hashlib.sha256(client.get(f"/statements/{ref}.{suffix}").content).hexdigest()
        for suffix in ("pdf", "txt", "json")
    }
    return {"/": client.get(f"/statements/{ref}/").text, **files}
