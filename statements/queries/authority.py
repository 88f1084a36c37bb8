"""Who holds authority to sign at this moment, and how it is said and kept."""

import datetime as dt
from typing import Any

from django.utils import dateformat, timezone

from portal.models import Mandate, Member
from portal.vocabulary.organizations import Instrument


def mandates_of(member: Member) -> dict[int, Mandate]:
    """The member's mandates at this moment by organization; of several, the office counts."""
    held = (
        Mandate.objects.valid()
        .filter(seat__member=member)
        .select_related("seat__organization", "seat__member", "granted_by", "confirmed_by")
        .order_by("instrument")  # delegation, letter, office: the last one stays
    )
    return {mandate.seat.organization_id: mandate for mandate in held}


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


def _day(moment: str) -> str:
    return dateformat.format(timezone.localtime(dt.datetime.fromisoformat(moment)), "M j, Y")
