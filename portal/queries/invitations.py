"""Invitations that can still be taken up."""

import hashlib
import re

from django.db.models.functions import Now

from portal.models import Invitation

LINK = re.compile(r"/invitations/([\w-]{20,})/")


def token_hash(token: str) -> str:
    """What is stored of a token: nobody who reads the database can use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_dead_invitation(text: str) -> bool:
    """Whether a mail offers a seat by a link that was taken back, replaced or used meanwhile."""
    link = LINK.search(text)
    return link is not None and open_invitation(token_hash(link[1])) is None


def open_invitation(token_hash: str, *, lock: bool = False) -> Invitation | None:
    """The unused, unexpired invitation of a token's hash, by the database's clock."""
    invitations = Invitation.objects.select_related("organization", "invited_by").filter(
        token_hash=token_hash,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=Now(),
    )
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    return invitations.first()
