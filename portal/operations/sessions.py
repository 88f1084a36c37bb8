"""The facts of a session, and ending sessions elsewhere."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal.audit import record
from portal.intake.user_agents import device_in_words
from portal.models import Member
from portal.operations.mail import queue_mail
from portal.queries.sessions import is_new_device, sessions_of
from portal.vocabulary.audit import Verb
from portal.vocabulary.sessions import NOTED_EVERY_SECONDS, SEEN_AT, SIGNED_IN_AT


def begin_session(*, session: SessionBase) -> None:
    """Notes when somebody signed in; both limits are counted from here."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(time.time())


@transaction.atomic
def note_sign_in(*, member: Member, user_agent: str) -> None:
    """Puts a sign-in on record; the member hears by mail of a device that is not known."""
    device = device_in_words(user_agent)
    if is_new_device(member, device):
        link = f"{settings.SITE_URL}{reverse('usersessions_list')}"
        facts = {"member": member, "device": device, "now": timezone.now(), "link": link}
        with timezone.override(member.time_zone):
            text = render_to_string("usersessions/new_device.txt", facts)
        queue_mail(to=member.email, subject="A new device signed in to your account", text=text)
    record(Verb.SIGNED_IN, actor=member, subject=member, after={"device": device})


def note_use(*, session: SessionBase) -> None:
    """Keeps the session alive. Writes nothing if that was noted a moment ago."""
    now = int(time.time())
    if now - session.get(SEEN_AT, 0) >= NOTED_EVERY_SECONDS:
        session[SEEN_AT] = now


@transaction.atomic
def change_key(*, session: SessionBase) -> None:
    """Gives the session another key and keeps what is in it; the old key opens nothing."""
    old = session.session_key
    session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=session.session_key)


@transaction.atomic
def end_session(*, member: Member, session_id: int, current_key: str | None) -> int:
    """Signs the member out in one other place; 0 if there is no such place any more."""
    return _end(member, current_key, {session_id})


@transaction.atomic
def end_other_sessions(*, member: Member, current_key: str | None) -> int:
    """Signs the member out everywhere but here; gives the number of places."""
    return _end(member, current_key, None)


def _end(member: Member, current_key: str | None, chosen: set[int] | None) -> int:
    ended = [
        each
        for each in sessions_of(member, current_key=current_key)
        if not each.is_this_one and (chosen is None or each.pk in chosen)
    ]
    keys = [each.key for each in ended]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    for each in ended:
        record(Verb.SESSION_ENDED, actor=member, subject=member, after={"device": each.device})
    return len(ended)
