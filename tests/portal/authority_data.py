"""People who may sign for an organization, and what their principals lend them."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Mandate, Member, Organization, Seat
from portal.operations.letters import enter_letter
from portal.operations.mandates import delegate_authority, revoke_mandate
from portal.vocabulary.organizations import Instrument
from tests.factories import confirmed
from tests.portal.people_pages import sign_in
from tests.proofs import step_up_of
from tests.seats import moved


def office_for(member: Member, **terms: Any) -> Mandate:
    """The member has held the office, which is confirmed, for some days."""
    long_ago = timezone.now() - timedelta(days=9)
    moved(Seat.objects.filter(member=member), since=Now() - timedelta(days=9))
    given = {"valid_from": long_ago, **confirmed(), **terms}
    return Mandate.objects.create(
        seat=member.current_seats[0], instrument=Instrument.OFFICE, **given
    )


def organization_of(member: Member) -> Organization:
    return member.current_seats[0].organization


def lent(principal: Member, to: Member, **terms: Any) -> Mandate:
    """For a week from now on, unless the terms say otherwise."""
    seat = to.current_seats[0]
    given = {
        "organization_id": seat.organization_id,
        "seat_id": seat.pk,
        "begins": None,
        "until": timezone.now() + timedelta(days=7),
        "step_up": step_up_of(principal),
        **terms,
    }
    return delegate_authority(actor=principal, **given)


def letter_for(holder: Member, actor: Member, **terms: Any) -> Mandate:
    seat = holder.current_seats[0]
    given = {
        "organization_id": seat.organization_id,
        "seat_id": seat.pk,
        "evidence": "The mayor's letter of November 3",
        "begins": None,
        "until": None,
        "file": ContentFile(b"Signed by the mayor.", name="letter.txt"),
        **terms,
    }
    return enter_letter(actor=actor, **given)


def revoked(mandate: Mandate, actor: Member, reason: str = "Back in the office.") -> Mandate:
    return revoke_mandate(mandate_id=mandate.pk, reason=reason, actor=actor)


def authority_page(member: Member) -> str:
    """Who may sign for the member's organization."""
    return f"/members/{organization_of(member).pk}/authority/"


def text_of(member: Member, path: str) -> str:
    """What the member reads there, its spaces folded."""
    return " ".join(sign_in(member).get(path).text.split())


def queries(client: Client, path: str) -> int:
    """How often a page asks the database, once what is read once per process is read."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
