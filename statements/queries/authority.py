"""Who holds authority to sign at this moment, and how it is said and kept."""

import datetime as dt
from typing import Any

from django.utils import dateformat, timezone

from portal.models import Mandate, Member, Organization
from portal.vocabulary.organizations import Instrument
from statements.queries.standing import valid_mandates


def mandates_of(member: Member) -> dict[int, Mandate]:
    """The member's mandates at this moment by organization; of several, the office counts."""
    held = (
        valid_mandates()
        .filter(seat__member=member)
        .select_related("seat__organization", "seat__member", "granted_by", "confirmed_by")
        .order_by("instrument")  # delegation, letter, office: the last one stays
    )
    return {mandate.seat.organization_id: mandate for mandate in held}


def no_authority(organization: Organization) -> str:
    """What somebody reads who holds a seat there, but nothing that lets it sign."""
    holders = valid_mandates().filter(seat__organization=organization)
    names = sorted(set(holders.values_list("seat__member__name", flat=True)))
    who = (
        f"{' or '.join(names)} can." if names else "Ask the staff of your association to record it."
    )
    return f"You have no authority to sign for {organization.short_name}. {who}"


def mandate_snapshot(mandate: Mandate) -> dict[str, Any]:
    """What a signature keeps of the mandate it was given under."""
    until = mandate.valid_until
    return {
        "mandate": mandate.pk,
        "instrument": mandate.instrument,
        "instrument_label": mandate.get_instrument_display(),
        "scope": mandate.scope,
        "capacity": mandate.seat.capacity,
        "title": mandate.seat.title,
        "holder": mandate.seat.member.name,
        "valid_from": mandate.valid_from.isoformat(),
        "valid_until": until.isoformat() if until else None,
        "evidence": mandate.evidence,
        "granted_by": mandate.granted_by.name if mandate.granted_by else None,
        "confirmed_by": mandate.confirmed_by.name if mandate.confirmed_by else None,
    }


def authority_line(snapshot: dict[str, Any]) -> str:
    """The "authority to sign" in one line, from what was kept of the mandate."""
    parts = [f"{snapshot['instrument_label']}: {snapshot['title']}"]
    if snapshot["instrument"] != Instrument.OFFICE and snapshot["granted_by"]:
        parts.append(f"given by {snapshot['granted_by']}")
    if snapshot["confirmed_by"]:
        parts.append(f"confirmed by {snapshot['confirmed_by']}")
    parts.append(f"since {_day(snapshot['valid_from'])}")
    if snapshot["valid_until"]:
        parts.append(f"until {_day(snapshot['valid_until'])}")
    return ", ".join(parts)


def in_words(moment: dt.datetime) -> str:
    """An instant in the current zone, with the zone's name, inside a sentence."""
    return dateformat.format(timezone.localtime(moment), "M j, Y, g:i A T")


def _day(moment: str) -> str:
    return dateformat.format(timezone.localtime(dt.datetime.fromisoformat(moment)), "M j, Y")
