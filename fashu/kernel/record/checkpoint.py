"""Checkpoints: what the log says of itself at one size (https://c2sp.org/tlog-checkpoint).

The first three lines are the standard's. Fashu adds one extension line, "sm3 " and the root
of the second tree over the same entries, so that one signature covers both trees.
"""

from dataclasses import dataclass

from fashu.kernel.record.hashing import HASH_BYTES
from fashu.kernel.record.note import NoteError, decode_base64, encode_base64

_SM3 = "sm3 "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Size and roots of a log. `origin` names the log; `size` counts entries."""

    origin: str
    size: int
    root: bytes
    sm3_root: bytes

    def text(self) -> str:
        """The text that is signed."""
        return (
            f"{self.origin}\n{self.size}\n{encode_base64(self.root)}\n"
            f"{_SM3}{encode_base64(self.sm3_root)}\n"
        )


def parse(text: str) -> Checkpoint:
    """Read the text of a checkpoint of Fashu. Raises `NoteError` on anything else."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) != 4 or not lines[3].startswith(_SM3):
        raise NoteError("检查点应有四行：日志名称、条数、SHA-256 根、SM3 根")
    root, sm3_root = decode_base64(lines[2]), decode_base64(lines[3].removeprefix(_SM3))
    if {len(root), len(sm3_root)} != {HASH_BYTES}:
        raise NoteError("检查点的根哈希长度不对")
    checkpoint = Checkpoint(lines[0], _size(lines[1]), root, sm3_root)
    if checkpoint.text() != text:
        raise NoteError("检查点的写法不规范")
    return checkpoint


def _size(line: str) -> int:
    if not (line.isascii() and line.isdigit() and len(line) <= 19):
        raise NoteError("检查点的条数不是数字")
    return int(line)
