"""Ending seats. A seat is never deleted: what was done in it stays done in it."""

from django.db import transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.models import Member, Organization, Seat
from portal.operations.authority_ending import end_delegations_of, tell_of_endings
from portal.queries.people import current_seats_of, has_other_publisher
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal


@transaction.atomic
def end_seat(*, seat_id: int, reason: str, actor: Member) -> Seat:
    """Ends a current seat at this moment; the member keeps all others.

    With a principal's seat end the delegations that they gave there. Refused for an association's
    last publisher.
    """
    wanted = Seat.objects.get(pk=seat_id)
    organization, actor = take_charge(organization_id=wanted.organization_id, actor=actor)
    seat = current_seats_of(organization).select_for_update(of=("self",)).filter(pk=seat_id).first()
    if seat is None:
        raise Refusal("This seat has ended already. Go back to the list of people.")
    if not actor.has_perm("portal.give_seat", seat):
        raise Refusal(
            f"You cannot end this seat. Ask a publisher or the staff of {organization.short_name}."
        )
    if seat.is_publisher and not has_other_publisher(organization, seat.member):
        raise Refusal(
            f"{seat.member.name} is the last publisher of {organization.name}. "
            "Invite another publisher first."
        )
    Seat.objects.filter(pk=seat.pk).update(until=Now())
    seat.refresh_from_db(fields=["until"])
    record(
        Verb.SEAT_ENDED,
        actor=actor,
        subject=seat,
        before={"until": None},
        after={"until": seat.until.isoformat() if seat.until else None},
        reason=reason,
    )
    end_delegations_of(member=seat.member, organization=organization, actor=actor)
    tell_of_endings(organization)
    return seat


def take_charge(*, organization_id: int, actor: Member) -> tuple[Organization, Member]:
    """Locks an organization's people; gives it, and the actor as they stand now.

    Only one at a time changes who is who there, so two who end one another do not both succeed.
    """
    # Not the key: whoever accepts an invitation there refers to the organization meanwhile.
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization_id)
    return organization, standing_now(actor)


def standing_now(actor: Member) -> Member:
    """The actor read anew: the seats that decide are those of this moment."""
    now = Member.objects.get(pk=actor.pk)
    if not now.is_active:
        raise Refusal("Your account was closed. Ask the staff of your association.")
    return now
