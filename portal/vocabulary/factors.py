"""What somebody proves who they are with, beyond a password or a mailed code."""

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices

from portal.vocabulary.organizations import Capacity


class Factor(TextChoices):
    """A second factor; the values are those of the package that stores them."""

    PASSKEY = "webauthn", "passkey"
    APP_CODE = "totp", "authenticator app"


NEEDING_A_PASSKEY = frozenset(
    {Capacity.PRINCIPAL, Capacity.ACTING, Capacity.DESIGNEE, Capacity.PUBLISHER}
)
"""Whoever signs or publishes: nothing that can be typed on a false page is enough for them."""

FRESH_SECONDS = 5 * 60
"""How long after proving who one is passkeys and codes may be changed."""

SENT_SECONDS = 10 * 60
"""How long a page that was opened in that time may be sent."""

PASSKEYS_AT_MOST = 10

WRONG_CODE = "This code is not right or was used already. Wait for the next one and enter that."

PROVED = "proved"
PROVED_AT = "proved_at"
"""Facts in the session: with which factors, and the server's second of the last proof."""


class Missing(TextChoices):
    """What somebody who is signed in still owes, with the sentence for a form that came too soon.

    The first two have to be made, the others only shown.
    """

    PASSKEY = "passkey", "Your seat needs a passkey. Add one, then send this again."
    FACTOR = "factor", "Add a passkey or an authenticator app first, then send this again."
    PASSKEY_PROOF = "passkey_proof", "Use your passkey first, then send this again."
    CODE_PROOF = "code_proof", "Enter a code from your app first, then send this again."

    @property
    def is_proof(self) -> bool:
        return self in {Missing.PASSKEY_PROOF, Missing.CODE_PROOF}


class FactorMissing(PermissionDenied):
    """A form was sent by somebody who owes a factor; `way_on` leads to where it is given."""

    def __init__(self, sentence: str, *, way_on: str) -> None:
        super().__init__(sentence)
        self.way_on = way_on
