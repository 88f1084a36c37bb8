"""Authority to sign: lent by a principal, confirmed by a second person, ended by either side."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from portal.audit import Change, record, record_many
from portal.models import Mandate, Member, Organization
from portal.notify import announce
from portal.operations.authority_ending import (
    delegations_given_by,
    end_delegations_of,
    end_mandates,
    lasting_mandates,
    tell_of_endings,
)
from portal.operations.seats import standing_now, take_charge
from portal.operations.step_up import StepUp, require_own
from portal.queries.authority import authorities, may_confirm, office_of, seats_to_delegate_to
from portal.queries.clock import database_now, in_words
from portal.vocabulary.audit import Verb
from portal.vocabulary.authority import AUTHORITY_GIVEN, AuthorityState
from portal.vocabulary.organizations import Instrument
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.signing_rules import DELEGATION_DAYS_MOST

if TYPE_CHECKING:
    from portal.queries.authority import Authority

CONFIRMABLE = frozenset({AuthorityState.IN_FORCE, AuthorityState.COMING, AuthorityState.WAITING})


@transaction.atomic
def delegate_authority(
    *,
    organization_id: int,
    seat_id: int,
    begins: datetime | None,
    until: datetime,
    actor: Member,
    step_up: StepUp,
) -> Mandate:
    """Lets somebody of the organization sign for its principal, from now on or from `begins`.

    Only a principal in office does, alone, to somebody else, until at most 30 days from now.
    """
    require_own(step_up, actor=actor)
    organization, actor = take_charge(organization_id=organization_id, actor=actor)
    if office_of(actor, organization) is None:
        raise Refusal(
            f"Only the principal of {organization.short_name} lets somebody sign in their place."
        )
    seat = seats_to_delegate_to(organization).filter(pk=seat_id).first()
    if seat is None:
        raise Refusal("Choose somebody who works there now. Open the page again.")
    _check_period(begins, until)
    mandate = Mandate(
        seat=seat,
        instrument=Instrument.DELEGATION,
        valid_until=until,
        granted_by=actor,
        **({"valid_from": begins} if begins else {}),
    )
    try:
        with transaction.atomic():
            mandate.save(force_insert=True)
    except IntegrityError as refused:
        raise Refusal(_overlap(seat.pk, seat.member.name)) from refused
    mandate.refresh_from_db(fields=["valid_from", "granted_at"])
    record(
        Verb.MANDATE_GRANTED,
        actor=actor,
        subject=mandate,
        after={
            "instrument": mandate.instrument,
            "from": mandate.valid_from.isoformat(),
            "until": until.isoformat(),
            **step_up.facts,
        },
    )
    announce(AUTHORITY_GIVEN, subject_id=mandate.pk, key=f"authority_given:{mandate.pk}")
    return mandate


def _check_period(begins: datetime | None, until: datetime) -> None:
    """In words what the database would refuse."""
    now = database_now()
    start = begins or now
    if until <= max(start, now):
        raise Refusal("Choose an end that lies ahead, after the beginning.")
    if until - now > timedelta(days=DELEGATION_DAYS_MOST):
        raise Refusal(
            f"A delegation ends at most {DELEGATION_DAYS_MOST} days from now. Choose an earlier "
            "end; you can let them sign again afterwards."
        )


def _overlap(seat_id: int, name: str) -> str:
    running = lasting_mandates().filter(seat=seat_id, instrument=Instrument.DELEGATION)
    ends = [mandate.valid_until for mandate in running if mandate.valid_until]
    until = f" until {in_words(max(ends))}" if ends else ""
    return f"{name} may sign in your place already{until}. End that first, or choose a later time."


@transaction.atomic
def confirm_mandates(*, mandate_ids: Collection[int], actor: Member, step_up: StepUp) -> int:
    """A second member of staff confirms offices and letters; gives how many.

    None of them if one may not be: nobody confirms what they entered or hold themselves.
    """
    require_own(step_up, actor=actor)
    actor = standing_now(actor)
    wanted = Mandate.objects.filter(pk__in=mandate_ids).order_by("pk")
    locked = list(wanted.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    found = list(authorities().filter(pk__in=locked).order_by("pk"))
    if not found:
        raise Refusal("Tick at least one of them.")
    for mandate in found:
        _check_confirmation(mandate, actor)
    Mandate.objects.filter(pk__in=locked).update(confirmed_by=actor, confirmed_at=Now())
    after = {"confirmed_by": actor.name, **step_up.facts}
    changes = [Change(subject=mandate, after=after) for mandate in found]
    record_many(Verb.MANDATE_CONFIRMED, actor=actor, changes=changes)
    for mandate in found:
        if mandate.instrument == Instrument.LETTER:
            announce(AUTHORITY_GIVEN, subject_id=mandate.pk, key=f"authority_given:{mandate.pk}")
    return len(found)


def _check_confirmation(mandate: "Authority", actor: Member) -> None:
    named = f"{mandate.seat.member.name}, {mandate.seat.organization.short_name}"
    if mandate.confirmed_by_id is not None:
        raise Refusal(f"Somebody confirmed this meanwhile: {named}. Open the page again.")
    if mandate.instrument == Instrument.DELEGATION or mandate.state not in CONFIRMABLE:
        raise Refusal(f"This needs no confirmation, or no longer: {named}. Open the page again.")
    if not may_confirm(actor, mandate):
        raise Refusal(
            f"A second member of staff confirms this, neither who entered it nor who holds it: "
            f"{named}."
        )


def _locked(mandate_id: int) -> Mandate:
    """With an office what hangs on it, in one order: a confirmation locks several too."""
    mandates = Mandate.objects.select_related("seat__member", "seat__organization")
    wanted = {mandate_id}
    found = mandates.get(pk=mandate_id)
    if found.instrument == Instrument.OFFICE:
        lent = delegations_given_by(found.seat.member)
        lent = lent.filter(seat__organization=found.seat.organization)
        wanted.update(lent.values_list("pk", flat=True))
    locked = mandates.filter(pk__in=wanted).order_by("pk")
    return next(
        mandate
        for mandate in locked.select_for_update(of=("self",), no_key=True)
        if mandate.pk == mandate_id
    )


@transaction.atomic
def revoke_mandate(*, mandate_id: int, reason: str, actor: Member) -> Mandate:
    """Ends an authority at this moment; a signature that is just being given is waited for.

    With a principal's office end the delegations that they gave. Signatures that a coming release
    lists under it lapse: whoever can sign there now is asked to agree once more.
    """
    if not reason.strip():
        raise Refusal("Say in a sentence why this authority ends.")
    body = Organization.objects.get(seats__mandates=mandate_id)
    organization, actor = take_charge(organization_id=body.pk, actor=actor)
    mandate = _locked(mandate_id)
    if not actor.has_perm("portal.end_authority", mandate):
        raise Refusal(
            f"You cannot end this authority. Ask the principal of {organization.short_name}, or "
            "association staff."
        )
    if not lasting_mandates().filter(pk=mandate.pk).exists():
        raise Refusal("This authority has ended already. There is nothing to do.")
    end_mandates([mandate], reason=" ".join(reason.split()), actor=actor)
    if mandate.instrument == Instrument.OFFICE:
        end_delegations_of(member=mandate.seat.member, organization=organization, actor=actor)
    tell_of_endings(organization)
    return mandate
