"""The page of an organization's people, as tests reach it."""

import re
from datetime import timedelta

from django.db.models.functions import Now
from django.test import Client

from portal.models import Invitation, Member, OutgoingMail, Seat
from tests.conftest import BACKEND
from tests.seats import moved

GOOD = {"email": "new@city.example", "capacity": "staff", "title": "Aide"}
"""What a good form sends."""


def held_for_days() -> None:
    """No seat ends at the moment it begins, and in a test no time passes."""
    moved(Seat.objects.all(), since=Now() - timedelta(days=9))


def page_of(member: Member) -> str:
    return f"/members/{member.current_seats[0].organization_id}/people/"


def sign_in(member: Member) -> Client:
    """A browser of their own."""
    client = Client()
    client.force_login(member, backend=BACKEND)
    return client


def mailed_link() -> str:
    """Where the newest invitation's mail leads."""
    found = re.search(r"(/invitations/\S+/)", OutgoingMail.objects.latest("pk").text)
    assert found is not None
    return found.group(1)


def changing(mayor: Member, aide: Member) -> dict[str, str]:
    """Every address of the page that changes something, with an invitation that waits."""
    sign_in(mayor).post(page_of(mayor), GOOD)
    page, seat = page_of(mayor), Seat.objects.get(member=aide)
    invitation = f"{page}invitations/{Invitation.objects.get().pk}/"
    return {
        "invite": page,
        "end": f"{page}seats/{seat.pk}/end/",
        "suspend": f"{page}{aide.pk}/suspend/",
        "restore": f"{page}{aide.pk}/restore/",
        "again": f"{invitation}again/",
        "back": f"{invitation}back/",
    }
