"""Adding and removing passkeys and app codes. Each change is on record, mailed, and ends what
else is signed in."""

import time
from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal.audit import record
from portal.intake.names import check_name
from portal.models import Member
from portal.operations.mail import queue_mail
from portal.operations.seats import standing_now
from portal.operations.sessions import end_other_sessions
from portal.operations.suspending import end_sessions
from portal.queries.factors import name_of, why_it_stays
from portal.vocabulary.audit import Verb
from portal.vocabulary.factors import PASSKEYS_AT_MOST, PROVED, PROVED_AT, WRONG_CODE, Factor
from portal.vocabulary.refusals import Refusal

LONGEST_NAME = 60


def note_proof(*, session: SessionBase, kinds: Iterable[str]) -> None:
    """Keeps in the session that its owner proved who they are just now, and with what."""
    session[PROVED] = sorted({*session.get(PROVED, ()), *kinds})
    session[PROVED_AT] = int(time.time())


@transaction.atomic
def add_passkey(
    *, member: Member, name: str, credential: dict[str, Any], device: str, session_key: str | None
) -> Authenticator:
    """Keeps a passkey whose making was verified; without a name it is called after the device."""
    member = _locked(member)
    passkeys = Authenticator.objects.filter(user=member, type=Factor.PASSKEY)
    if passkeys.count() >= PASSKEYS_AT_MOST:
        raise Refusal(
            f"You have {PASSKEYS_AT_MOST} passkeys. Remove one that you no longer use first."
        )
    added: Authenticator = WebAuthn.add(member, _tidy(name) or device, credential).instance
    _tell(Verb.FACTOR_ADDED, member, added, device)
    end_other_sessions(member=member, current_key=session_key)
    return added


@transaction.atomic
def add_app_code(
    *, member: Member, secret: str, code: str, device: str, session_key: str | None
) -> Authenticator:
    """Turns an authenticator app on that shows this code; the code is then used up."""
    member = _locked(member)
    if Authenticator.objects.filter(user=member, type=Factor.APP_CODE).exists():
        raise Refusal("You use an authenticator app already. Remove it before you set up another.")
    app = TOTP.activate(member, secret)
    if not app.validate_code(code):
        raise Refusal(WRONG_CODE)
    added: Authenticator = app.instance
    _tell(Verb.FACTOR_ADDED, member, added, device)
    end_other_sessions(member=member, current_key=session_key)
    return added


@transaction.atomic
def rename_passkey(*, member: Member, factor_id: int, name: str) -> None:
    """Gives a passkey of the member another name."""
    chosen = _own(_locked(member), factor_id, kind=Factor.PASSKEY)
    chosen.data["name"] = _tidy(name) or chosen.data["name"]
    chosen.save(update_fields=["data"])


@transaction.atomic
def remove_factor(
    *, member: Member, factor_id: int, device: str, session_key: str | None
) -> Factor:
    """Takes one factor of the member away; gives its kind. Refused for the last that is needed."""
    member = _locked(member)
    chosen = _own(member, factor_id)
    if why_kept := why_it_stays(member, chosen.pk):
        raise Refusal(why_kept)
    kind = Factor(chosen.type)
    _tell(Verb.FACTOR_REMOVED, member, chosen, device)
    chosen.delete()
    end_other_sessions(member=member, current_key=session_key)
    return kind


@transaction.atomic
def remove_factors(*, member: Member, actor: Member, reason: str) -> int:
    """Takes every factor of a member away and signs them out everywhere; gives how many.

    For whoever has lost theirs. Whether the actor may was asked before, and who tells the member
    is the caller's.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    theirs = list(Authenticator.objects.select_for_update().filter(user=member).order_by("pk"))
    kept = [{"kind": row.type, "name": name_of(row)} for row in theirs]
    Authenticator.objects.filter(pk__in=[row.pk for row in theirs]).delete()
    ended = end_sessions(member)
    record(
        Verb.FACTOR_REMOVED,
        actor=actor,
        subject=member,
        before={"factors": kept},
        after={"factors": [], "sessions_ended": ended},
        reason=reason,
    )
    return len(theirs)


def _locked(member: Member) -> Member:
    """The member as they stand, with nobody else changing their factors meanwhile."""
    list(Member.objects.select_for_update(no_key=True).filter(pk=member.pk))
    return standing_now(member)


def _own(member: Member, factor_id: int, *, kind: Factor | None = None) -> Authenticator:
    kinds = Factor.values if kind is None else [kind]
    found = Authenticator.objects.filter(user=member, type__in=kinds, pk=factor_id).first()
    if found is None:
        raise Refusal("This one was removed already. Go back to the list.")
    return found


def _tidy(name: str) -> str:
    return check_name(name)[:LONGEST_NAME]


def _tell(verb: Verb, member: Member, factor: Authenticator, device: str) -> None:
    """On record, and by mail to the owner: if it was not they, this is how they learn of it."""
    fact = {"kind": factor.type, "name": name_of(factor)}
    is_new = verb == Verb.FACTOR_ADDED
    record(
        verb,
        actor=member,
        subject=member,
        before=None if is_new else fact,
        after=fact if is_new else None,
    )
    what = f"{Factor(factor.type).label} was {'added to' if is_new else 'removed from'}"
    facts = {
        "member": member,
        "is_new": is_new,
        "is_passkey": factor.type == Factor.PASSKEY,
        "name": name_of(factor),
        "device": device,
        "now": timezone.now(),
        "duty_phone": settings.DUTY_PHONE,
        "link": f"{settings.SITE_URL}{reverse('mfa_index')}",
    }
    with timezone.override(member.time_zone):
        text = render_to_string("mfa/email/changed.txt", facts)
    article = "A" if factor.type == Factor.PASSKEY else "An"
    queue_mail(to=member.email, subject=f"{article} {what} your account", text=text)
