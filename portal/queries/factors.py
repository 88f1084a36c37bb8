"""Which second factors a member has, which they owe, and how long ago they proved who they are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase

from portal.models import Member
from portal.rules import accepted_factors
from portal.vocabulary.factors import PROVED, PROVED_AT, Factor, Missing

Facts = SessionBase | Mapping[str, Any]


@dataclass(frozen=True)
class OwnFactor:
    """One factor as its owner sees it."""

    pk: int
    kind: Factor
    name: str
    added: dt.datetime
    last_used: dt.datetime | None


def factors_of(member: Member) -> list[OwnFactor]:
    """All of a member's factors, the newest last."""
    rows = Authenticator.objects.filter(user=member, type__in=Factor.values).order_by("pk")
    return [
        OwnFactor(
            pk=row.pk,
            kind=Factor(row.type),
            name=name_of(row),
            added=row.created_at,
            last_used=row.last_used_at,
        )
        for row in rows
    ]


def name_of(row: Authenticator) -> str:
    """What its owner called a passkey; an authenticator app has no name of its own."""
    return str(row.data.get("name") or Factor(row.type).label.capitalize())


def held_by(member: Member) -> frozenset[Factor]:
    """The kinds of factors that a member has."""
    kinds = Authenticator.objects.filter(user=member, type__in=Factor.values)
    return frozenset(Factor(kind) for kind in kinds.values_list("type", flat=True).distinct())


def proved_with(facts: Facts) -> frozenset[Factor]:
    """The kinds of factors that this session was proved with."""
    return frozenset(Factor(kind) for kind in facts.get(PROVED, ()))


def what_is_missing(member: Member, facts: Facts) -> Missing | None:
    """What is owed before anything but enrolling is open; None when nothing is.

    Costs a query only where something is owed.
    """
    proved = proved_with(facts)
    if Factor.PASSKEY in proved:
        return None
    accepted = accepted_factors(member)
    if not accepted or accepted & proved:
        return None
    held = accepted & held_by(member)
    if Factor.PASSKEY in held:
        return Missing.PASSKEY_PROOF
    if held:
        return Missing.CODE_PROOF
    return Missing.FACTOR if Factor.APP_CODE in accepted else Missing.PASSKEY


def why_it_stays(member: Member, factor_id: int) -> str:
    """Why this factor may not be removed now; empty when it may."""
    accepted = accepted_factors(member)
    if not accepted:
        return ""
    others = Authenticator.objects.filter(user=member, type__in=accepted).exclude(pk=factor_id)
    if others.exists():
        return ""
    if Factor.APP_CODE in accepted:
        return "You need a passkey or an authenticator app. Add another one before you remove this."
    return "Your seat needs a passkey. Add another passkey before you remove this one."


def is_proved_within(facts: Facts, seconds: int, *, now: float) -> bool:
    """Whether the owner of the session signed in, or proved who they are, so lately."""
    return bool(now - facts.get(PROVED_AT, 0) <= seconds)
