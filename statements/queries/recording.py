"""What staff need to record a letter: whose answer is missing, and who may sign there."""

from portal.models import Mandate, Member, Organization, Seat


def holders_of_authority(organization: Organization) -> list[Mandate]:
    """Valid mandates of an organization at this moment, one for each seat, by name.

    Of people who are let in: others could not say that a letter is not theirs.
    """
    found = (
        Mandate.objects.valid()
        .filter(seat__organization=organization, seat__member__is_active=True)
        .select_related("seat__member")
        .order_by("seat__member__name", "seat")
    )
    return [*{mandate.seat_id: mandate for mandate in found}.values()]


def has_seat_at(member: Member, organization: Organization) -> bool:
    return Seat.objects.current().filter(member=member, organization=organization).exists()
