"""Who lost their passkey and waits for a second member of staff."""

from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import reverse

from portal.models import Member, Recovery, Seat
from portal.registry import Card
from portal.rules import is_publisher_somewhere

OPEN_DAYS = 3
"""After so many days somebody has to call again."""


def open_recoveries() -> QuerySet[Recovery]:
    """Neither confirmed nor cancelled, and not too old to be confirmed."""
    waiting = Recovery.objects.filter(confirmed_at__isnull=True, cancelled_at__isnull=True)
    return waiting.filter(asked_at__gt=Now() - timedelta(days=OPEN_DAYS)).select_related(
        "member", "asked_by"
    )


def open_recovery_of(member: Member) -> Recovery | None:
    return open_recoveries().filter(member=member).first()


def recovery_cards(member: Member) -> list[Card]:
    """What waits for a publisher who did not ask for it themselves."""
    if not is_publisher_somewhere(member):
        return []
    waiting = open_recoveries().exclude(asked_by=member).exclude(member=member)
    organizations = _organizations_of(waiting)
    return [
        Card(
            label="A lost passkey",
            title=f"{one.member.name} asks to sign in anew",
            detail=f"{one.asked_by.name} called back. A second person confirms.",
            url=reverse("recovery", args=[organizations[one.member_id], one.member_id]),
            button="Look at it",
        )
        for one in waiting
        if one.member_id in organizations
    ]


def _organizations_of(waiting: QuerySet[Recovery]) -> dict[int, int]:
    """One organization of each of these members: the page stands below it."""
    held = Seat.objects.filter(member__in=waiting.values("member"))
    return dict(held.order_by("pk").values_list("member", "organization"))
