"""Signatures under an office that no second person has confirmed.

They count from the first moment, so that signing stays quick; no release lists one of them.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from portal.models import Mandate
from portal.vocabulary.organizations import Instrument
from statements.vocabulary.signing import Standing

if TYPE_CHECKING:
    from statements.queries.standing import StandingSignature

NAMED = 5


def unconfirmed_offices(signatures: "Iterable[StandingSignature]") -> list[Mandate]:
    """What those of the signatures rest on that would be listed and cannot be yet."""
    agreed = {found.agreed_mandate for found in signatures if found.standing == Standing.SIGNED}
    if not agreed:
        return []
    found = Mandate.objects.unconfirmed().filter(pk__in=agreed)
    names = ("seat__member", "seat__organization", "granted_by")
    return list(found.select_related(*names).order_by("seat__organization__name", "pk"))


def is_unconfirmed(mandate_id: int) -> bool:
    """Whether a second person has to confirm the office before what rests on it is listed."""
    return Mandate.objects.unconfirmed().filter(pk=mandate_id).exists()


def why_unconfirmed(mandates: Collection[Mandate]) -> str:
    """Whose office waits, and who confirms it where: in a sentence for those who publish."""
    named = [_named(mandate) for mandate in list(mandates)[:NAMED]]
    if len(mandates) > NAMED:
        named.append(f"{len(mandates) - NAMED} more")
    return (
        f"Office not confirmed yet: {'; '.join(named)}. A member of association staff who neither "
        "holds the office nor sent the invitation to it confirms it first, under Authority to sign."
    )


def _named(mandate: Mandate) -> str:
    body, holder = mandate.seat.organization.short_name, mandate.seat.member.name
    if mandate.instrument == Instrument.DELEGATION and mandate.granted_by:
        return f"{mandate.granted_by.name}, {body}, for whom {holder} signed"
    inviter = f" (invited by {mandate.granted_by.name})" if mandate.granted_by else ""
    return f"{holder}, {body}{inviter}"
