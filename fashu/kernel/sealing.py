"""Sealing at rest: AES-256-GCM or SM4-GCM under keys that lie outside the database.

Each kind of secret has a folder of its own in FASHU_KEY_DIR, with `seal-<id>.key` files: the newest
seals, all open. Whatever is sealed is kept with the id of its key, so that a rotation can stop
half-way, and is bound to the place it belongs to, so that it opens nowhere else. What need only be
found again has a digest under `index.key`, which is never rotated: digests are kept for ever.
"""

import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

AES, SM4 = "aes-256-gcm", "sm4-gcm"
CIPHERS = {AES: 32, SM4: 16}
"""Cipher -> how many bytes its key has."""

INDEX = "index.key"
_NONCE, _TAG = 12, 16


class SealError(Exception):
    """A sealed value cannot be opened, or a key is missing; in words for the operator."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One sealing key. It has no `repr`, so that no message shows it."""

    id: str
    cipher: str
    secret: bytes

    def seal(self, plain: bytes, bound_to: str) -> bytes:
        """The bytes sealed; they open only together with `bound_to`."""
        nonce = secrets.token_bytes(_NONCE)
        encryptor = Cipher(self._algorithm(), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound_to.encode())
        sealed = encryptor.update(plain) + encryptor.finalize()
        return nonce + encryptor.tag + sealed

    def seal_all(self, pairs: Sequence[tuple[bytes, str]]) -> list[bytes]:
        """Many at once, each with what it is bound to, as `seal` does; AES is set up only once."""
        if self.cipher != AES:
            return [self.seal(plain, bound_to) for plain, bound_to in pairs]
        aes, nonces = AESGCM(self.secret), secrets.token_bytes(_NONCE * len(pairs))
        done = []
        for n, (plain, bound_to) in enumerate(pairs):
            nonce = nonces[n * _NONCE : (n + 1) * _NONCE]
            sealed = aes.encrypt(nonce, plain, bound_to.encode())
            done.append(nonce + sealed[-_TAG:] + sealed[:-_TAG])
        return done

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        """The bytes again. Raises SealError where anything was changed."""
        nonce, tag = sealed[:_NONCE], sealed[_NONCE : _NONCE + _TAG]
        decryptor = Cipher(self._algorithm(), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(bound_to.encode())
        try:
            return decryptor.update(sealed[_NONCE + _TAG :]) + decryptor.finalize()
        except InvalidTag:
            words = f"密封的内容被改动，或者不属于此处，或者不是由密钥{self.id}密封"
            raise SealError(words) from None

    def _algorithm(self) -> "algorithms.AES | algorithms.SM4":
        return algorithms.AES(self.secret) if self.cipher == AES else algorithms.SM4(self.secret)


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The keys for one kind of secret, as they lie on disk now: a rotation reaches all processes.

    Raises SealError for a key that is not there.
    """

    name: str

    @property
    def path(self) -> Path:
        """Where they lie."""
        return Path(settings.FASHU_KEY_DIR) / self.name

    @property
    def keys(self) -> tuple[Key, ...]:
        """All of them, the oldest first."""
        return tuple(_read(path) for path in sorted(self.path.glob("seal-*.key")))

    @property
    def newest(self) -> Key:
        """The key that seals today."""
        if not (found := self.keys):
            raise SealError(f"{self.path}中没有用来密封的密钥：请先运行 fashu setup")
        return found[-1]

    def key(self, key_id: str) -> Key:
        """The key of this id."""
        path = self.path / f"seal-{key_id}.key"
        if not key_id.isdecimal() or not path.is_file():
            raise SealError(f"缺少密钥{key_id}：请从备份恢复{self.path}中的文件")
        return _read(path)

    def digest(self, text: str) -> str:
        """The same for the same text, and nothing to whoever lacks the key, however short it is."""
        return hmac.new(_index(self.path / INDEX), text.encode(), sha256).hexdigest()

    def ensure(self, cipher: str = AES) -> None:
        """The first keys of an installation; existing ones are kept."""
        if not (self.path / INDEX).exists():
            self.keep(INDEX, secrets.token_hex(32))
        if not self.keys:
            self.add(cipher)

    def add(self, cipher: str) -> str:
        """A fresh key, which seals from now on; its id."""
        key_id = f"{max((int(key.id) for key in self.keys), default=0) + 1:04d}"
        self.keep(f"seal-{key_id}.key", f"{cipher} {secrets.token_hex(CIPHERS[cipher])}")
        return key_id

    def drop(self, key_id: str) -> None:
        """Destroy a key. Whatever is still sealed with it can never be opened again."""
        (self.path / f"seal-{key_id}.key").unlink()

    def keep(self, name: str, text: str) -> None:
        """Write a new file that is its owner's alone from the first byte."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.path / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text + "\n")


@lru_cache(maxsize=32)
def _read(path: Path) -> Key:
    cipher, _, secret = path.read_text().strip().partition(" ")
    return Key(path.stem.removeprefix("seal-"), cipher, bytes.fromhex(secret))


@lru_cache(maxsize=8)
def _index(path: Path) -> bytes:
    if not path.is_file():
        raise SealError(f"{path}不存在：请先运行 fashu setup，或者从备份恢复")
    return bytes.fromhex(path.read_text().strip())
