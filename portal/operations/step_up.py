"""Confirming who one is, for one action. The proof comes in the same form as what it confirms.

Nothing is kept for later: no form is stored, no confirmation holds for some minutes. A challenge
is asked once, for one place, and is used up by the first answer, whether that fits or not.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import (  # allauth has no public way to these
    get_authenticator_by_credential_id,
    get_credentials,
)
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

from portal.audit import record
from portal.intake.passkeys import is_from, read_used_passkey
from portal.models import Member
from portal.queries.factors import name_of
from portal.queries.step_up import way_to_confirm
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.step_up import (
    ASKED,
    CHALLENGE,
    CHALLENGE_SECONDS,
    WRONG_PASSKEY,
    WRONG_PASSWORD,
    StepUpLevel,
    Way,
)


class NotConfirmed(Refusal):
    """Nothing was done: who pressed the button did not show who they are."""


@dataclass(frozen=True, kw_only=True)
class StepUp:
    """How a member confirmed one action. Made here only; operations that bind ask for it."""

    level: StepUpLevel
    factor: str
    member_id: int

    @property
    def facts(self) -> dict[str, str]:
        """What the record keeps of it."""
        return {"confirmed_with": str(self.level), "factor": self.factor}


def require_own(step_up: StepUp, *, actor: Member) -> None:
    """Nobody acts under what somebody else confirmed."""
    if step_up.member_id != actor.pk:
        raise PermissionDenied


def ask_for_passkey(*, member: Member, session: SessionBase, place: str) -> dict[str, Any]:
    """What the browser hands to the passkey; the challenge holds for `place`, a path, only."""
    credentials = get_credentials(member)
    if not credentials:
        raise NotConfirmed(ASKED[Way.NO_PASSKEY].format(to="go on"))
    options, state = _server().authenticate_begin(
        credentials, user_verification=UserVerificationRequirement.REQUIRED
    )
    session[CHALLENGE] = {"state": state, "place": place, "at": int(time.time())}
    return dict(options)


def confirm(
    *,
    member: Member,
    session: SessionBase,
    place: str,
    to: str = "sign",
    passkey: str = "",
    password: str = "",
) -> StepUp:
    """What the member showed; NotConfirmed with what is to be done, which stays on record.

    `passkey` is the browser's answer as JSON, `place` the path that the form was sent to. Called
    before the transaction of the action, so that a refusal does not take its entry along.
    """
    way = way_to_confirm(member)
    if not (password if way == Way.PASSWORD else passkey):
        note_missing(member=member, place=place)
        raise NotConfirmed(ASKED[way].format(to=to))
    if way == Way.PASSWORD:
        return _by_password(member, place, password)
    return _by_passkey(member, place, passkey, _taken(session))


def note_missing(*, member: Member, place: str) -> None:
    """On record: somebody asked for an action that binds, and showed nothing that confirms it."""
    _record(Verb.STEP_UP_MISSING, member, place, way_to_confirm(member))


def of_sample_data(*, member: Member) -> StepUp:
    """For the sample data of the demo, whose people sign with its password."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Sample data is for the demo.")
    return StepUp(level=StepUpLevel.PASSWORD, factor="Sample data", member_id=member.pk)


def _by_password(member: Member, place: str, password: str) -> StepUp:
    if not member.check_password(password):
        _record(Verb.STEP_UP_FAILED, member, place, Way.PASSWORD)
        raise NotConfirmed(WRONG_PASSWORD)
    return StepUp(level=StepUpLevel.PASSWORD, factor="", member_id=member.pk)


def _by_passkey(
    member: Member, place: str, passkey: str, challenge: Mapping[str, Any] | None
) -> StepUp:
    found = _verified(member, place, passkey, challenge)
    if found is None:
        _record(Verb.STEP_UP_FAILED, member, place, Way.PASSKEY)
        raise NotConfirmed(WRONG_PASSKEY)
    found.record_usage()
    return StepUp(level=StepUpLevel.PASSKEY, factor=name_of(found), member_id=member.pk)


def _verified(
    member: Member, place: str, passkey: str, challenge: Mapping[str, Any] | None
) -> Authenticator | None:
    """The member's passkey that signed this challenge, here and now, its owner verified."""
    answer = _read(passkey)
    if answer is None or challenge is None or challenge["place"] != place:
        return None
    if time.time() - challenge["at"] > CHALLENGE_SECONDS:
        return None
    try:
        used = _server().authenticate_complete(challenge["state"], get_credentials(member), answer)
    except ValueError:  # the library's answer to whatever does not fit
        return None
    return get_authenticator_by_credential_id(member, used.credential_id)


def _read(passkey: str) -> AuthenticationResponse | None:
    try:
        answer = read_used_passkey(json.loads(passkey))
    except (ValueError, RecursionError):
        return None
    return answer if answer and is_from(answer, settings.SITE_URL) else None


@transaction.atomic
def _taken(session: SessionBase) -> Mapping[str, Any] | None:
    """The challenge, gone from the stored session: of two forms with one answer, one gets it."""
    list(Session.objects.select_for_update().filter(session_key=session.session_key))
    stored = type(session)(session.session_key)
    challenge: Mapping[str, Any] | None = stored.pop(CHALLENGE, None)
    if challenge is not None:
        stored.save()
    session.pop(CHALLENGE, None)
    return challenge


def _record(verb: Verb, member: Member, place: str, way: Way) -> None:
    record(verb, actor=member, subject=member, after={"place": place, "way": str(way)})


def _server() -> Fido2Server:
    site = PublicKeyCredentialRpEntity(id=settings.PASSKEY_SITE, name=settings.MFA_TOTP_ISSUER)
    return Fido2Server(site)
