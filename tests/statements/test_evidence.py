"""Attempts to break by page and by raw request what signatures promise.

- No signature without authority that is valid when it is given.
- No signature for a text that is not the one shown.
- A signature never changes with what it was given under.
"""

import json

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import Mandate, Organization
from portal.vocabulary.organizations import Capacity
from statements.models import Signature
from tests.factories import SeatFactory
from tests.proofs import PROOF
from tests.statements.signing_data import (
    ago,
    newest,
    organization_of,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


def posted(statement, organization, /, **changed):
    """What the page's own form sends."""
    return {
        "act": "sign",
        "organization": organization.pk,
        "digest": newest(statement).digest,
        "key": "form",
        "signing_as": "officeholder",
        "printed_name": "Ana Example",
        "printed_title": "Mayor",
        "attested": "on",
        **PROOF,
    } | changed


def signed() -> int:
    return Signature.objects.count()


@pytest.mark.trust("B1")
def test_nobody_signs_for_others_by_changing_the_form(statement, ana, signed_in):
    other = organization_of(signer())
    answer = signed_in(ana).post(reverse("sign", args=[statement.ref]), posted(statement, other))

    assert (answer.status_code, signed()) == (404, 0)


@pytest.mark.trust("B1")
def test_a_seat_without_authority_signs_nothing(statement, ana, signed_in):
    aide = SeatFactory(organization=organization_of(ana), capacity=Capacity.STAFF).member
    answer = signed_in(aide).post(
        reverse("sign", args=[statement.ref]), posted(statement, organization_of(ana))
    )

    assert (answer.status_code, signed()) == (409, 0)


@pytest.mark.trust("B9")
def test_staff_of_the_issuers_sign_for_nobody(statement, ana, signed_in):
    staff = SeatFactory(organization=statement.issuers.get(), capacity=Capacity.PUBLISHER).member
    answer = signed_in(staff).post(
        reverse("sign", args=[statement.ref]), posted(statement, organization_of(ana))
    )

    assert (answer.status_code, signed()) == (404, 0)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"digest": "0" * 64}, 409),
        ({"digest": ""}, 422),
        ({"attested": ""}, 422),
        ({"signing_as": "god"}, 422),
        ({"printed_name": "x" * 151}, 422),
        ({"act": "publish"}, 400),
        ({"act": ""}, 400),
        ({"organization": "1 OR 1=1"}, 404),
        ({"organization": ""}, 404),
        ({"digest": ["a", "b"]}, 400),
        ({"organization": ["1", "2"]}, 400),
    ],
)
@pytest.mark.trust("B15", "E13")
def test_a_bent_form_signs_nothing(statement, ana, signed_in, changed, status):
    answer = signed_in(ana).post(
        reverse("sign", args=[statement.ref]),
        posted(statement, organization_of(ana), **changed),
    )

    assert (answer.status_code, signed()) == (status, 0)


@pytest.mark.trust("B1")
def test_json_in_place_of_the_form_signs_nothing(statement, ana, signed_in):
    answer = signed_in(ana).post(
        reverse("sign", args=[statement.ref]),
        json.dumps(posted(statement, organization_of(ana))),
        content_type="application/json",
    )

    assert (answer.status_code, signed()) == (404, 0)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.trust("B7")
def test_another_site_signs_nothing(statement, ana, signed_in, site):
    answer = signed_in(ana).post(
        reverse("sign", args=[statement.ref]),
        posted(statement, organization_of(ana)),
        headers={"Sec-Fetch-Site": site},
    )

    assert (answer.status_code, signed()) == (403, 0)


@pytest.mark.trust("B7")
def test_a_form_without_its_token_signs_nothing(statement, ana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(
        reverse("sign", args=[statement.ref]), posted(statement, organization_of(ana))
    )

    assert (answer.status_code, signed()) == (403, 0)


@pytest.mark.trust("B7", "B8")
def test_reading_the_page_signs_nothing_and_it_stands_in_no_frame(statement, ana, signed_in):
    answer = signed_in(ana).get(
        reverse("sign", args=[statement.ref]), posted(statement, organization_of(ana))
    )

    assert (answer.status_code, signed(), answer["X-Frame-Options"]) == (200, 0, "DENY")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_member_of_another_organization_can_neither_read_nor_end_a_signature(
    statement, ana, signed_in
):
    made = sign(statement, ana)
    address = reverse("receipt", args=[statement.ref, made.pk])
    other = signed_in(signer())

    assert other.get(address).status_code == 404
    assert other.post(address, {"act": "recall"}).status_code == 404
    made.refresh_from_db()
    assert made.ended_at is None


@pytest.mark.trust("B11")
def test_a_renamed_person_seat_and_organization_leave_the_signature_as_it_was(statement, ana):
    made = sign(statement, ana)
    before = Signature.objects.values().get()

    ana.name = "Ana Renamed"
    ana.save()
    seat = ana.current_seats[0]
    seat.title = "Former Mayor"
    seat.save()
    Organization.objects.filter(pk=made.organization_id).update(name="City of Elsewhere")
    Mandate.objects.update(revoked_at=ago(seconds=0))

    assert Signature.objects.values().get() == before
