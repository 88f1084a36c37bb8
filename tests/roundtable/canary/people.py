"""Those who are not cleared for the issue, by what they are."""

from datetime import timedelta

from django.db.models.functions import Now

from portal.models import Member, Seat
from portal.vocabulary.organizations import Capacity
from tests.factories import SeatFactory
from tests.roundtable.canary.closed_item import Scene
from tests.seats import moved


def uncleared(scene: Scene, audience: str) -> dict[str, Member | None]:
    """By role. Of the organizations that are outside, nothing depends on the audience."""
    found = scene.found
    people: dict[str, Member | None] = {
        "anonymous": None,
        "mayor": found.mayor.member,
        "staff of the other association": found.mayors_staff.member,
    }
    if audience == "named":
        return people | {"same organization, not named": colleague(scene)}
    return people | {
        "observer": found.observer.member,
        "liaison": found.liaison.member,
        "owner of something else": found.owner.member,
    }


def colleague(scene: Scene) -> Member:
    agency = scene.found.chief.organization
    return SeatFactory(organization=agency, capacity=Capacity.STAFF, title="Aide").member


def another_chief(scene: Scene) -> Member:
    agency = scene.found.chief.organization
    return SeatFactory(organization=agency, capacity=Capacity.PRINCIPAL, title="Chief").member


def suspend(member: Member) -> None:
    Member.objects.filter(pk=member.pk).update(is_active=False)


def end_seats(member: Member) -> None:
    moved(
        Seat.objects.filter(member=member),
        since=Now() - timedelta(days=9),
        until=Now() - timedelta(seconds=1),
    )
