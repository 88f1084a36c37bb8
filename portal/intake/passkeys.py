"""What a browser answers when a passkey is made or used, read without trusting it."""

import struct

from fido2.webauthn import AuthenticationResponse, RegistrationResponse

MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)
"""What the reader raises, according to where an answer is broken."""


def read_new_passkey(answer: object) -> RegistrationResponse | None:
    """The answer to making one; None where it is not that."""
    if not isinstance(answer, dict):
        return None
    try:
        found = RegistrationResponse.from_dict(answer)
        has_key = found.response.attestation_object.auth_data.credential_data is not None
    except MALFORMED:
        return None
    return found if has_key else None


def read_used_passkey(answer: object) -> AuthenticationResponse | None:
    """The answer to using one; None where it is not that."""
    if not isinstance(answer, dict):
        return None
    try:
        return AuthenticationResponse.from_dict(answer)
    except MALFORMED:
        return None


def is_from(answer: RegistrationResponse | AuthenticationResponse, site_url: str) -> bool:
    """Whether the browser gave this answer on our own pages.

    The library lets every name below ours pass, and every port of it.
    """
    return answer.response.client_data.origin == site_url
