"""How somebody showed that it was they who pressed the button."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import TextChoices

V = TypeVar("V", bound=Callable[..., Any])


class StepUpLevel(TextChoices):
    """What was shown for one action. Signatures keep the value: none is ever renamed."""

    PASSKEY = "passkey", "Passkey"
    APP_CODE = "app_code", "Code from an app"
    PASSWORD = "password", "Password (demo)"
    RECORDED = "recorded", "Recorded by staff from a letter"
    SESSION = "session", "Signed in, not asked again"


class Way(StrEnum):
    """What is asked for where something binds, and what somebody without it has to get first."""

    PASSKEY = "passkey"
    NO_PASSKEY = "no_passkey"
    PASSWORD = "password"  # noqa: S105 - the name of a way
    NO_PASSWORD = "no_password"  # noqa: S105 - the same


ASKED = {
    Way.PASSKEY: "Confirm with your passkey to {to}.",
    Way.NO_PASSKEY: "Add a passkey first, then {to}.",
    Way.PASSWORD: "Enter your password to {to}.",
    Way.NO_PASSWORD: "Set a password first, then {to}.",
}
WRONG_PASSKEY = "That passkey did not fit. Try again."
WRONG_PASSWORD = "That password did not fit. Try again."  # noqa: S105 - a sentence

CHALLENGE = "confirming"
"""In the session: what a passkey has to sign now."""
CHALLENGE_SECONDS = 5 * 60


def binds(**only: Collection[str]) -> Callable[[V], V]:
    """Says of a view that its form binds, so that who sends it confirms who they are.

    `only` names fields, or parts of the address, and for which of their values it does.
    """

    def declare(view: V) -> V:
        view.__dict__["binding"] = only
        return view

    return declare


def is_binding(view: Callable[..., Any], sent: Mapping[str, object]) -> bool:
    """Whether this view, sent these fields and parts of the address, does what binds."""
    only: Mapping[str, Collection[str]] | None = getattr(view, "binding", None)
    return only is not None and all(sent.get(name) in values for name, values in only.items())
