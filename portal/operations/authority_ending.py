"""Ending authority to sign, inside the transaction of who has locked the organization's people."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from portal.audit import record
from portal.models import Mandate, Member, Organization
from portal.notify import announce
from portal.queries.authority import office_of
from portal.registry import registry
from portal.vocabulary.audit import Verb
from portal.vocabulary.authority import AUTHORITY_ENDED, PRINCIPAL_LEFT
from portal.vocabulary.organizations import Instrument


def end_delegations_of(*, member: Member, organization: Organization, actor: Member) -> int:
    """Ends what a principal who is no longer in office let others do there; gives how many."""
    if office_of(member, organization) is not None:
        return 0
    given = delegations_given_by(member).filter(seat__organization=organization)
    found = list(given.select_for_update(of=("self",), no_key=True))
    end_mandates(found, reason=PRINCIPAL_LEFT.format(name=member.name), actor=actor)
    return len(found)


def end_all_delegations_of(member: Member, *, reason: str, actor: Member) -> int:
    """Ends what a principal lets others do, wherever they are in office; gives how many."""
    found = list(delegations_given_by(member).select_for_update(of=("self",), no_key=True))
    end_mandates(found, reason=reason, actor=actor)
    for organization in {mandate.seat.organization for mandate in found}:
        tell_of_endings(organization)
    return len(found)


def delegations_given_by(member: Member) -> QuerySet[Mandate]:
    """In the order in which authority is locked everywhere."""
    given = lasting_mandates().filter(instrument=Instrument.DELEGATION, granted_by=member)
    return given.order_by("pk")


def lasting_mandates() -> QuerySet[Mandate]:
    """Neither ended nor revoked; those that only begin later too."""
    not_over = Q(valid_until__isnull=True) | Q(valid_until__gt=Now())
    held = Q(seat__until__isnull=True) | Q(seat__until__gt=Now())
    mandates = Mandate.objects.filter(not_over, held, revoked_at__isnull=True)
    return mandates.select_related("seat__member", "seat__organization")


def end_mandates(mandates: Iterable[Mandate], *, reason: str, actor: Member) -> None:
    """Ends locked ones; the instant is read after the lock, so no signature is given later."""
    for mandate in mandates:
        Mandate.objects.filter(pk=mandate.pk).update(
            revoked_at=Now(), revoked_by=actor, revoked_reason=reason
        )
        mandate.refresh_from_db(fields=["revoked_at", "revoked_by", "revoked_reason"])
        record(
            Verb.MANDATE_REVOKED,
            actor=actor,
            subject=mandate,
            before={"revoked_at": None},
            after={"revoked_at": mandate.revoked_at.isoformat() if mandate.revoked_at else None},
            reason=reason,
        )
        announce(AUTHORITY_ENDED, subject_id=mandate.pk, key=f"authority_ended:{mandate.pk}")


def tell_of_endings(organization: Organization) -> None:
    """Lets whoever relies on authority there look at what has ended."""
    for look in registry.authority_endings:
        look(organization.pk)
