"""The directory as a table: the same organizations as on the page, in the columns of a roster."""

from collections.abc import Sequence

from django.db.models import Prefetch

from portal.models import Mandate, Membership, Organization
from portal.queries.directory import Wanted, current_heads, organizations_wanted, signing_now
from portal.vocabulary.roster import AS_OF, LED_BY, MAY_SIGN

HEADINGS = (
    "Name", "Short name", "Kind", "City", "State or province", "Country", "Part of", "Association",
    "Member since", "Independent head", LED_BY, MAY_SIGN, "Media contact", "Website", "Source",
    AS_OF,
)  # fmt: skip
"""Whom staff call back is not among them: that stays in the portal."""


def directory_table(wanted: Wanted, *, as_of: str) -> list[Sequence[str]]:
    """A row for each; as many queries for three as for fifteen hundred."""
    joined = Membership.objects.filter(until__isnull=True).select_related("association")
    found = organizations_wanted(wanted).prefetch_related(
        Prefetch("memberships", queryset=joined, to_attr="current_memberships"),
        Prefetch("seats", queryset=current_heads(), to_attr="principal_seats"),
    )
    signing = _signing()
    return [_row(body, signing.get(body.pk, []), as_of) for body in found]


def _signing() -> dict[int, list[Mandate]]:
    """Authority of this moment, by organization."""
    found: dict[int, list[Mandate]] = {}
    for mandate in signing_now().select_related("seat__member"):
        found.setdefault(mandate.seat.organization_id, []).append(mandate)
    return found


def _row(body: Organization, signing: Sequence[Mandate], as_of: str) -> Sequence[str]:
    memberships: Sequence[Membership] = body.current_memberships  # type: ignore[attr-defined]  # prefetched above
    heads = body.principal_seats  # type: ignore[attr-defined]  # prefetched above
    return (
        body.name,
        body.short_name,
        body.get_kind_display(),
        body.place,
        body.region,
        body.country,
        body.parent.name if body.parent else "",
        "; ".join(one.association.name for one in memberships),
        "; ".join(one.since.isoformat() for one in memberships),
        "yes" if body.has_independent_head else "no",
        "; ".join(f"{seat.member.name}, {seat.title}" for seat in heads),
        "; ".join(dict.fromkeys(mandate.seat.member.name for mandate in signing)),
        body.media_contact,
        body.website,
        body.source,
        as_of,
    )
