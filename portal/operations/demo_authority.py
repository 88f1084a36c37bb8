"""Lets people of the demo sign for others, by the operations that people use."""

from collections.abc import Collection
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile

from portal.models import Mandate, Member, Seat
from portal.operations.letters import enter_letter
from portal.operations.mandates import confirm_mandates, delegate_authority
from portal.operations.members import seat_member
from portal.operations.step_up import of_sample_data
from portal.queries.authority import offices_to_confirm
from portal.queries.clock import database_now
from portal.vocabulary import demo_authority as samples


def load_authority() -> None:
    """Adds deputies with every kind of authority; leaves something for a second person."""
    seats = {deputy: _seated(deputy) for deputy in samples.DEPUTIES}
    _lend(seats[samples.LENT], samples.LENT, days=13)
    _lend(seats[samples.TAKEN_BACK], samples.TAKEN_BACK, days=6)
    _lend(seats[samples.LENT_LATER], samples.LENT_LATER, after=9, days=10)
    editor, publisher = _member("editor@chiefs.example"), _member("publisher@mayors.example")
    for deputy, evidence in samples.LETTERS.items():
        letter = _letter(seats[deputy], evidence, editor)
        if deputy == samples.LETTER_COUNTS:
            _confirm([letter.pk], publisher)
    known = offices_to_confirm().exclude(seat__member__email__in=samples.UNCONFIRMED)
    _confirm(known.values_list("pk", flat=True), publisher)


def _confirm(mandate_ids: Collection[int], publisher: Member) -> None:
    step_up = of_sample_data(member=publisher)
    confirm_mandates(mandate_ids=list(mandate_ids), actor=publisher, step_up=step_up)


def _seated(deputy: samples.Deputy) -> Seat:
    """Their accounts have no password: they are there to be seen."""
    principal = _member(deputy.principal)
    member = Member.objects.create_user(
        deputy.email, None, name=deputy.name, time_zone=principal.time_zone
    )
    EmailAddress.objects.create(user=member, email=deputy.email, primary=True, verified=True)
    return seat_member(
        member=member,
        organization=principal.current_seats[0].organization,
        capacity=deputy.capacity,
        title=deputy.title,
        granted_by=principal,
    )


def _lend(seat: Seat, deputy: samples.Deputy, *, days: int, after: int = 0) -> Mandate:
    principal, now = _member(deputy.principal), database_now()
    begins = now + timedelta(days=after) if after else None
    return delegate_authority(
        organization_id=seat.organization_id,
        seat_id=seat.pk,
        begins=begins,
        until=(begins or now) + timedelta(days=days),
        actor=principal,
        step_up=of_sample_data(member=principal),
    )


def _letter(seat: Seat, evidence: str, actor: Member) -> Mandate:
    return enter_letter(
        organization_id=seat.organization_id,
        seat_id=seat.pk,
        evidence=evidence,
        begins=None,
        until=None,
        file=ContentFile(f"{evidence}\n".encode(), name="letter-of-authority.txt"),
        actor=actor,
    )


def _member(email: str) -> Member:
    return Member.objects.get(email=email)
