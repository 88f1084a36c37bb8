"""An agenda frozen for a document: everything that the pages show, as JSON."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from portal.models import Seat
from roundtable.documents.numbering import numbers_of
from roundtable.models import Issue, Proposal
from roundtable.vocabulary.issues import WaitingOn


def agenda_input(
    proposal: Proposal,
    issues: Iterable[Issue],
    *,
    made_on: date | None = None,
    audience: str = "Working group",
) -> dict[str, Any]:
    """Reads only the instances it is given (with owners and their members, issuer, counterpart).

    Without `made_on` it is made today: days of waiting are counted to that day.
    """
    listed = list(issues)
    day = made_on or timezone.localdate()
    numbers = numbers_of([issue.depth for issue in listed])
    issuer = proposal.issuer.name if proposal.issuer else proposal.issuer_named
    return {
        "ref": proposal.ref,
        "title": proposal.title,
        "issuer": issuer,
        "counterpart": proposal.counterpart.name if proposal.counterpart else "",
        "made_on": day.isoformat(),
        "audience": audience,
        "is_sample": proposal.is_sample,
        "background_before": list(proposal.background_before),
        "background_after": list(proposal.background_after),
        "items": [
            _item(issue, number=number, day=day)
            for issue, number in zip(listed, numbers, strict=True)
        ],
    }


def agenda_filename(snapshot: Mapping[str, Any]) -> str:
    """Names the proposal and the day, in letters that every file system takes."""
    ref = re.sub(r"[^A-Za-z0-9-]+", "-", snapshot["ref"])
    return f"{ref}-agenda-{snapshot['made_on']}.pdf"


def _item(issue: Issue, *, number: str, day: date) -> dict[str, Any]:
    waits = issue.is_open and issue.waiting_on != WaitingOn.NOBODY
    waited = (day - timezone.localdate(issue.waiting_since)).days if waits else 0
    return {
        "number": number,
        "ref": issue.ref,
        "title": issue.title,
        "is_heading": issue.is_heading,
        "state_label": str(issue.get_state_display()),
        "owner": _owner(issue.owner),
        "waiting_on": str(issue.get_waiting_on_display()) if waits else "",
        "waiting_days": max(waited, 0),
        "minutes": issue.minutes,
        "presenter": issue.presenter,
        "background": issue.background,
    }


def _owner(seat: Seat | None) -> str:
    return f"{seat.member.name}, {seat.title}, {seat.organization.short_name}" if seat else ""
