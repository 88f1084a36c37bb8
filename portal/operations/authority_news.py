"""Whom it is told that somebody may sign, or no longer may; computed when it is sent."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal.models import Announcement, Mandate, Member, Seat
from portal.queries.authority import authority_titles, members_who_see
from portal.queries.organizations import HEADS
from portal.registry import AnnouncementKind, Message
from portal.vocabulary.authority import AUTHORITY_ENDED, AUTHORITY_GIVEN
from portal.vocabulary.organizations import Capacity, Instrument


def tell_authority_given(announcement: Announcement) -> list[Message]:
    """The holder and the organization's heads and staff, but for who knows. Not what ended since.

    Who lends it knows, and so does who has just taken up an office.
    """
    mandate = _mandate(announcement)
    if mandate.revoked_at is not None:
        return []
    know: dict[str, int | None] = {
        Instrument.DELEGATION: mandate.granted_by_id,
        Instrument.OFFICE: mandate.seat.member_id,
    }
    return list(_messages("given", mandate, spared={know.get(mandate.instrument)}))


def tell_authority_ended(announcement: Announcement) -> list[Message]:
    """The holder, who gave it, and the organization's staff, but for whoever ended it."""
    mandate = _mandate(announcement)
    return list(_messages("ended", mandate, spared={mandate.revoked_by_id}))


KINDS = [
    AnnouncementKind(
        name=AUTHORITY_GIVEN,
        tell=tell_authority_given,
        subjects=authority_titles,
        may_see=members_who_see,
        nameable=set,
    ),
    AnnouncementKind(
        name=AUTHORITY_ENDED,
        tell=tell_authority_ended,
        subjects=authority_titles,
        may_see=members_who_see,
        nameable=set,
    ),
]


def _mandate(announcement: Announcement) -> Mandate:
    return Mandate.objects.select_related(
        "seat__member", "seat__organization", "granted_by", "confirmed_by", "revoked_by"
    ).get(pk=announcement.subject_id)


def _messages(template: str, mandate: Mandate, *, spared: set[int | None]) -> Iterator[Message]:
    """The holder's own first, so that nobody gets another about the same."""
    body = mandate.seat.organization
    holder = mandate.seat.member
    if holder.pk not in spared:
        yield _message(template, mandate, holder, "it is your authority to sign")
    seats = Seat.objects.current().filter(organization=body, capacity__in={*HEADS, Capacity.STAFF})
    for seat in seats.select_related("member").order_by("pk"):
        if seat.member_id not in {holder.pk, *spared}:
            yield _message(template, mandate, seat.member, f"you work for {body}")


def _message(template: str, mandate: Mandate, to: Member, why: str) -> Message:
    facts = {
        "mandate": mandate,
        "organization": mandate.seat.organization,
        "is_holder": to == mandate.seat.member,
    }
    with timezone.override(ZoneInfo(to.time_zone)):
        words = render_to_string(f"authority/mail/{template}.txt", facts)
    subject, _, text = words.strip().partition("\n")
    return Message(
        recipient=to,
        title=subject,
        text=text.strip(),
        url=reverse("authority_of", args=[mandate.seat.organization_id]),
        why=why,
    )
