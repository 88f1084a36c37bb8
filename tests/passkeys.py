"""A passkey in software: what a phone answers when the portal asks for one."""

import secrets
from hashlib import sha256
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from portal.models import Member
from portal.operations.factors import note_proof
from portal.vocabulary.factors import Factor

FLAG = AuthenticatorData.FLAG


def enroll(member: Member, name: str = "Phone", **device: Any) -> "SoftPasskey":
    """A passkey of this member, as if it had been added some time ago."""
    passkey = SoftPasskey(**device)
    handle = websafe_encode(user_pk_to_url_str(member).encode())
    made = passkey.create({"user": {"id": handle}, "challenge": websafe_encode(b"then")})
    WebAuthn.add(member, name, made)
    return passkey


def prove(client: Client, factor: Factor = Factor.PASSKEY) -> Client:
    """As if whoever is signed in there had signed in with this factor."""
    session = client.session
    note_proof(session=session, kinds=[factor])
    session.save()
    return client


class SoftPasskey:
    """One credential on one device: `create` makes it for an account, `get` proves it.

    Both take the options as the portal sends them (with or without `publicKey` around) and give
    what the page's script would post, before it becomes JSON. `origin` is the page that the
    device believes to be on; `verifies=False` leaves out the finger or PIN.
    """

    def __init__(
        self, *, origin: str | None = None, rp_id: str | None = None, verifies: bool = True
    ) -> None:
        self.origin = origin or settings.SITE_URL
        self.rp_id = rp_id or settings.PASSKEY_SITE
        self.verifies = verifies
        self.credential_id = secrets.token_bytes(16)
        self.user_handle = b""
        self.sign_count = 0
        self._key = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer to `navigator.credentials.create`: attestation "none", discoverable."""
        asked = options.get("publicKey", options)
        self.user_handle = websafe_decode(asked["user"]["id"])
        public_key = ES256.from_cryptography_key(self._key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public_key)
        client_data = self._client_data(CollectedClientData.TYPE.CREATE, asked["challenge"])
        data = self._authenticator_data(FLAG.AT, credential)
        response = {
            "clientDataJSON": client_data.b64,
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            "transports": ["internal"],
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer to `navigator.credentials.get`: a signature over the challenge."""
        asked = options.get("publicKey", options)
        client_data = self._client_data(CollectedClientData.TYPE.GET, asked["challenge"])
        data = self._authenticator_data(FLAG(0), b"")
        signature = self._key.sign(data + client_data.hash, ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": client_data.b64,
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(self.user_handle),
        }
        return self._answer(response, {})

    def _client_data(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _authenticator_data(self, extra: FLAG, credential: bytes) -> AuthenticatorData:
        self.sign_count += 1
        flags = FLAG.UP | extra | (FLAG.UV if self.verifies else FLAG(0))
        site = sha256(self.rp_id.encode()).digest()
        return AuthenticatorData.create(site, flags, self.sign_count, credential)

    def _answer(self, response: dict[str, Any], extensions: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.credential_id)
        return {
            "type": "public-key",
            "id": name,
            "rawId": name,
            "authenticatorAttachment": "platform",
            "response": response,
            "clientExtensionResults": extensions,
        }
