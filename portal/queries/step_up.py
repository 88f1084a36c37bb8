"""How a member can confirm who they are."""

from django.conf import settings

from portal.models import Member
from portal.queries.factors import held_by
from portal.vocabulary.factors import Factor
from portal.vocabulary.step_up import Way


def way_to_confirm(member: Member) -> Way:
    """With a passkey and nothing less; a password does only where the demo says so."""
    if settings.PASSWORD_FOR_PASSKEY:
        return Way.PASSWORD if member.has_usable_password() else Way.NO_PASSWORD
    return Way.PASSKEY if Factor.PASSKEY in held_by(member) else Way.NO_PASSKEY
