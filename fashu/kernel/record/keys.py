"""The keys that sign: text forms, key ids, signing and verifying, key files.

The text forms are those of C2SP signed-note (verifier keys) and of the Go reference
implementation (signer keys), so that the log can be checked with foreign tools.
Two kinds of Ed25519 signature exist: of a log over a note, and of a witness over a note
together with the time (https://c2sp.org/tlog-cosignature).
"""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from fashu.kernel.record.note import (
    Note,
    NoteError,
    Signature,
    decode_base64,
    encode_base64,
    is_key_name,
)

LOG = 0x01
"""Signature type of C2SP signed-note: Ed25519 over the text."""

WITNESS = 0x04
"""Signature type of C2SP tlog-cosignature: Ed25519 over the time and the text."""

_SECRET = "PRIVATE+KEY+"  # noqa: S105 - the fixed beginning of a signer key, not a secret
_TIME_BYTES = 8


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under a name, for one kind of signature."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """SHA-256(name, newline, kind, public key), the first four bytes."""
        material = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(material).digest()[:4]

    @property
    def vkey(self) -> str:
        """The public key as text: name, key id and key, joined by "+"."""
        material = encode_base64(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{material}"

    def made(self, signature: Signature) -> bool:
        """Whether the signature says to be of this key; it may still not hold."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def holds(self, text: str, signature: Signature) -> bool:
        """Whether the signature is of this key over this text."""
        blob, message = signature.blob, text.encode()
        if self.kind == WITNESS:
            blob, message = blob[_TIME_BYTES:], _timed(text, cosigned_at(signature))
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(blob, message)
        except InvalidSignature:
            return False
        return self.made(signature)


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A private key under a name. Its text never appears in a message: it has no `repr`."""

    name: str
    kind: int
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        public = self._key().public_key().public_bytes_raw()
        return Verifier(self.name, self.kind, public)

    @property
    def skey(self) -> str:
        """The private key as text, as the Go reference implementation writes it."""
        material = encode_base64(bytes([self.kind]) + self.seed)
        return f"{_SECRET}{self.name}+{self.verifier.key_id.hex()}+{material}"

    def sign(self, text: str) -> Signature:
        """A log's signature over the text."""
        if self.kind != LOG:
            raise ValueError("a witness signs with the time: use cosign")
        return Signature(self.name, self.verifier.key_id, self._key().sign(text.encode()))

    def cosign(self, text: str, at: int) -> Signature:
        """A witness's signature over the text at `at`, in seconds since 1970."""
        if self.kind != WITNESS:
            raise ValueError("only a witness cosigns")
        blob = at.to_bytes(_TIME_BYTES, "big") + self._key().sign(_timed(text, at))
        return Signature(self.name, self.verifier.key_id, blob)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def _timed(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def cosigned_at(signature: Signature) -> int:
    """The time a witness put into its signature, in seconds since 1970."""
    return int.from_bytes(signature.blob[:_TIME_BYTES], "big")


def new_signer(name: str, kind: int) -> Signer:
    """A fresh key. Raises `ValueError` on a name the specification does not allow."""
    if not is_key_name(name):
        raise ValueError(f"密钥名称“{name}”不能为空，也不能含有空格或加号")
    return Signer(name, kind, secrets.token_bytes(32))


def parse_verifier(text: str) -> Verifier:
    """Read a verifier key. Raises `NoteError` unless it is whole and its id fits."""
    name, key_id, kind, material = _take_apart(text)
    verifier = Verifier(name, kind, material)
    if verifier.key_id.hex() != key_id:
        raise NoteError("公钥的编号与内容不符")
    return verifier


def parse_signer(text: str) -> Signer:
    """Read a signer key. Raises `NoteError` unless it is whole and its id fits."""
    if not text.startswith(_SECRET):
        raise NoteError("不是私钥")
    name, key_id, kind, material = _take_apart(text.removeprefix(_SECRET))
    signer = Signer(name, kind, material)
    if signer.verifier.key_id.hex() != key_id:
        raise NoteError("私钥的编号与内容不符")
    return signer


def _take_apart(text: str) -> tuple[str, str, int, bytes]:
    name, plus, rest = text.partition("+")
    key_id, plus_too, encoded = rest.partition("+")
    if not plus or not plus_too or not is_key_name(name):
        raise NoteError("密钥的格式不对：应为 名称+编号+内容")
    data = decode_base64(encoded)
    if len(data) != 33 or data[0] not in (LOG, WITNESS):
        raise NoteError("密钥的种类不认识，或长度不对")
    return name, key_id, data[0], data[1:]


def check(note: Note, known: Iterable[Verifier]) -> tuple[Verifier, ...]:
    """Those of the known keys whose signatures stand on the note and hold.

    C2SP signed-note: signatures of unknown keys are ignored; if one of a known key does not
    hold, the whole note is refused, and that raises `NoteError`.
    """
    held: dict[Verifier, None] = {}
    for verifier in known:
        for signature in note.signatures:
            if not verifier.made(signature):
                continue
            if not verifier.holds(note.text, signature):
                raise NoteError(f"“{verifier.name}”的签名与内容不符")
            held[verifier] = None
    return tuple(held)


def save_signer(signer: Signer, folder: Path, stem: str) -> None:
    """Write `stem.key` (readable by its owner only) and `stem.vkey`; never replaces a key.

    Raises `FileExistsError` if there is one.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / f"{stem}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(signer.skey + "\n")
    (folder / f"{stem}.vkey").write_text(signer.verifier.vkey + "\n", encoding="utf-8")


def load_signers(folder: Path, pattern: str) -> tuple[Signer, ...]:
    """The private keys in files of this pattern, in order of file names."""
    return tuple(
        parse_signer(path.read_text(encoding="utf-8").strip())
        for path in sorted(folder.glob(pattern))
    )


def load_verifiers(folder: Path, pattern: str) -> tuple[Verifier, ...]:
    """The public keys in files of this pattern, one a line, in order of file names."""
    return tuple(
        parse_verifier(line)
        for path in sorted(folder.glob(pattern))
        for line in path.read_text(encoding="utf-8").split()
    )
