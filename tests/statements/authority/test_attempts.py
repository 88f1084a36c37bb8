"""Attempts to sign for an organization that one does not speak for, or no longer, or not yet."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from portal.models import Mandate, Member
from portal.queries.clock import database_now
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from statements.models import Signature, Statement
from tests.conftest import BACKEND
from tests.factories import SeatFactory
from tests.proofs import PROOF
from tests.statements.publishing_data import sign as written
from tests.statements.signing_data import (
    ago,
    delegated,
    joint_statement,
    newest,
    open_sign_on,
    organization_of,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db

JUST_BEFORE = timedelta(milliseconds=1)


@pytest.fixture
def asked() -> Statement:
    made = joint_statement()
    open_sign_on(made)
    return made


@pytest.fixture
def vale() -> Member:
    return signer("Val Vale", "Mayor", name="City of Vale", short_name="Vale")


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend=BACKEND)
    return client


def form_for(statement: Statement, member: Member) -> dict[str, str]:
    """The form of that member's own page."""
    return {
        "act": "sign",
        "organization": str(organization_of(member).pk),
        "digest": newest(statement).digest,
        "key": "tampered",
        "signing_as": "officeholder",
        "printed_name": member.name,
        "printed_title": "Mayor",
        "attested": "on",
        **PROOF,
    }


def posted(way: str, client: Client, statement: Statement, form: dict[str, str]) -> HttpResponse:
    address = f"/statements/{statement.ref}/sign/"
    if way == "json":
        return client.post(address, json.dumps(form), content_type="application/json")
    headers = {"HX-Request": "true"} if way == "htmx" else {}
    return client.post(address, form, headers=headers)


@pytest.mark.parametrize("way", ["form", "json", "htmx"])
@pytest.mark.parametrize("who", ["mayor elsewhere", "aide there", "observer there", "staff"])
def test_b1_whoever_has_no_authority_there_signs_nothing_however_it_is_sent(way, who, asked, vale):
    city = organization_of(vale)
    people = {
        "mayor elsewhere": lambda: signer("Al Other"),
        "aide there": lambda: SeatFactory(organization=city, capacity=Capacity.STAFF).member,
        "observer there": lambda: SeatFactory(organization=city, capacity=Capacity.OBSERVER).member,
        "staff": lambda: (
            SeatFactory(organization=asked.issuers.get(), capacity=Capacity.PUBLISHER).member
        ),
    }
    answer = posted(way, client_of(people[who]()), asked, form_for(asked, vale))

    assert (answer.status_code >= 400, Signature.objects.count()) == (True, 0)


def test_b1_nor_does_the_mayor_of_one_city_as_an_aide_of_another(asked, vale):
    """A seat in each: authority is that of the organization, not of the person."""
    other = signer("Al Other")
    SeatFactory(member=other, organization=organization_of(vale), capacity=Capacity.STAFF)
    answer = posted("form", client_of(other), asked, form_for(asked, vale))

    assert (answer.status_code, Signature.objects.count()) == (409, 0)
    assert "Val Vale can." in answer.text


@pytest.mark.parametrize("ended", ["valid_until", "revoked_at"])
def test_b3_an_authority_that_ended_a_millisecond_ago_signs_nothing(ended, asked, vale):
    Mandate.objects.filter(seat__member=vale).update(**{ended: database_now() - JUST_BEFORE})

    with pytest.raises(Refusal, match="because your authority to sign ended"):
        sign(asked, vale)
    mandate = Mandate.objects.get(seat__member=vale)
    with pytest.raises(IntegrityError, match="no authority to sign"), transaction.atomic():
        written(asked, mandate)
    assert Signature.objects.count() == 0


def test_b3_one_that_begins_later_signs_nothing_yet(asked, vale):
    deputy = SeatFactory(organization=organization_of(vale), capacity=Capacity.DESIGNEE).member
    delegated(deputy, by=vale, valid_from=timezone.now() + timedelta(hours=1))

    with pytest.raises(Refusal, match="only begins"):
        sign(asked, deputy)


def test_b3_an_ended_seat_signs_nothing_whatever_its_mandate_says(asked, vale):
    vale.seats.update(until=Now() - JUST_BEFORE)
    with pytest.raises(IntegrityError, match="no authority to sign"), transaction.atomic():
        written(asked, Mandate.objects.get(seat__member=vale))


def test_b2_a_letter_nobody_confirmed_signs_nothing_by_sql_either(asked, vale, publisher):
    holder = SeatFactory(
        organization=organization_of(vale), capacity=Capacity.DESIGNEE, since=ago(days=2)
    )
    letter = Mandate.objects.create(
        seat=holder, instrument="letter", evidence="A letter.", granted_by=publisher
    )

    with pytest.raises(Refusal, match="has not confirmed your letter"):
        sign(asked, holder.member)
    with pytest.raises(IntegrityError, match="no authority to sign"), transaction.atomic():
        written(asked, letter)
