"""How long a session still lasts, and where else a member is signed in.

The facts are seconds of the server's clock, like the expiry that Django writes beside them: they
limit a convenience, and nothing that others rely on hangs on them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from portal.intake.user_agents import device_in_words
from portal.models import AuditEvent, Member
from portal.vocabulary.audit import Verb
from portal.vocabulary.sessions import (
    ABSOLUTE_SECONDS,
    IDLE_SECONDS,
    SEEN_AT,
    SIGNED_IN_AT,
    Limit,
)


@dataclass(frozen=True)
class TimeLeft:
    """What is left of a session, and which limit ends it."""

    seconds: int
    limit: Limit

    @property
    def is_over(self) -> bool:
        return self.seconds <= 0

    @property
    def may_be_prolonged(self) -> bool:
        return self.limit == Limit.IDLE


def time_left(facts: SessionBase | Mapping[str, Any], *, now: float) -> TimeLeft:
    """By the limit that comes first; a session without its facts is over."""
    idle = int(facts.get(SEEN_AT, 0) + IDLE_SECONDS - now)
    absolute = int(facts.get(SIGNED_IN_AT, 0) + ABSOLUTE_SECONDS - now)
    return TimeLeft(absolute, Limit.ABSOLUTE) if absolute < idle else TimeLeft(idle, Limit.IDLE)


@dataclass(frozen=True)
class SignedIn:
    """One place where a member is signed in."""

    pk: int
    key: str
    device: str
    since: dt.datetime
    last_used: dt.datetime
    is_this_one: bool


def is_new_device(member: Member, device: str) -> bool:
    """Whether the member has signed in before, but never from such a device."""
    known = AuditEvent.objects.filter(
        verb=Verb.SIGNED_IN,
        object_type=Member._meta.label_lower,
        object_id=str(member.pk),
        after__has_key="device",
    )
    return known.exists() and not known.filter(after__device=device).exists()


def sessions_of(member: Member, *, current_key: str | None) -> list[SignedIn]:
    """Everywhere the member is signed in: this place first, then the one used last."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=member)}
    stored = Session.objects.filter(session_key__in=rows, expire_date__gt=timezone.now())
    found = [
        _signed_in(rows[session.session_key], facts, current_key)
        for session in stored
        if _is_alive(facts := session.get_decoded(), member)
    ]
    found.sort(key=lambda each: each.last_used, reverse=True)
    return sorted(found, key=lambda each: not each.is_this_one)


def _is_alive(facts: Mapping[str, Any], member: Member) -> bool:
    """A changed password ends a session without touching its row."""
    is_over = time_left(facts, now=timezone.now().timestamp()).is_over
    proof = facts.get(HASH_SESSION_KEY, "")
    return not is_over and constant_time_compare(proof, member.get_session_auth_hash())


def _signed_in(row: Any, facts: Mapping[str, Any], current_key: str | None) -> SignedIn:
    return SignedIn(
        pk=row.pk,
        key=row.session_key,
        device=device_in_words(row.user_agent),
        since=dt.datetime.fromtimestamp(facts[SIGNED_IN_AT], dt.UTC),
        last_used=dt.datetime.fromtimestamp(facts[SEEN_AT], dt.UTC),
        is_this_one=row.session_key == current_key,
    )
