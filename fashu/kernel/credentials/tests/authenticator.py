"""A security key in software: one key pair, a counter, and signatures as WebAuthn wants them."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def challenge_in(options: str) -> bytes:
    found = json.loads(options)["challenge"]
    return urlsafe_b64decode(found + "=" * (-len(found) % 4))


@dataclass
class Authenticator:
    """`verifies`: it asks its holder for a finger or a PIN."""

    name: str = "localhost"
    place: str = "http://localhost"
    verifies: bool = True
    counter: int = 0
    credential_id: bytes = field(default_factory=lambda: token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str) -> str:
        """The answer to `ask_to_make`."""
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32), point.y.to_bytes(32)
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        length = len(self.credential_id).to_bytes(2)
        data = self._data(ATTESTED) + bytes(16) + length + self.credential_id + cose
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._answer(
            {"clientDataJSON": text(client), "attestationObject": text(attestation)}
        )

    def use(self, options: str) -> str:
        """The answer to `ask_to_use`."""
        self.counter += 1
        data, client = self._data(0), self._client("webauthn.get", options)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": text(client),
                "authenticatorData": text(data),
                "signature": text(signature),
                "userHandle": None,
            }
        )

    def _data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return sha256(self.name.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4)

    def _client(self, what: str, options: str) -> bytes:
        challenge = text(challenge_in(options))
        return json.dumps({"type": what, "challenge": challenge, "origin": self.place}).encode()

    def _answer(self, response: dict[str, str | None]) -> str:
        name = text(self.credential_id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": response,
            }
        )
