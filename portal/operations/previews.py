"""Beginning and stopping to look at the portal as another reader."""

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.audit import record
from portal.models import Member
from portal.queries.previews import readers_offered
from portal.vocabulary.audit import Verb
from portal.vocabulary.previews import PREVIEW


@transaction.atomic
def begin_preview(*, reader: str, actor: Member, session: SessionBase) -> None:
    """From the next page on, in this session only, until it is stopped or the session ends."""
    if reader not in readers_offered(actor):
        raise PermissionDenied
    record(Verb.PREVIEW_BEGUN, actor=actor, subject=actor, after={"reader": reader})
    session[PREVIEW] = reader


def stop_preview(*, session: SessionBase) -> None:
    session.pop(PREVIEW, None)
