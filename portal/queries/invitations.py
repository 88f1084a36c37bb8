"""Invitations that can still be taken up."""

from django.db.models.functions import Now

from portal.models import Invitation


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
