"""Signed notes: text with signature lines below it (https://c2sp.org/signed-note).

This module only takes notes apart and puts them together. Who signed, and whether the
signature holds, is known in `keys`.
"""

import base64
import binascii
from dataclasses import dataclass

MAX_BYTES = 1_000_000
"""Specification: "Verifiers SHOULD apply a maximum limit" to the size of a note."""

MAX_SIGNATURES = 100
"""The limit of the reference implementation; the specification asks for at least 16."""

_DASH = "— "


class NoteError(ValueError):
    """The bytes are not a well-formed signed note, or a signature on it does not hold."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says to have signed, with which key, and the bytes of it."""

    name: str
    key_id: bytes
    blob: bytes

    def line(self) -> str:
        """The line as it stands in a note, with its newline."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.blob)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures below it. The text ends with a newline."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def encode(self) -> bytes:
        """The bytes of the note."""
        return (self.text + "\n" + "".join(s.line() for s in self.signatures)).encode()

    def with_signatures(self, *more: Signature) -> "Note":
        """The same text with further signatures; those already there are not repeated."""
        return Note(self.text, tuple(dict.fromkeys([*self.signatures, *more])))


def parse(data: bytes) -> Note:
    """Take a signed note apart. Raises `NoteError` unless it is one, with at least one signature.

    What is accepted encodes back to the same bytes, so no two notes differ only in writing.
    """
    text, lines = _split(_decode(data))
    if not lines or len(lines) > MAX_SIGNATURES:
        raise NoteError("签名注记没有签名行，或者签名行过多")
    return Note(text, tuple(_signature(line) for line in lines))


def is_key_name(name: str) -> bool:
    """Whether the specification allows this name: not empty, without spaces and without "+"."""
    return bool(name) and "+" not in name and not any(c.isspace() for c in name)


def encode_base64(data: bytes) -> str:
    """RFC 4648, section 4."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str) -> bytes:
    """RFC 4648, section 4, only in the one writing that encoding gives. Raises `NoteError`."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("不是规范的 Base64 文字") from error
    if encode_base64(data) != text:
        raise NoteError("不是规范的 Base64 文字")
    return data


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise NoteError("签名注记过大")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteError("签名注记不是 UTF-8 文字") from error
    if any(c < " " and c != "\n" for c in text):
        raise NoteError("签名注记含有控制字符")
    return text


def _split(note: str) -> tuple[str, list[str]]:
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise NoteError("签名注记缺少正文与签名之间的空行，或末尾不完整")
    return text + "\n", signatures[:-1].split("\n")


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not is_key_name(name):
        raise NoteError("签名行的格式不对")
    data = decode_base64(encoded)
    if len(data) < 5:
        raise NoteError("签名行的签名过短")
    return Signature(name, data[:4], data[4:])
