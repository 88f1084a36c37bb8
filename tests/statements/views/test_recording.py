"""The page where staff record a letter, and where it says that it was recorded."""

import pytest
from django.test import override_settings
from django.urls import reverse

from portal.models import AuditEvent, Mandate
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from statements.models import Signature
from tests.factories import SeatFactory
from tests.passkeys import enroll, prove
from tests.proofs import PROOF, passkey_proof
from tests.statements.publishing_data import (
    ask_everybody,
    clear,
    frozen_statement,
    let_come,
    publishers,
    scheduled,
)
from tests.statements.recording_data import letter_file, posted_letter, recorded
from tests.statements.signing_data import (
    ago,
    buttons,
    editor_of,
    newest,
    organization_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(statement):
    return editor_of(statement)


@pytest.fixture
def record_page(statement):
    return reverse("record_signature", args=[statement.ref])


def signed() -> int:
    return Signature.objects.count()


def test_the_page_asks_whose_letter_first_and_then_what_stands_in_it(
    statement, ana, staff, signed_in, record_page
):
    client = signed_in(staff)

    assert buttons(client.get(record_page)) == ["Next"]
    page = client.get(record_page, {"organization": organization_of(ana).pk})
    assert buttons(page) == ["Record this signature"]
    assert "Ana Example, Mayor" in page.text


def test_staff_record_a_letter_and_see_its_receipt(statement, ana, staff, signed_in, record_page):
    client = signed_in(staff)

    answer = client.post(record_page, posted_letter(statement, ana), follow=True)

    made = Signature.objects.get()
    assert answer.redirect_chain == [(f"/statements/{statement.ref}/receipt/{made.pk}/", 302)]
    assert "Recorded by staff from a letter" in answer.text
    assert (made.recorded_by, made.organization) == (staff, organization_of(ana))


def test_b9_staff_post_the_principals_own_form_and_are_refused(
    statement, ana, staff, signed_in, address
):
    own_form = {
        "act": "sign",
        "organization": organization_of(ana).pk,
        "digest": newest(statement).digest,
        "key": "form",
        "signing_as": "officeholder",
        "printed_name": "Ana Example",
        "printed_title": "Mayor",
        "attested": "on",
        **PROOF,
    }
    answer = signed_in(staff).post(address, own_form)

    assert (answer.status_code, signed()) == (404, 0)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"file": ""}, 422),
        ({"file": letter_file(b"MZ\x90\x00\x03\x00", "letter.exe")}, 409),
        ({"attested": ""}, 422),
        ({"text_code": ""}, 422),
        ({"text_code": "0000-0000-0000"}, 409),
        ({"seat": "999999"}, 422),
        ({"seat": ""}, 422),
        ({"organization": "1 OR 1=1"}, 404),
        ({"organization": ""}, 404),
        ({"organization": "999999999"}, 404),
        ({"signing_as": "god"}, 422),
        ({"password": ""}, 403),
        ({"password": "wrong"}, 403),
    ],
)
def test_b9_as_proxy_without_letter_text_authority_or_own_proof_nothing_is_recorded(
    statement, ana, staff, signed_in, record_page, changed, status
):
    answer = signed_in(staff).post(record_page, posted_letter(statement, ana, **changed))

    assert (answer.status_code, signed()) == (status, 0)


def test_what_was_typed_stays_when_the_proof_is_missing(
    statement, ana, staff, signed_in, record_page
):
    sent = posted_letter(statement, ana, password="", printed_title="Mayor of all Alder")
    page = signed_in(staff).post(record_page, sent)

    assert 'value="Mayor of all Alder"' in page.text
    assert "Enter your password to record this signature." in page.text
    assert AuditEvent.objects.filter(verb=Verb.STEP_UP_MISSING).count() == 1


@override_settings(PASSWORD_FOR_PASSKEY=False)
def test_a_passkey_confirms_one_letter(statement, ana, staff, signed_in, record_page):
    client, passkey = signed_in(staff), enroll(staff)
    prove(client)
    proof = passkey_proof(client, passkey, record_page)
    sent = posted_letter(statement, ana, **proof)
    del sent["password"]

    assert client.post(record_page, sent).status_code == 302
    assert AuditEvent.objects.get(verb=Verb.SIGNATURE_RECORDED).after["factor"] == "Phone"
    assert client.post(record_page, sent | {"file": letter_file()}).status_code == 302
    again = client.post(record_page, sent | {"file": letter_file(), "key": "other"})
    assert (again.status_code, signed()) == (403, 1)


def test_without_authority_on_record_the_page_says_what_is_missing(
    statement, ana, staff, signed_in, record_page
):
    Mandate.objects.update(revoked_at=ago(seconds=1))
    page = signed_in(staff).get(record_page, {"organization": organization_of(ana).pk})

    assert "Nobody&#x27;s authority to sign for City of Alder is on record" in page.text.replace(
        "'", "&#x27;"
    )
    assert buttons(page) == []


def test_only_staff_of_the_issuers_reach_the_page(statement, ana, signed_in, record_page):
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    publisher = SeatFactory(
        organization=statement.issuers.get(), capacity=Capacity.PUBLISHER
    ).member
    reached = [signed_in(who).get(record_page).status_code for who in (ana, aide, publisher)]

    assert reached == [404, 404, 200]


# --- where it shows ---------------------------------------------------------------------------


def test_the_letter_is_for_the_organization_and_the_issuers_staff_only(
    statement, ana, staff, signed_in
):
    made = recorded(statement, ana, staff)
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    other = SeatFactory(capacity=Capacity.PRINCIPAL).member
    address = reverse("attachment", args=[made.letter_id])
    reached = []
    for who in (ana, aide, staff, other):
        answer = signed_in(who).get(address)
        answer.getvalue()  # a download is read to its end, which closes its file
        reached.append(answer.status_code)

    assert reached == [200, 200, 200, 404]


def test_the_working_page_has_one_line_for_each_signer(statement, ana, staff, signed_in):
    made = recorded(statement, ana, staff)
    reader = SeatFactory(capacity=Capacity.STAFF).member
    page = " ".join(
        signed_in(reader).get(reverse("statement_work", args=[statement.ref])).text.split()
    )

    assert "Ana Example, Mayor, City of Alder, as officeholder, on <time" in page
    assert f"text <code>{made.revision.text_code}</code>" in page
    assert "(recorded by staff from a letter)" in page


def test_the_staff_page_says_it_beside_the_name(statement, ana, staff, signed_in):
    recorded(statement, ana, staff)
    page = signed_in(staff).get(reverse("staff_page", args=[statement.ref]))

    assert "Recorded by staff from a letter" in page.text


def test_b9_the_public_page_and_every_file_say_recorded_by_staff_from_a_letter(ana, client):
    two = publishers()
    made = frozen_statement(two)
    ask_everybody(made)
    recorded(made, ana, two[0])
    clear(made, two)
    release = scheduled(made, two[0])
    let_come(release)
    note = "Ana Example</strong>, Mayor, City of Alder (recorded by staff from a letter)"
    plain = note.replace("</strong>", "")

    assert note in client.get(f"/statements/{made.ref}/").text
    assert plain in client.get(f"/statements/{made.ref}.txt").text
    listed = client.get(f"/statements/{made.ref}.json").json()["signatories"]["list"]
    assert [entry["is_recorded"] for entry in listed] == [True]


def test_a_late_letter_says_it_below_the_release(ana, client):
    two = publishers()
    made = frozen_statement(two)
    ask_everybody(made)
    clear(made, two)
    let_come(scheduled(made, two[0]))
    recorded(made, ana, two[0])

    page = client.get(f"/statements/{made.ref}/").text
    assert "City of Alder (recorded by staff from a letter)</p>" in page
