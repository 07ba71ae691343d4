"""The two hash functions of the record, each with the tree hashing of RFC 6962.

SHA-256 is what transparency logs use everywhere; SM3 (GB/T 32905-2016) is the national cipher.
Both come from OpenSSL. A pure-Python SM3 would be slow enough to stop the log and is not
reviewed, so a machine without a native one is refused when this module is loaded.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes

HASH_BYTES = 32
"""The length of a hash, the same for both functions; tiles are made of pieces of this length."""

_SM3_OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
"""GB/T 32905-2016, appendix A.1: the digest of "abc"."""


@dataclass(frozen=True, slots=True)
class TreeHash:
    """A hash function applied to Merkle trees as RFC 6962, section 2.1, prescribes."""

    name: str
    digest: Callable[[bytes], bytes]

    def leaf(self, data: bytes) -> bytes:
        """The hash of one entry. The prefix 0x00 keeps a leaf from posing as an inner node."""
        return self.digest(b"\x00" + data)

    def node(self, left: bytes, right: bytes) -> bytes:
        """The hash of an inner node over its two children."""
        return self.digest(b"\x01" + left + right)

    def empty(self) -> bytes:
        """The root of a tree without leaves: the hash of the empty string."""
        return self.digest(b"")


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3_of_hashlib(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def _sm3_of_cryptography(data: bytes) -> bytes:
    context = hashes.Hash(hashes.SM3())
    context.update(data)
    return context.finalize()


def native_sm3() -> Callable[[bytes], bytes]:
    """The first SM3 on this machine that comes from OpenSSL and gives the published digest.

    Raises `RuntimeError` when there is none.
    """
    for digest in (_sm3_of_hashlib, _sm3_of_cryptography):
        try:
            if digest(b"abc").hex() == _SM3_OF_ABC:
                return digest
        except (ValueError, UnsupportedAlgorithm):
            continue
    raise RuntimeError(
        "本机的 OpenSSL 不提供国密 SM3（GB/T 32905-2016），存证日志不能启动。"
        "请安装带 SM3 的 OpenSSL 3，或安装 cryptography 的官方二进制包。"
    )


SHA256 = TreeHash("sha256", _sha256)
SM3 = TreeHash("sm3", native_sm3())
